//! The language of a post: declared first, detected second (SEA-137, SEA-138).
//!
//! The detector is an ensemble whose parts and measurements are told in
//! `docs/adr/0005-language-detector.md`: the script of the letters settles most of the world;
//! among languages of the Latin script a linear n-gram model, function words, alphabets and, where
//! these do not agree, trigram profiles vote, and the margin of the vote is the confidence.

mod alphabets;
mod latin;
mod plain;
mod scripts;

use hearken_model::{Language, Post};
use plain::Plain;

/// Below this margin of the vote the language counts as undetermined.
const SURE_FROM: f32 = 1.0;
/// From this margin the detector outvotes a declared language that it does not know itself.
const CERTAIN_FROM: f32 = 2.0;
/// A text with fewer letters is not held against its declared language (SEA-138).
const LETTERS_FROM: usize = 20;

/// What the detector hears, and by what margin: 0 is a coin toss, 2 is the most.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Guess {
    language: &'static str,
    margin: f32,
}

/// The language of `post` by SEA-138: the declared one where it agrees with the detector or the
/// text has under 20 letters, else the detected one, `und` below a confidence.
pub fn of_post(post: &Post) -> Language {
    choose_plain(
        post.language.as_ref(),
        &Plain::of(post.fields().map(|(_, text)| text)),
    )
}

/// The same for a bare text.
pub fn choose(declared: Option<&Language>, text: &str) -> Language {
    choose_plain(declared, &Plain::of([text]))
}

/// The language the detector hears in `text`; `und` where it is not sure.
pub fn detect(text: &str) -> Language {
    choose(None, text)
}

/// Whether the detector can hear `language`.
pub fn is_detected(language: &Language) -> bool {
    latin::CANDIDATES.contains(&language.as_str())
        || scripts::LANGUAGES.contains(&language.as_str())
}

fn choose_plain(declared: Option<&Language>, plain: &Plain) -> Language {
    let Some(declared) = declared.filter(|language| !language.is_und()) else {
        return guess(plain).filter(is_sure).map_or(Language::UND, language);
    };
    // Most posts declare what the fastest of the detector's parts hears too.
    if plain.letters < LETTERS_FROM || latin::is_heard(declared.as_str(), plain) {
        return declared.clone();
    }
    let Some(heard) = guess(plain).filter(is_sure) else {
        return declared.clone();
    };
    // The detector cannot agree with a language it has never heard of.
    let foreign = !is_detected(declared)
        && heard.margin < CERTAIN_FROM
        && latin::CANDIDATES.contains(&heard.language);
    let agrees = declared.as_str() == heard.language;
    if agrees || foreign {
        declared.clone()
    } else {
        language(heard)
    }
}

fn is_sure(guess: &Guess) -> bool {
    guess.margin >= SURE_FROM
}

fn language(guess: Guess) -> Language {
    guess.language.parse().unwrap_or(Language::UND)
}

fn guess(plain: &Plain) -> Option<Guess> {
    match scripts::guess(plain) {
        scripts::Verdict::Nothing => None,
        scripts::Verdict::Language(guess) => Some(guess),
        scripts::Verdict::Latin => latin::guess(&plain.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The weather has been lovely all week and we went to the beach";
    const GERMAN: &str = "Das Wetter war die ganze Woche schön und wir waren am Strand";

    #[test]
    fn sea_138() {
        for (declared, text, expect) in [
            (Some("en"), ENGLISH, "en"),
            (Some("de"), ENGLISH, "en"),
            (None, ENGLISH, "en"),
            (None, GERMAN, "de"),
            (Some("und"), GERMAN, "de"),
            (Some("de"), "lol ok", "de"),
            (None, "ok", "und"),
            (None, "", "und"),
            (
                None,
                "😀😀 https://example.com/the-weather-has-been-lovely",
                "und",
            ),
            (Some("ja"), "😀😀", "ja"),
            (Some("gd"), "xyzzy plugh frobnicate quux blarg zork", "gd"),
        ] {
            let declared: Option<Language> = declared.map(|d| d.parse().expect("code"));
            assert_eq!(
                choose(declared.as_ref(), text).as_str(),
                expect,
                "{declared:?} {text}"
            );
        }
    }

    #[test]
    fn languages_are_heard() {
        for (text, expect) in [
            ("هذا يوم جميل جدا ونحن سعداء", "ar"),
            ("این یک روز زیبا است و ما خوشحالیم", "fa"),
            ("یہ ایک خوبصورت دن ہے اور ہم خوش ہیں", "ur"),
            ("Dnes je krásný den a my jsme šťastní, že jste přišli", "cs"),
            (
                "Det er en dejlig dag, og vi er meget glade for at være her",
                "da",
            ),
            ("Είναι μια όμορφη μέρα και είμαστε χαρούμενοι", "el"),
            (
                "Hoy es un día muy bonito y estamos contentos de estar aquí",
                "es",
            ),
            ("Tänään on kaunis päivä ja olemme hyvin iloisia", "fi"),
            (
                "C'est une belle journée et nous sommes contents d'être là",
                "fr",
            ),
            ("זה יום יפה ואנחנו שמחים", "he"),
            ("यह एक सुंदर दिन है और हम खुश हैं", "hi"),
            ("Ma nagyon szép nap van és nagyon boldogok vagyunk", "hu"),
            (
                "Hari ini adalah hari yang indah dan kami sangat senang",
                "id",
            ),
            ("Oggi è una bella giornata e siamo molto contenti", "it"),
            ("今日はとても良い天気です", "ja"),
            ("오늘은 날씨가 아주 좋습니다", "ko"),
            ("Het is een mooie dag en wij zijn erg blij", "nl"),
            ("Jeg tror ikke noen av dem vet hva de skal gjøre nå", "no"),
            (
                "Dzisiaj jest piękny dzień i jesteśmy bardzo szczęśliwi",
                "pl",
            ),
            ("Hoje é um dia muito bonito e nós estamos felizes", "pt"),
            ("Сегодня прекрасный день, и мы очень рады", "ru"),
            ("Сьогодні чудовий день, і ми дуже раді", "uk"),
            ("Det är en vacker dag och vi är mycket glada", "sv"),
            ("วันนี้อากาศดีมาก", "th"),
            ("Bugün çok güzel bir gün ve biz çok mutluyuz", "tr"),
            ("今天天气很好，我们都很高兴", "zh-Hans"),
            ("今天天氣很好，我們都很高興", "zh-Hant"),
        ] {
            assert_eq!(detect(text).as_str(), expect, "{text}");
        }
    }
}
