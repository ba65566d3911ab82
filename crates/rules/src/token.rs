//! Folded characters to tokens (SEA-093): entities, words, symbols, and the single characters of
//! unspaced scripts.

mod ascii;
mod tokenizer;

use crate::chars::Class;
use crate::fold::Ch;
pub(crate) use tokenizer::Tokenizer;

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
    /// Their texts, in UTF-8.
    buffer: Vec<u8>,
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
            tail: from,
            exact: [None; 2],
        }
    }

    /// Adds a character to it.
    #[inline]
    pub(crate) fn push(&mut self, draft: &mut Draft, c: char, class: Class) {
        if c.is_ascii() {
            self.buffer.push(c as u8);
        } else {
            let mut utf8 = [0; 4];
            let length = c.encode_utf8(&mut utf8).len();
            // All four are faster to write than to choose from.
            self.buffer.extend_from_slice(&utf8);
            self.buffer.truncate(self.buffer.len() + length - 4);
        }
        if class != Class::Hangul {
            draft.tail = self.buffer.len() as u32;
        }
    }

    /// Ends it before that byte of the original.
    #[inline]
    pub(crate) fn finish(&mut self, draft: Draft, end: usize, kind: Kind) {
        let to = self.buffer.len() as u32;
        let length = to - draft.from;
        let text = self.buffer.get(draft.from as usize..);
        self.list.push(Token {
            hash: hash_of(text.unwrap_or_default()),
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

    /// Adds the word of ASCII letters, digits and `_` that the text has at that byte and that ends
    /// there; how many bytes it took. What follows is for the caller to judge. An entity has a sign
    /// before the word, of one byte.
    #[inline]
    pub(crate) fn push_ascii<const ENTITY: bool>(
        &mut self,
        text: &[u8],
        start: usize,
        gap: bool,
    ) -> usize {
        let from = self.buffer.len();
        let mut hash = SEED;
        let mut length = 0;
        loop {
            let chunk = ascii::load(text, start + length);
            let (folded, count) = if ENTITY && length == 0 {
                ascii::signed_word(chunk)
            } else {
                ascii::word(chunk)
            };
            if count > 0 {
                hash = step(hash, folded);
                self.buffer.extend_from_slice(&folded.to_le_bytes());
            }
            length += count;
            if count < 8 {
                break;
            }
        }
        self.buffer.truncate(from + length);
        let kind = if ENTITY { Kind::Entity } else { Kind::Word };
        self.push_simple(mix(hash), from, start, gap, kind);
        length
    }

    /// Adds a symbol of one byte.
    #[inline]
    pub(crate) fn push_symbol(&mut self, symbol: u8, start: usize, gap: bool, kind: Kind) {
        let from = self.buffer.len();
        self.buffer.push(symbol);
        self.push_simple(mix(step(SEED, u64::from(symbol))), from, start, gap, kind);
    }

    /// Adds a token of ASCII, which is as long as it is written; its text is in the buffer.
    #[inline]
    fn push_simple(&mut self, hash: u64, from: usize, start: usize, gap: bool, kind: Kind) {
        let length = (self.buffer.len() - from) as u32;
        self.list.push(Token {
            hash,
            from: from as u32,
            to: from as u32 + length,
            exact: [length; 2],
            tail: length,
            start: start as u32,
            end: start as u32 + length,
            kind,
            gap,
        });
    }

    /// The texts of two neighbouring tokens as one.
    pub(crate) fn both(&self, first: &Token, second: &Token) -> &[u8] {
        self.buffer
            .get(first.from as usize..second.to as usize)
            .unwrap_or_default()
    }

    /// The text of a token.
    pub(crate) fn text(&self, token: &Token) -> &[u8] {
        self.buffer
            .get(token.from as usize..token.to as usize)
            .unwrap_or_default()
    }

    /// Whether the token stands for a term's token of that text.
    pub(crate) fn is(&self, token: &Token, text: &[u8]) -> bool {
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
    #[inline]
    pub(crate) fn beginnings(&self, token: &Token, see: impl FnMut(u64, &[u8])) {
        let length = token.to - token.from;
        if token.tail < length || token.exact != [length; 2] {
            self.each_beginning(token, see);
        }
    }

    fn each_beginning(&self, token: &Token, mut see: impl FnMut(u64, &[u8])) {
        let text = self.text(token);
        let (mut hash, mut hashed) = (SEED, 0);
        for at in 1..text.len() {
            let is_end = at as u32 >= token.tail || token.exact.contains(&(at as u32));
            while at >= hashed + 8 {
                hash = step(hash, ascii::load(text, hashed));
                hashed += 8;
            }
            // A byte of the form 10xxxxxx goes on with a character.
            if is_end && text.get(at).is_some_and(|byte| byte & 0xC0 != 0x80) {
                let rest = at - hashed;
                let last = ascii::load(text, hashed) & !(u64::MAX << (8 * rest));
                let whole = if rest > 0 { step(hash, last) } else { hash };
                see(mix(whole), text.get(..at).unwrap_or_default());
            }
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
        Tokenizer::new(chars, first_label, gap, self).run()
    }
}

/// The hash of a token of that text: of eight bytes after the other, so that the hash of every
/// beginning is had on the way.
pub(crate) fn hash_of(text: &[u8]) -> u64 {
    let chunks = (0..text.len()).step_by(8);
    mix(chunks.fold(SEED, |hash, at| step(hash, ascii::load(text, at))))
}

const SEED: u64 = 0x243F_6A88_85A3_08D3;

#[inline]
const fn step(hash: u64, chunk: u64) -> u64 {
    (hash.rotate_left(29) ^ chunk).wrapping_mul(FACTOR)
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
