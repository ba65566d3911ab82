//! What the script of the letters tells.

use super::{Guess, plain::Plain};

/// The languages that a script or its letters alone tell.
pub(super) const LANGUAGES: [&str; 32] = [
    "am", "ar", "be", "bg", "bn", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn",
    "ko", "lo", "mk", "ml", "my", "pa", "ru", "si", "sr", "ta", "te", "th", "uk", "ur", "zh-Hans",
    "zh-Hant",
];

/// What the letters say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// There are no letters.
    Nothing,
    /// Latin: the words must tell.
    Latin,
    /// The script settles it.
    Language(Guess),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Kana,
    /// A script of one language, as far as we are concerned.
    Of(&'static str),
}

fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{aa}'
        | '\u{ba}'
        | '\u{c0}'..='\u{24f}'
        | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Of("el"),
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{531}'..='\u{58f}' => Script::Of("hy"),
        '\u{590}'..='\u{5ff}' => Script::Of("he"),
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' => Script::Arabic,
        '\u{900}'..='\u{97f}' => Script::Of("hi"),
        '\u{980}'..='\u{9ff}' => Script::Of("bn"),
        '\u{a00}'..='\u{a7f}' => Script::Of("pa"),
        '\u{a80}'..='\u{aff}' => Script::Of("gu"),
        '\u{b80}'..='\u{bff}' => Script::Of("ta"),
        '\u{c00}'..='\u{c7f}' => Script::Of("te"),
        '\u{c80}'..='\u{cff}' => Script::Of("kn"),
        '\u{d00}'..='\u{d7f}' => Script::Of("ml"),
        '\u{d80}'..='\u{dff}' => Script::Of("si"),
        '\u{e00}'..='\u{e7f}' => Script::Of("th"),
        '\u{e80}'..='\u{eff}' => Script::Of("lo"),
        '\u{1000}'..='\u{109f}' => Script::Of("my"),
        '\u{10a0}'..='\u{10ff}' => Script::Of("ka"),
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}' => {
            Script::Of("ko")
        }
        '\u{1200}'..='\u{137f}' => Script::Of("am"),
        '\u{1780}'..='\u{17ff}' => Script::Of("km"),
        '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Script::Kana,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' => {
            Script::Han
        }
        _ => return None,
    })
}

/// A Han character or syllable says as much as a few letters of an alphabet.
fn weight(script: Script) -> u32 {
    match script {
        Script::Han | Script::Kana | Script::Of("ko") => 3,
        _ => 1,
    }
}

/// What the script of most letters tells.
pub(super) fn guess(plain: &Plain) -> Verdict {
    // Few scripts meet in one text: a short list is the fastest map.
    let mut counts: Vec<(Script, u32)> = Vec::new();
    for script in plain.text.chars().filter_map(script) {
        match counts.iter_mut().find(|(s, _)| *s == script) {
            Some((_, n)) => *n += weight(script),
            None => counts.push((script, weight(script))),
        }
    }
    let of = |script| {
        counts
            .iter()
            .find(|(s, _)| *s == script)
            .map_or(0, |(_, n)| *n)
    };
    let (han, kana) = (of(Script::Han), of(Script::Kana));
    let other = counts
        .iter()
        .filter(|(s, _)| !matches!(s, Script::Han | Script::Kana));
    let most = other.max_by_key(|(_, n)| *n).copied();
    if han + kana > most.map_or(0, |(_, n)| n) {
        return Verdict::Language(east_asian(&plain.text, han, kana));
    }
    let Some((script, count)) = most else {
        return Verdict::Nothing;
    };
    Verdict::Language(match script {
        Script::Latin => return Verdict::Latin,
        Script::Cyrillic => cyrillic(&plain.text),
        Script::Arabic => arabic(&plain.text),
        Script::Of(language) => Guess {
            language,
            margin: if count >= 2 { 2.0 } else { 0.5 },
        },
        // Counted above.
        Script::Han | Script::Kana => return Verdict::Nothing,
    })
}

/// Chinese has next to no kana; a short text of Han alone may be Japanese too.
fn east_asian(text: &str, han: u32, kana: u32) -> Guess {
    if kana * 10 >= han + kana {
        return Guess {
            language: "ja",
            margin: 2.0,
        };
    }
    let count = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
    let (simplified, traditional) = (count(SIMPLIFIED), count(TRADITIONAL));
    let language = if traditional > simplified {
        "zh-Hant"
    } else {
        "zh-Hans"
    };
    let telling = simplified + traditional > 0 || count(CHINESE) > 0;
    let margin = if telling {
        2.0
    } else {
        0.5 + (han / 3) as f32 * 0.05
    };
    Guess {
        language,
        margin: margin.min(2.0),
    }
}

/// Frequent characters that Japanese does not write, or not in this form.
const SIMPLIFIED: &str = "们这个说来会时对过还发经种现动样点开关东门问间见电话让给爱吗湾为与于从后长几机实让谁谢买卖车马鱼鸟龙书讲认识语请读难欢观风飞饭馆钱银铁错闻队阳险随网师帮应张总战业乐头无气没";
const TRADITIONAL: &str = "們這個說來會時對過還發經種現動樣點開關東門問間見電話讓給愛嗎灣為與於從後長幾機實誰謝買賣車馬魚鳥龍書講認識語請讀難歡觀風飛飯館錢銀鐵錯聞隊陽險隨網師幫應張總戰業樂頭無氣沒";
/// Frequent in Chinese of either form, rare in Japanese.
const CHINESE: &str = "的了是我你他她它们們在不吗嗎呢吧啊很都就也和把被哪怎么麼什这這那";

/// Languages of the Cyrillic script by their own letters.
fn cyrillic(text: &str) -> Guess {
    let has = |set: &str| text.chars().any(|c| set.contains(c));
    let count = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
    let sure = |language| Guess {
        language,
        margin: 2.0,
    };
    if has("әғқңұһӘҒҚҢҰҺ") {
        sure("kk")
    } else if has("ўЎ") {
        sure("be")
    } else if has("їєґЇЄҐ") || (has("іІ") && !has("ыЫэЭёЁ")) {
        sure("uk")
    } else if has("ѓќѕЃЌЅ") {
        sure("mk")
    } else if has("ћђџјљњЋЂЏЈЉЊ") {
        sure("sr")
    } else if has("ыЫэЭёЁ") {
        sure("ru")
    } else if count("ъЪ") >= 2 || (has("ъЪ") && has("щЩ") && !has("ьЬ")) {
        Guess {
            language: "bg",
            margin: 1.5,
        }
    } else {
        // By far the most written; a longer text without its letters is doubtful.
        Guess {
            language: "ru",
            margin: if count("ьЬйЙюЮяЯ") > 0 {
                1.2
            } else {
                0.7
            },
        }
    }
}

/// Languages of the Arabic script by their own letters.
fn arabic(text: &str) -> Guess {
    let count = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
    let urdu = count("ٹڈڑےںہھ");
    let eastern = count("پچژگکی") + urdu;
    let arabic = count("يكىةإأؤئ");
    if eastern <= arabic {
        return Guess {
            language: "ar",
            margin: 2.0,
        };
    }
    let language = if urdu * 8 >= eastern { "ur" } else { "fa" };
    Guess {
        language,
        margin: if eastern >= 2 { 2.0 } else { 0.8 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_disjoint_and_sorted() {
        assert!(LANGUAGES.is_sorted());
        // Characters of both forms would vote for both.
        let shared: String = SIMPLIFIED
            .chars()
            .filter(|c| TRADITIONAL.contains(*c))
            .collect();
        assert_eq!(shared, "");
    }
}
