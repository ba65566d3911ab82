//! The texts that rules ask for, by number.
//!
//! Most tokens of a post stand in no rule. A filter of two bits a text, in one word of memory,
//! says so without touching the table; the table says the rest, and compares the text itself, so
//! that no two texts are ever taken for each other. The number stands beside the text, so that a
//! look costs two places of memory and no third.

/// Number of a text.
pub(super) type Id = u32;

/// No text.
pub(super) const NONE: Id = Id::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    tag: u32,
    /// Where the entry begins.
    at: u32,
}

const EMPTY: Slot = Slot {
    tag: 0,
    at: u32::MAX,
};

/// Bytes of a number after its text. The first one has bits that no byte of a text has, so that it
/// ends the text too, which leaves 27 for the number: who fills a kernel heeds that.
pub(super) const NUMBER: usize = 4;
const END: u32 = 0xF8 << 24;

/// Texts with their numbers, which are given in order from 0.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    filter: Filter,
    slots: Box<[Slot]>,
    /// Texts and their numbers.
    entries: Vec<u8>,
    /// While texts are added: where they begin, and their hashes.
    starts: Vec<u32>,
    hashes: Vec<u64>,
}

impl Dictionary {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The text of a number. Not after [`Self::finish`].
    pub(super) fn text(&self, id: Id) -> &[u8] {
        let start = |id| self.starts.get(id as usize).map(|start| *start as usize);
        let to = start(id.saturating_add(1)).unwrap_or(self.entries.len());
        let text = start(id).and_then(|from| self.entries.get(from..to.saturating_sub(NUMBER)));
        text.unwrap_or_default()
    }

    /// The number of a text that is known by that hash.
    #[inline]
    pub(super) fn find(&self, hash: u64, text: &[u8]) -> Option<Id> {
        if self.filter.may_hold(hash) {
            return self.look_up(hash, text);
        }
        None
    }

    /// The same without a look at the filter.
    pub(super) fn look_up(&self, hash: u64, text: &[u8]) -> Option<Id> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.get(at)?;
            if slot.at == EMPTY.at {
                return None;
            }
            if slot.tag == tag(hash)
                && let Some(id) = self.number(slot.at, text)
            {
                return Some(id);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number in the entry there, if it is that of the text.
    fn number(&self, at: u32, text: &[u8]) -> Option<Id> {
        let entry = self.entries.get(at as usize..)?;
        let (own, rest) = entry.split_at_checked(text.len())?;
        let number = u32::from_be_bytes(*rest.first_chunk::<NUMBER>()?);
        (own == text && number >= END).then_some(number & !END)
    }

    /// The number of a text, a new one where it has none. Not after [`Self::finish`].
    pub(super) fn intern(&mut self, hash: u64, text: &[u8]) -> Id {
        if let Some(id) = self.look_up(hash, text) {
            return id;
        }
        let id = self.hashes.len() as Id;
        let at = self.entries.len() as u32;
        debug_assert!(id < !END && at < EMPTY.at, "the kernel is too full");
        self.entries.extend_from_slice(text);
        self.entries.extend_from_slice(&(id | END).to_be_bytes());
        self.starts.push(at);
        self.hashes.push(hash);
        if self.hashes.len() * 4 > self.slots.len() * 3 {
            self.grow();
        } else {
            self.put(hash, at);
        }
        id
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (self.slots.len() * 2).max(16)].into();
        let hashes = std::mem::take(&mut self.hashes);
        let starts = std::mem::take(&mut self.starts);
        for (hash, at) in hashes.iter().zip(&starts) {
            self.put(*hash, *at);
        }
        (self.hashes, self.starts) = (hashes, starts);
    }

    fn put(&mut self, hash: u64, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.at == EMPTY.at {
                *slot = Slot {
                    tag: tag(hash),
                    at: entry,
                };
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Makes the filter; nothing is added any more. The hashes of the texts.
    pub(super) fn finish(&mut self) -> Vec<u64> {
        self.entries.shrink_to_fit();
        self.starts = Vec::new();
        let hashes = std::mem::take(&mut self.hashes);
        self.filter = Filter::new(&hashes);
        hashes
    }
}

/// Says of most hashes that they are not among those that it was made of.
#[derive(Debug, Default)]
pub(super) struct Filter(Box<[u64]>);

impl Filter {
    pub(super) fn new(hashes: &[u64]) -> Self {
        let words = (hashes.len() / 4).next_power_of_two();
        let mut filter = vec![0; if hashes.is_empty() { 0 } else { words }];
        for hash in hashes {
            if let Some(word) = filter.get_mut(filter_at(*hash, words)) {
                *word |= filter_bits(*hash);
            }
        }
        Self(filter.into())
    }

    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let bits = filter_bits(hash);
        let word = self.0.get(filter_at(hash, self.0.len()));
        word.is_some_and(|word| word & bits == bits)
    }
}

const fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The word of the filter: by bits that the table's place does not use.
const fn filter_at(hash: u64, words: usize) -> usize {
    (hash >> 24) as usize & words.wrapping_sub(1)
}

const fn filter_bits(hash: u64) -> u64 {
    (1 << (hash >> 58)) | (1 << (hash >> 52 & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::hash_of;

    #[test]
    fn texts_keep_their_numbers() {
        let mut dictionary = Dictionary::default();
        let words: Vec<Vec<u8>> = (0..3000).map(|n| format!("word{n}").into()).collect();
        for (word, id) in words.iter().zip(0..) {
            assert_eq!(dictionary.intern(hash_of(word), word), id);
            assert_eq!(dictionary.intern(hash_of(word), word), id);
        }
        // Two texts of one hash are two texts.
        let twin = dictionary.intern(hash_of(b"word1"), b"twin");
        for (word, id) in words.iter().zip(0..) {
            assert_eq!(dictionary.text(id), word);
        }
        dictionary.finish();
        for (word, id) in words.iter().zip(0..) {
            assert_eq!(dictionary.find(hash_of(word), word), Some(id));
        }
        // Nor is the beginning of a text the text.
        assert_eq!(dictionary.find(hash_of(b"word1234"), b"word123"), None);
        assert_eq!(dictionary.find(hash_of(b"word1"), b"twin"), Some(twin));
        let strange = (0..3000).map(|n| format!("strange{n}").into_bytes());
        assert!(
            strange
                .into_iter()
                .all(|w| dictionary.find(hash_of(&w), &w).is_none())
        );
        assert_eq!(Dictionary::default().find(7, b"x"), None);
    }
}
