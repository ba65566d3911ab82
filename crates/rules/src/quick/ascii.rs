//! Tokens of ASCII alone, which are most: judged by a byte or eight at a time.

use super::{Quick, State};
use crate::token::Kind;

impl Quick<'_> {
    /// Takes the token that begins here when all of it is ASCII and nothing around it has a say.
    #[inline]
    pub(super) fn ascii(&mut self) -> bool {
        let Some(byte) = self.text.as_bytes().get(self.at) else {
            return false;
        };
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => self.ascii_word::<false>(),
            b'#' | b'@' => !self.state.after_word && self.ascii_word::<true>(),
            b'$' => false,
            b'!'..=b'~' => {
                self.ascii_symbol(*byte);
                true
            }
            _ => false,
        }
    }

    /// Takes a word or entity that certainly ends before a space or symbol of ASCII, or at the end;
    /// and the space too, when ASCII follows it.
    #[inline]
    fn ascii_word<const ENTITY: bool>(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mark = self.tokens.mark();
        let gap = self.state.gap;
        let end = self.at + self.tokens.push_ascii::<ENTITY>(bytes, self.at, gap);
        let next = bytes.get(end).filter(|_| end < self.stop).copied();
        if !(self.ends(end, next) && (!ENTITY || self.is_entity(end, next))) {
            self.tokens.truncate(mark);
            return false;
        }
        self.at = end;
        self.state = State {
            after_word: true,
            ..State::default()
        };
        let after = bytes.get(end + 1).filter(|_| end + 1 < self.stop);
        if next == Some(b' ') && after.is_some_and(u8::is_ascii) {
            self.at = end + 1;
            self.state = State {
                gap: true,
                ..State::default()
            };
            self.set_safe();
        }
        true
    }

    /// Whether a word that goes as far as that byte ends there.
    #[inline]
    fn ends(&self, end: usize, next: Option<u8>) -> bool {
        match next {
            None => end == self.stop,
            Some(b' ') => true,
            Some(b'.' | b',') => !end
                .checked_sub(1)
                .and_then(|last| self.text.as_bytes().get(last))
                .is_some_and(u8::is_ascii_digit),
            Some(byte) => byte.is_ascii_graphic() || byte.is_ascii_whitespace(),
        }
    }

    /// Whether it is a tag that begins with a letter, or a name that does not go on.
    #[inline]
    fn is_entity(&self, end: usize, next: Option<u8>) -> bool {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'@') {
            return end > self.at + 1 && !matches!(next, Some(b'.' | b'-' | b'@'));
        }
        let first = bytes.get(self.at + 1);
        first.is_some_and(|first| first.is_ascii_alphabetic())
    }

    #[inline]
    fn ascii_symbol(&mut self, byte: u8) {
        let kind = match byte {
            b'+' | b'&' | b'/' | b'-' => Kind::FreeSymbol,
            _ => Kind::Symbol,
        };
        let gap = self.state.gap;
        self.tokens.push_symbol(byte, self.at, gap, kind);
        self.at += 1;
        // A mark after it may melt into it.
        self.state = State {
            last: (char::from(byte), char::from(byte)),
            ..State::default()
        };
    }
}
