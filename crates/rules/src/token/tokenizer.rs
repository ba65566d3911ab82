//! Where a token ends: what its characters are to each other.

use super::{Kind, Tokens};
use crate::chars::{Class, is_emoji};
use crate::fold::Ch;

/// Reads folded characters, token by token, onto the end of [`Tokens`].
pub(crate) struct Tokenizer<'a> {
    chars: &'a [Ch],
    first_label: bool,
    at: usize,
    gap: bool,
    /// Whether the character before `at` belongs to an unspaced token.
    after_unspaced: bool,
    tokens: &'a mut Tokens,
}

impl<'a> Tokenizer<'a> {
    /// Begins. With `first_label`, a handle is also known by its first label (Bluesky, SEA-096);
    /// `gap` tells whether white space stands before.
    pub(super) fn new(
        chars: &'a [Ch],
        first_label: bool,
        gap: bool,
        tokens: &'a mut Tokens,
    ) -> Self {
        Self {
            chars,
            first_label,
            at: 0,
            gap,
            after_unspaced: false,
            tokens,
        }
    }

    /// Reads all; whether white space is left at the end.
    pub(super) fn run(mut self) -> bool {
        while self.at < self.chars.len() {
            self.step();
        }
        self.gap
    }

    /// Reads the entity or symbol that characters begin with, nothing of a word being before
    /// them; how many characters it took.
    pub(crate) fn entity(
        chars: &'a [Ch],
        first_label: bool,
        gap: bool,
        tokens: &'a mut Tokens,
    ) -> usize {
        let mut tokenizer = Self::new(chars, first_label, gap, tokens);
        tokenizer.step();
        tokenizer.at
    }

    fn class(&self, at: usize) -> Option<Class> {
        self.chars.get(at).map(|ch| ch.class)
    }

    fn c(&self, at: usize) -> char {
        self.chars.get(at).map_or('\0', |ch| ch.c)
    }

    fn is_word(&self, at: usize) -> bool {
        self.class(at).is_some_and(Class::is_word)
    }

    fn step(&mut self) {
        let Some(ch) = self.chars.get(self.at).copied() else {
            return;
        };
        let after_unspaced = std::mem::take(&mut self.after_unspaced);
        match ch.class {
            Class::Space => {
                self.gap = true;
                self.at += 1;
            }
            Class::Removed | Class::Joiner => self.at += 1,
            Class::Opaque => self.push(self.at + 1, Kind::Break),
            Class::Unspaced => self.unspaced(),
            Class::Mark if after_unspaced => self.unspaced(),
            class if class.is_spaced_word() => self.word(),
            _ => self.sign_or_symbol(ch.c),
        }
    }

    fn unspaced(&mut self) {
        self.push(self.at + 1, Kind::Unspaced);
        self.after_unspaced = true;
    }

    fn word(&mut self) {
        let mut end = self.at + 1;
        while let Some(class) = self.class(end) {
            let between_digits = matches!(self.c(end), '.' | ',')
                && self.class(end - 1) == Some(Class::Digit)
                && self.class(end + 1) == Some(Class::Digit);
            if !class.is_spaced_word() && !between_digits {
                break;
            }
            end += 1;
        }
        self.push(end, Kind::Word);
    }

    fn sign_or_symbol(&mut self, c: char) {
        let free_standing = self
            .at
            .checked_sub(1)
            .is_none_or(|before| !self.is_word(before));
        let entity = match c {
            '#' if free_standing => self.hashtag_end(),
            '@' if free_standing => self.mention_end(),
            '$' if free_standing => self.cashtag_end(),
            _ => None,
        };
        match entity {
            Some(end) => self.push(end, Kind::Entity),
            None if matches!(c, '+' | '&' | '/' | '-') => self.push(self.at + 1, Kind::FreeSymbol),
            None => self.push(self.symbol_end(), Kind::Symbol),
        }
    }

    /// A run of letters, marks, digits and `_` from there on.
    fn run_end(&self, from: usize) -> usize {
        let mut end = from;
        while self.is_word(end) {
            end += 1;
        }
        end
    }

    fn hashtag_end(&self) -> Option<usize> {
        let end = self.run_end(self.at + 1);
        let body = self.chars.get(self.at + 1..end)?;
        body.iter()
            .any(|ch| ch.class != Class::Digit)
            .then_some(end)
    }

    fn cashtag_end(&self) -> Option<usize> {
        let is_letter = |at| matches!(self.class(at), Some(Class::Letter | Class::Hangul));
        let ends = |at| !self.class(at).is_some_and(Class::is_spaced_word);
        let mut end = self.at + 1;
        while is_letter(end) {
            end += 1;
        }
        if !(1..=6).contains(&(end - self.at - 1)) || !ends(end) {
            return None;
        }
        let suffixed = self.c(end) == '.' && is_letter(end + 1) && ends(end + 2);
        Some(if suffixed { end + 2 } else { end })
    }

    /// Words with single `.` and `-` between them.
    fn name_end(&self, from: usize) -> Option<usize> {
        let mut end = self.run_end(from);
        if end == from {
            return None;
        }
        while matches!(self.c(end), '.' | '-') && self.is_word(end + 1) {
            end = self.run_end(end + 1);
        }
        Some(end)
    }

    fn mention_end(&self) -> Option<usize> {
        let local = self.name_end(self.at + 1)?;
        let host = (self.c(local) == '@').then(|| self.name_end(local + 1));
        Some(host.flatten().unwrap_or(local))
    }

    /// One visible character: an emoji with its skin tone and what is joined to it, a flag, or
    /// just the character.
    fn symbol_end(&self) -> usize {
        let mut end = self.at + 1;
        if self.class(self.at) == Some(Class::Regional) {
            return end + usize::from(self.class(end) == Some(Class::Regional));
        }
        let takes_more = matches!(self.class(end), Some(Class::Modifier | Class::Joiner))
            && (self.class(self.at) == Some(Class::Modifier) || is_emoji(self.c(self.at)));
        if !takes_more {
            return end;
        }
        loop {
            match self.class(end) {
                Some(Class::Modifier) => end += 1,
                Some(Class::Joiner) if self.class(end + 1) == Some(Class::Symbol) => end += 2,
                _ => return end,
            }
        }
    }

    fn push(&mut self, end: usize, kind: Kind) {
        let chars = self.chars.get(self.at..end).unwrap_or_default();
        let (Some(first), Some(last)) = (chars.first(), chars.last()) else {
            return;
        };
        let gap = std::mem::take(&mut self.gap);
        let mut draft = self.tokens.draft(first.start as usize, gap);
        if kind != Kind::Break {
            let is_mention = kind == Kind::Entity && first.c == '@';
            for ch in chars {
                let here = self.tokens.buffer.len() as u32 - draft.from;
                if is_mention && here > 0 {
                    match ch.c {
                        '@' => draft.exact[0] = Some(here),
                        '.' if self.first_label && draft.exact == [None; 2] => {
                            draft.exact[1] = Some(here);
                        }
                        _ => {}
                    }
                }
                self.tokens.push(&mut draft, ch.c, ch.class);
            }
        }
        self.tokens.finish(draft, last.end as usize, kind);
        self.at = end;
    }
}
