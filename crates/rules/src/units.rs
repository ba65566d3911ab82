//! Sentences and paragraphs of a text (SEA-098).

use crate::chars::{Class, info};
use hearken_model::Proximity;
use unicode_segmentation::UnicodeSegmentation;

/// Where the units of one field begin, as bytes of the original.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl Units {
    pub(crate) fn new(text: &str) -> Self {
        let sentences = text.split_sentence_bound_indices();
        Self {
            sentences: sentences.map(|(at, _)| at as u32).collect(),
            paragraphs: paragraph_starts(text),
        }
    }

    /// The unit that holds the stretch; none when the stretch crosses a boundary.
    pub(crate) fn of(&self, start: u32, end: u32, proximity: Proximity) -> Option<usize> {
        let starts = match proximity {
            Proximity::Sentence => &self.sentences,
            Proximity::Paragraph => &self.paragraphs,
            Proximity::Post => return Some(0),
        };
        let next = starts.partition_point(|at| *at <= start);
        let crossed = starts.get(next).is_some_and(|at| *at < end);
        (!crossed).then_some(next)
    }
}

/// A paragraph begins after a run of white space with U+2029 or at least two line breaks.
fn paragraph_starts(text: &str) -> Vec<u32> {
    let mut starts = vec![0];
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
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(paragraph_starts(text), expect, "{text:?}");
        }
    }

    #[test]
    fn stretches_lie_in_units_or_cross() {
        let units = Units::new("I like it. You too?\n\nNo.");
        for (start, end, proximity, expect) in [
            (0, 10, Proximity::Sentence, Some(1)),
            (7, 14, Proximity::Sentence, None),
            (11, 14, Proximity::Sentence, Some(2)),
            (7, 14, Proximity::Paragraph, Some(1)),
            (15, 23, Proximity::Paragraph, None),
            (15, 23, Proximity::Post, Some(0)),
            (21, 23, Proximity::Paragraph, Some(2)),
        ] {
            assert_eq!(
                units.of(start, end, proximity),
                expect,
                "{start}..{end} {proximity:?}"
            );
        }
    }
}
