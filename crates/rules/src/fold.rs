//! A text as the matcher reads it (SEA-091): folded characters, each with the bytes of the
//! original that it came from.
//!
//! The text is taken in the smallest pieces that normalize independently of each other: a
//! character with those after it that may compose with it. Most pieces are one character whose
//! folding is looked up.

use crate::chars::{
    Class, Folding, classify, expansion, info, is_emoji, normalize_all, strip_accents, substitute,
};
use crate::links::Stretch;

/// A folded character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ch {
    /// The character; meaningless when `class` is `Opaque`.
    pub(crate) c: char,
    /// The part it plays.
    pub(crate) class: Class,
    /// First byte in the original.
    pub(crate) start: u32,
    /// First byte after, in the original.
    pub(crate) end: u32,
}

/// How a text is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Case.
    pub(crate) folding: Folding,
    /// Whether accents are ignored (SEA-092).
    pub(crate) strip: bool,
}

impl Mode {
    pub(crate) const PLAIN: Self = Self {
        folding: Folding::Plain,
        strip: false,
    };

    fn normalize(self, chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
        let folded = normalize_all(chars, self.folding);
        let (plain, stripped) = if self.strip {
            (None, Some(strip_accents(folded)))
        } else {
            (Some(folded), None)
        };
        plain
            .into_iter()
            .flatten()
            .chain(stripped.into_iter().flatten())
    }
}

/// Folds a text onto the end of `out`. Stretches of `skip` (sorted, on character boundaries, not
/// overlapping) become one opaque character each.
pub(crate) fn fold(text: &str, skip: &[Stretch], mode: Mode, out: &mut Vec<Ch>) {
    out.reserve(text.len());
    let mut folder = Folder {
        text,
        skip,
        mode,
        at: 0,
        out,
    };
    while folder.at < text.len() {
        folder.step();
    }
}

struct Folder<'a> {
    text: &'a str,
    skip: &'a [Stretch],
    mode: Mode,
    at: usize,
    out: &'a mut Vec<Ch>,
}

impl Folder<'_> {
    fn step(&mut self) {
        if let Some((stretch, rest)) = self.skip.split_first()
            && stretch.0 <= self.at
        {
            self.skip = rest;
            if stretch.1 > self.at {
                self.push('\u{FFFF}', Class::Opaque, stretch.0, stretch.1);
                self.at = stretch.1;
            }
            return;
        }
        if self.ascii() {
            return;
        }
        let Some(c) = self.peek(self.at) else {
            self.at = self.text.len();
            return;
        };
        let start = self.at;
        self.at += c.len_utf8();
        match info(c).class {
            Class::Removed => {}
            Class::Joiner => {
                if self.joins_emoji(start) {
                    self.push(c, Class::Joiner, start, self.at);
                }
            }
            _ => self.gather(c, start),
        }
    }

    /// Takes an ASCII character that is followed by another one, or by the end.
    fn ascii(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let Some(byte) = bytes.get(self.at).filter(|b| b.is_ascii()) else {
            return false;
        };
        if bytes.get(self.at + 1).is_some_and(|next| !next.is_ascii()) {
            return false;
        }
        let start = self.at;
        self.at += 1;
        let (c, class) = match byte {
            b'I' if self.mode.folding == Folding::Turkic => ('ı', Class::Letter),
            b'a'..=b'z' => (char::from(*byte), Class::Letter),
            b'A'..=b'Z' => (char::from(byte.to_ascii_lowercase()), Class::Letter),
            b'0'..=b'9' => (char::from(*byte), Class::Digit),
            b'_' => ('_', Class::Underscore),
            b' ' | b'\t'..=b'\r' => (' ', Class::Space),
            b'!'..=b'~' => (char::from(*byte), Class::Symbol),
            _ => return true,
        };
        self.push(c, class, start, start + 1);
        true
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn push(&mut self, c: char, class: Class, start: usize, end: usize) {
        self.out.push(Ch {
            c,
            class,
            start: start as u32,
            end: end as u32,
        });
    }

    /// Whether the joiner at that byte stands between two emoji.
    fn joins_emoji(&self, at: usize) -> bool {
        let visible = |c: &char| classify(*c) != Class::Removed;
        let from = self.out.last().map_or(0, |ch| match ch.class {
            Class::Opaque => ch.end,
            _ => ch.start,
        });
        let before = self.text.get((from as usize).min(at)..at);
        let after = self.text.get(at..).unwrap_or_default();
        let next = after.chars().skip(1).find(visible);
        let last = before.unwrap_or_default().chars().rev().find(visible);
        next.is_some_and(is_emoji)
            && last.is_some_and(|c| is_emoji(c) || classify(c) == Class::Modifier)
    }

    /// Takes the piece that begins with `c` and folds it.
    fn gather(&mut self, c: char, start: usize) {
        let mut is_single = true;
        let stop = self.skip.first().map_or(self.text.len(), |s| s.0);
        while self.at < stop {
            let Some(next) = self.peek(self.at) else {
                break;
            };
            let fact = info(next);
            let removed = match fact.class {
                Class::Removed => true,
                Class::Joiner => !self.joins_emoji(self.at),
                _ => false,
            };
            if !removed {
                if !fact.joins {
                    break;
                }
                is_single = false;
            }
            self.at += next.len_utf8();
        }
        let fact = info(c);
        let other_in_mode = (fact.turkic && self.mode.folding == Folding::Turkic)
            || (fact.accented && self.mode.strip);
        let end = start + c.len_utf8();
        if !is_single || other_in_mode {
            self.fold_piece(start);
        } else if fact.complex {
            for c in expansion(c) {
                self.push(*c, info(*c).class, start, end);
            }
        } else {
            self.push(fact.folded, fact.class, start, end);
        }
    }

    /// Folds the piece from there on the long way. Where its characters fold as well one by one,
    /// each result keeps the bytes of its own character; else all of them stand for the whole piece.
    fn fold_piece(&mut self, start: usize) {
        let (mode, text) = (self.mode, self.text);
        let text = text.get(start..self.at).unwrap_or_default();
        let seen = |c: &char| !matches!(info(*c).class, Class::Removed | Class::Joiner);
        let piece = text.char_indices().filter(|(_, c)| seen(c));
        let whole = || mode.normalize(piece.clone().map(|(_, c)| substitute(c)));
        let one = |c: char| mode.normalize(std::iter::once(substitute(c)));
        if piece.clone().flat_map(|(_, c)| one(c)).eq(whole()) {
            let first = self.out.len();
            for (at, c) in piece.clone() {
                let (from, to) = (start + at, start + at + c.len_utf8());
                let before = self.out.len();
                for c in one(c) {
                    self.push(c, info(c).class, from, to);
                }
                if self.out.len() == before
                    && let Some(last) = self.out.get_mut(first..).and_then(<[Ch]>::last_mut)
                {
                    last.end = to as u32;
                }
            }
        } else {
            let last = piece
                .clone()
                .next_back()
                .map_or(0, |(at, c)| at + c.len_utf8());
            for c in whole() {
                self.push(c, info(c).class, start, start + last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, mode: Mode, expect: &str) {
        let mut out = Vec::new();
        fold(text, &[], mode, &mut out);
        let folded: String = out.iter().map(|ch| ch.c).collect();
        assert_eq!(folded, expect, "{text:?}");
        for ch in &out {
            assert!(
                text.get(ch.start as usize..ch.end as usize).is_some(),
                "{text:?} {ch:?}"
            );
        }
    }

    #[test]
    fn texts_fold() {
        let turkic = Mode {
            folding: Folding::Turkic,
            strip: false,
        };
        let strip = Mode {
            folding: Folding::Plain,
            strip: true,
        };
        check("New PHONE", Mode::PLAIN, "new phone");
        check("STRASSE Straße", Mode::PLAIN, "strasse strasse");
        check("cafe\u{301} café", Mode::PLAIN, "café café");
        check("ﬁ㎏…", Mode::PLAIN, "fikg...");
        check("ｶﾞ", Mode::PLAIN, "ガ");
        check("Con\u{AD}to\u{200B}so\u{FEFF}", Mode::PLAIN, "contoso");
        check("e\u{AD}\u{301}", Mode::PLAIN, "é");
        check("l’iPhone", Mode::PLAIN, "l'iphone");
        check("IŞIK İ ı i", Mode::PLAIN, "işik i̇ ı i");
        check("IŞIK İ ı i I\u{307}", turkic, "ışık i ı i i");
        check("Café ÉTÉ cafe\u{301} Ёлка", strip, "cafe ete cafe елка");
        check("が कि ø", strip, "が कि ø");
        check(
            "👩\u{200D}💻 ❤\u{FE0F}\u{200D}🔥 a\u{200D}b",
            Mode::PLAIN,
            "👩\u{200D}💻 ❤\u{200D}🔥 ab",
        );
    }

    #[test]
    fn bytes_are_those_of_the_original() {
        let mut out = Vec::new();
        fold(
            "e\u{301}x",
            &[],
            Mode {
                folding: Folding::Plain,
                strip: true,
            },
            &mut out,
        );
        let spans: Vec<_> = out.iter().map(|ch| (ch.c, ch.start, ch.end)).collect();
        assert_eq!(spans, [('e', 0, 3), ('x', 3, 4)]);
    }
}
