//! Scripts that do not part words by spaces, cut without a dictionary: where the kind of
//! character changes in Japanese, at function words in Chinese, at what spaces there are in Thai.
//!
//! This finds names and loan words well and ordinary words less so; a dictionary would weigh
//! megabytes.

use crate::words;

/// A piece of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// May be a phrase; two that follow each other belong together.
    Phrase(&'a str),
    /// Letters of a spaced script.
    Foreign(&'a str),
    /// What tells nothing and parts its neighbours.
    Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Han,
    Katakana,
    Hiragana,
    SouthEast,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '々' => {
            Class::Han
        }
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30fe}' | '\u{ff66}'..='\u{ff9f}' => {
            Class::Katakana
        }
        '\u{3041}'..='\u{309f}' => Class::Hiragana,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => {
            Class::SouthEast
        }
        _ => Class::Other,
    }
}

/// Whether `c` belongs to a script without spaces.
pub(super) fn is_unspaced(c: char) -> bool {
    !c.is_ascii() && class(c) != Class::Other
}

/// Longer runs are sentences, not phrases.
const LONGEST: [(Class, usize); 3] = [
    (Class::Han, 6),
    (Class::Katakana, 16),
    (Class::SouthEast, 14),
];
/// A Chinese run of up to this length stands whole; a longer one is taken two by two.
const CHINESE_WHOLE: usize = 4;
const CHINESE_FUNCTION_WORD: usize = 3;
/// Of the function words of one character those that are rarely part of another word.
const CHINESE_CUTS: &str =
    "的了吗嗎呢吧啊很都也是在和我你他她它这這那就才还還又不没沒们們个個着被把让讓";

/// The pieces of `word`.
pub(super) fn pieces(word: &str, chinese: bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let kind = class(first);
        let len = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let Some((run, after)) = rest.split_at_checked(len) else {
            break;
        };
        rest = after;
        let letters = run.chars().count();
        let most = LONGEST
            .iter()
            .find(|(class, _)| *class == kind)
            .map_or(0, |(_, most)| *most);
        match kind {
            Class::Other => pieces.push(Piece::Foreign(run)),
            Class::Han if chinese => self::chinese(run, &mut pieces),
            _ if letters <= most => pieces.push(Piece::Phrase(run)),
            _ => pieces.push(Piece::Gap),
        }
    }
    pieces
}

/// Cuts a Chinese run at its function words.
fn chinese<'a>(run: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let place = words::place("zh").unwrap_or_default();
    let bounds: Vec<usize> = run
        .char_indices()
        .map(|(at, _)| at)
        .chain([run.len()])
        .collect();
    let slice = |from: usize, to: usize| -> Option<&'a str> {
        run.get(*bounds.get(from)?..*bounds.get(to)?)
    };
    let chars = bounds.len() - 1;
    let (mut from, mut at) = (0, 0);
    while at < chars {
        let function = (1..=CHINESE_FUNCTION_WORD).rev().find(|len| {
            slice(at, at + len).is_some_and(|piece| match len {
                1 => CHINESE_CUTS.contains(piece),
                _ => words::languages_of(piece).has(place),
            })
        });
        if let Some(len) = function {
            segment(from, at, &slice, pieces);
            at += len;
            from = at;
        } else {
            at += 1;
        }
    }
    segment(from, chars, &slice, pieces);
}

fn segment<'a>(
    from: usize,
    to: usize,
    slice: &impl Fn(usize, usize) -> Option<&'a str>,
    pieces: &mut Vec<Piece<'a>>,
) {
    let len = to - from;
    if len <= CHINESE_WHOLE {
        pieces.extend(slice(from, to).filter(|_| len > 1).map(Piece::Phrase));
    } else {
        pieces.extend(
            (from..to - 1)
                .filter_map(|at| slice(at, at + 2))
                .map(Piece::Phrase),
        );
    }
    pieces.push(Piece::Gap);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut() {
        let phrases = |word: &str, is_chinese: bool| -> Vec<String> {
            let pieces = pieces(word, is_chinese);
            let text = pieces.iter().map(|piece| match piece {
                Piece::Phrase(text) => (*text).to_owned(),
                Piece::Foreign(text) => format!("[{text}]"),
                Piece::Gap => "|".to_owned(),
            });
            text.collect()
        };
        for (word, chinese, expect) in [
            (
                "東京タワーのカメラ",
                false,
                vec!["東京", "タワー", "|", "カメラ"],
            ),
            ("新iPhoneを", false, vec!["新", "[iPhone]", "|"]),
            ("ร้านกาแฟ", false, vec!["ร้านกาแฟ"]),
            ("我们的手机", true, vec!["|", "|", "手机", "|"]),
        ] {
            assert_eq!(phrases(word, chinese), expect, "{word}");
        }
    }
}
