//! Sentences and paragraphs of a text (SEA-098).

use crate::chars::{Class, info};
use hearken_model::Proximity;
use unicode_segmentation::UnicodeSegmentation;

/// Adds where the units of a text begin, as bytes; a whole post is one unit.
pub(crate) fn starts(text: &str, proximity: Proximity, starts: &mut Vec<u32>) {
    match proximity {
        Proximity::Sentence => {
            let sentences = text.split_sentence_bound_indices();
            starts.extend(sentences.map(|(at, _)| at as u32));
        }
        Proximity::Paragraph => paragraphs(text, starts),
        Proximity::Post => starts.push(0),
    }
}

/// Whether no sentence ends in a stretch that begins with a letter or digit, told without reading
/// the text around it: no character of it can end one. It may be one sentence where this says no.
pub(crate) fn is_in_one_sentence(stretch: &str) -> bool {
    let begins = stretch.chars().next().is_some_and(char::is_alphanumeric);
    begins && stretch.chars().all(goes_on)
}

/// Characters that surely end no sentence: of ASCII all but `.`, `!`, `?` and line breaks, then
/// letters of Latin, Cyrillic, Arabic, Devanagari, kana, Han and Hangul, and emoji.
const fn goes_on(c: char) -> bool {
    match c {
        '.' | '!' | '?' | '\n'..='\r' => false,
        '\0'..='\x7F' => true,
        _ => matches!(c,
            'À'..='ʯ' | 'А'..='ԯ' | 'ؠ'..='ۓ' | 'ऀ'..='ॣ' | 'ぁ'..='ヿ'
            | '一'..='\u{9FFF}' | '가'..='\u{D7A3}' | '\u{1F300}'..='\u{1FAFF}'
            | '’' | '\u{200D}' | '\u{FE0F}'),
    }
}

/// The unit that holds a stretch, by where units begin; none when the stretch crosses a boundary.
pub(crate) fn holding(starts: &[u32], start: u32, end: u32) -> Option<usize> {
    let next = starts.partition_point(|at| *at <= start);
    let crossed = starts.get(next).is_some_and(|at| *at < end);
    (!crossed).then_some(next)
}

/// A paragraph begins after a run of white space with U+2029 or at least two line breaks.
fn paragraphs(text: &str, starts: &mut Vec<u32>) {
    starts.push(0);
    // Most texts hold no line break at all. Without an early end, many bytes are looked at at once.
    let may_break = |b: u8| b.wrapping_sub(b'\n') < 4 || b == 0xC2 || b == 0xE2;
    if !text.bytes().fold(false, |found, b| found | may_break(b)) {
        return;
    }
    let mut breaks = 0;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if matches!(info(c).class, Class::Space | Class::Removed) {
            breaks += match c {
                '\u{2029}' => 2,
                '\n' if last == '\r' => 0,
                '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' => 1,
                _ => 0,
            };
        } else {
            if breaks >= 2 {
                starts.push(at as u32);
            }
            breaks = 0;
        }
        last = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, proximity: Proximity) -> Vec<u32> {
        let mut found = Vec::new();
        starts(text, proximity, &mut found);
        found
    }

    #[test]
    fn paragraphs_begin_after_blank_lines() {
        for (text, expect) in [
            ("one", vec![0]),
            ("", vec![0]),
            ("one\ntwo", vec![0]),
            ("one\r\ntwo", vec![0]),
            ("one\n\ntwo", vec![0, 5]),
            ("one\r\n\r\ntwo", vec![0, 7]),
            ("one\n \t\ntwo\n\n", vec![0, 7]),
            ("one\u{2029}two", vec![0, 6]),
            ("\n\none", vec![0, 2]),
        ] {
            assert_eq!(of(text, Proximity::Paragraph), expect, "{text:?}");
        }
    }

    #[test]
    fn what_goes_on_ends_no_sentence() {
        for c in ('\0'..=char::MAX).filter(|c| goes_on(*c)) {
            for text in [
                format!("a{c}A"),
                format!("a{c} A b"),
                format!("a{c}\u{301}\" A"),
            ] {
                assert!(is_in_one_sentence(&format!("a{c}A")), "{c:?}");
                assert_eq!(of(&text, Proximity::Sentence), [0], "{c:?}");
            }
        }
        assert!(!is_in_one_sentence("a. B") && !is_in_one_sentence("\" a"));
    }

    #[test]
    fn stretches_lie_in_units_or_cross() {
        let text = "I like it. You too?\n\nNo.";
        for (start, end, proximity, expect) in [
            (0, 10, Proximity::Sentence, Some(1)),
            (7, 14, Proximity::Sentence, None),
            (11, 14, Proximity::Sentence, Some(2)),
            (7, 14, Proximity::Paragraph, Some(1)),
            (15, 23, Proximity::Paragraph, None),
            (15, 23, Proximity::Post, Some(1)),
            (21, 23, Proximity::Paragraph, Some(2)),
        ] {
            let unit = holding(&of(text, proximity), start, end);
            assert_eq!(unit, expect, "{start}..{end} {proximity:?}");
        }
    }
}
