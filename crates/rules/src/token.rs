//! Folded characters to tokens (SEA-093): entities, words, symbols, and the single characters of
//! unspaced scripts.

use crate::chars::{Class, is_emoji};
use crate::fold::Ch;

/// Kinds of tokens, as far as the white space beside them goes (SEA-094).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word.
    Word,
    /// `#tag`, `@name`, `$ticker`.
    Entity,
    /// One character of a script without spaces between words.
    Unspaced,
    /// `+`, `&`, `/` or `-`.
    FreeSymbol,
    /// Any other symbol.
    Symbol,
    /// Something that no term matches: a stretch that is not searched, or the end of a field.
    Break,
}

/// A token of a text or term. Its text stands in a [`Tokens`] buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Hash of its text.
    pub(crate) hash: u64,
    /// Where its text stands in the buffer.
    from: u32,
    to: u32,
    /// A term's token equals this one also when it is its beginning and has exactly this many
    /// bytes (local part of an address, first label of a handle) ...
    exact: [u32; 2],
    /// ... or at least this many (a word may go on with Hangul particles).
    tail: u32,
    /// Bytes in the original field.
    pub(crate) start: u32,
    /// First byte after, in the original field.
    pub(crate) end: u32,
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether white space stands before it.
    pub(crate) gap: bool,
}

/// Tokens with the buffer that holds their texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    buffer: String,
}

/// How much stood in a [`Tokens`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) tokens: usize,
    bytes: usize,
}

/// A token that is being written.
#[derive(Debug)]
pub(crate) struct Draft {
    from: u32,
    start: u32,
    gap: bool,
    hasher: Hasher,
    /// Where its last character stands that is no Hangul particle.
    tail: u32,
    exact: [Option<u32>; 2],
}

impl Tokens {
    /// Forgets all, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.buffer.clear();
    }

    /// How much there is.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            tokens: self.list.len(),
            bytes: self.buffer.len(),
        }
    }

    /// Forgets what came after.
    pub(crate) fn truncate(&mut self, mark: Mark) {
        self.list.truncate(mark.tokens);
        self.buffer.truncate(mark.bytes);
    }

    /// Begins a token at that byte of the original.
    #[inline]
    pub(crate) fn draft(&self, start: usize, gap: bool) -> Draft {
        let from = self.buffer.len() as u32;
        Draft {
            from,
            start: start as u32,
            gap,
            hasher: Hasher::default(),
            tail: from,
            exact: [None; 2],
        }
    }

    /// Adds a character to it.
    #[inline]
    pub(crate) fn push(&mut self, draft: &mut Draft, c: char, class: Class) {
        self.buffer.push(c);
        if class != Class::Hangul {
            draft.tail = self.buffer.len() as u32;
        }
        draft.hasher.push(c);
    }

    /// Ends it before that byte of the original.
    #[inline]
    pub(crate) fn finish(&mut self, draft: Draft, end: usize, kind: Kind) {
        let to = self.buffer.len() as u32;
        let length = to - draft.from;
        self.list.push(Token {
            hash: draft.hasher.finish(),
            from: draft.from,
            to,
            exact: draft.exact.map(|mark| mark.unwrap_or(length)),
            tail: if kind == Kind::Word {
                (draft.tail - draft.from).max(1)
            } else {
                length
            },
            start: draft.start,
            end: end as u32,
            kind,
            gap: draft.gap,
        });
    }

    /// The texts of two neighbouring tokens as one.
    pub(crate) fn both(&self, first: &Token, second: &Token) -> &str {
        self.buffer
            .get(first.from as usize..second.to as usize)
            .unwrap_or_default()
    }

    /// The text of a token.
    pub(crate) fn text(&self, token: &Token) -> &str {
        self.buffer
            .get(token.from as usize..token.to as usize)
            .unwrap_or_default()
    }

    /// Whether the token stands for a term's token of that text.
    pub(crate) fn is(&self, token: &Token, text: &str) -> bool {
        if token.kind == Kind::Break {
            return false;
        }
        let own = self.text(token);
        let length = text.len() as u32;
        own == text
            || (own.starts_with(text) && (length >= token.tail || token.exact.contains(&length)))
    }

    /// Calls `see` with every hash under which a term's token may look for this one.
    pub(crate) fn hashes(&self, token: &Token, mut see: impl FnMut(u64)) {
        if token.kind == Kind::Break {
            return;
        }
        see(token.hash);
        self.beginnings(token, |hash, _| see(hash));
    }

    /// Calls `see` with the hash and text of every beginning of the token for which it stands
    /// besides its whole.
    pub(crate) fn beginnings(&self, token: &Token, mut see: impl FnMut(u64, &str)) {
        let length = token.to - token.from;
        if token.tail >= length && token.exact == [length; 2] {
            return;
        }
        let text = self.text(token);
        let mut hasher = Hasher::default();
        for (at, c) in text.char_indices() {
            if at > 0 && (at as u32 >= token.tail || token.exact.contains(&(at as u32))) {
                see(hasher.finish(), text.get(..at).unwrap_or_default());
            }
            hasher.push(c);
        }
    }

    /// Adds a break, so that no phrase goes on from one field into the next.
    pub(crate) fn push_break(&mut self) {
        let at = self.buffer.len() as u32;
        self.list.push(Token {
            hash: 0,
            from: at,
            to: at,
            exact: [0; 2],
            tail: 0,
            start: 0,
            end: 0,
            kind: Kind::Break,
            gap: true,
        });
    }

    /// Tokenises folded characters onto the end. With `first_label`, a handle is also known by its
    /// first label (Bluesky, SEA-096).
    pub(crate) fn add(&mut self, chars: &[Ch], first_label: bool) {
        self.add_after(false, chars, first_label);
    }

    /// The same with white space before, or none; whether white space is left at the end.
    pub(crate) fn add_after(&mut self, gap: bool, chars: &[Ch], first_label: bool) -> bool {
        let mut tokenizer = Tokenizer {
            chars,
            first_label,
            at: 0,
            gap,
            after_unspaced: false,
            tokens: self,
        };
        while tokenizer.at < chars.len() {
            tokenizer.step();
        }
        tokenizer.gap
    }
}

/// A hash that can be asked after every character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hasher(u64);

impl Default for Hasher {
    fn default() -> Self {
        Self(0x243F_6A88_85A3_08D3)
    }
}

impl Hasher {
    fn push(&mut self, c: char) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(FACTOR);
    }

    fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// The hash of a token of that text.
pub(crate) fn hash_of(text: &str) -> u64 {
    let mut hasher = Hasher::default();
    text.chars().for_each(|c| hasher.push(c));
    hasher.finish()
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(FACTOR);
    hash ^ (hash >> 29)
}

/// The hash of two neighbouring characters of an unspaced script, from theirs.
pub(crate) const fn pair_hash(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(17) ^ second ^ 0x5851_F42D_4C95_7F2D)
}

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
    /// Reads the entity or symbol that characters begin with, nothing of a word being before
    /// them; how many characters it took.
    pub(crate) fn entity(
        chars: &'a [Ch],
        first_label: bool,
        gap: bool,
        tokens: &'a mut Tokens,
    ) -> usize {
        let mut tokenizer = Self {
            chars,
            first_label,
            at: 0,
            gap,
            after_unspaced: false,
            tokens,
        };
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
