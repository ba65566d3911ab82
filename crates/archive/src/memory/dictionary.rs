//! Codes for what columns hold: dense numbers in the order of arrival. Codes are never taken back,
//! so a snapshot may be read with a dictionary that has grown since; a rebuild begins anew.

use crate::ArchiveError;
use hashbrown::HashTable;
use hearken_model::{AuthorId, Language, Source, annotation::PhraseKey};

/// The code of "nothing" in every coded column.
pub(super) const NOTHING: u32 = 0;

/// 64-bit keys and their codes. The table holds codes alone (4 bytes and a control byte each); a
/// key stands once, in `keys`.
#[derive(Debug)]
pub(super) struct Numbers {
    keys: Vec<u64>,
    codes: HashTable<u32>,
    what: &'static str,
}

impl Numbers {
    fn new(what: &'static str) -> Self {
        Self {
            keys: vec![0],
            codes: HashTable::new(),
            what,
        }
    }

    /// The code of a key; none if no post ever had it.
    pub(super) fn code(&self, key: u64) -> Option<u32> {
        let is_it = |code: &u32| self.keys.get(*code as usize) == Some(&key);
        self.codes.find(spread(key), is_it).copied()
    }

    /// The code of a key, a new one if need be.
    pub(super) fn code_or_new(&mut self, key: u64) -> Result<u32, ArchiveError> {
        if let Some(code) = self.code(key) {
            return Ok(code);
        }
        let code = u32::try_from(self.keys.len()).map_err(|_| ArchiveError::Full(self.what))?;
        self.keys.push(key);
        let Self { keys, codes, .. } = self;
        codes.insert_unique(spread(key), code, |code| {
            spread(keys.get(*code as usize).copied().unwrap_or_default())
        });
        Ok(code)
    }

    /// The key of a code.
    pub(super) fn key(&self, code: u32) -> u64 {
        self.keys.get(code as usize).copied().unwrap_or_default()
    }

    /// One more than the largest code.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    fn bytes(&self) -> usize {
        self.keys.capacity() * size_of::<u64>() + self.codes.allocation_size()
    }
}

/// Spreads keys, which may be counted up, over the bits that the table looks at.
fn spread(key: u64) -> u64 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// Few words, such as languages: searched from the front.
#[derive(Debug)]
pub(super) struct Words<T> {
    words: Vec<T>,
    what: &'static str,
}

impl<T: PartialEq + Clone> Words<T> {
    fn new(what: &'static str) -> Self {
        Self {
            words: Vec::new(),
            what,
        }
    }

    /// The code of a word; none if no post ever had it.
    pub(super) fn code(&self, word: &T) -> Option<u16> {
        let at = self.words.iter().position(|w| w == word)?;
        u16::try_from(at + 1).ok()
    }

    fn code_or_new(&mut self, word: &T) -> Result<u16, ArchiveError> {
        if let Some(code) = self.code(word) {
            return Ok(code);
        }
        let code =
            u16::try_from(self.words.len() + 1).map_err(|_| ArchiveError::Full(self.what))?;
        self.words.push(word.clone());
        Ok(code)
    }

    /// The word of a code.
    pub(super) fn word(&self, code: u32) -> Option<&T> {
        self.words.get((code as usize).checked_sub(1)?)
    }

    /// One more than the largest code.
    pub(super) fn len(&self) -> usize {
        self.words.len() + 1
    }
}

/// The codes of one organization.
#[derive(Debug)]
pub(super) struct Dictionaries {
    /// Networks.
    pub(super) sources: Words<Source>,
    /// Languages.
    pub(super) languages: Words<Language>,
    authors: Numbers,
    phrases: Numbers,
}

impl Default for Dictionaries {
    fn default() -> Self {
        Self {
            sources: Words::new("sources"),
            languages: Words::new("languages"),
            authors: Numbers::new("authors"),
            phrases: Numbers::new("phrases"),
        }
    }
}

impl Dictionaries {
    pub(super) fn new_source(&mut self, source: &Source) -> Result<u16, ArchiveError> {
        self.sources.code_or_new(source)
    }

    pub(super) fn new_language(&mut self, language: &Language) -> Result<u16, ArchiveError> {
        self.languages.code_or_new(language)
    }

    pub(super) fn author_code(&self, author: AuthorId) -> Option<u32> {
        self.authors.code(author.0.cast_unsigned())
    }

    pub(super) fn new_author(&mut self, author: AuthorId) -> Result<u32, ArchiveError> {
        self.authors.code_or_new(author.0.cast_unsigned())
    }

    pub(super) fn author(&self, code: u32) -> AuthorId {
        AuthorId(self.authors.key(code).cast_signed())
    }

    pub(super) fn authors(&self) -> usize {
        self.authors.len()
    }

    pub(super) fn new_phrase(&mut self, phrase: PhraseKey) -> Result<u32, ArchiveError> {
        self.phrases.code_or_new(phrase.0)
    }

    pub(super) fn phrase(&self, code: u32) -> PhraseKey {
        PhraseKey(self.phrases.key(code))
    }

    pub(super) fn phrases(&self) -> usize {
        self.phrases.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.authors.bytes() + self.phrases.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_dense_and_lasting() {
        let mut numbers = Numbers::new("things");
        for n in 0..10_000_u64 {
            let key = n.wrapping_mul(0x1_0000_0001);
            assert_eq!(numbers.code(key), None);
            assert_eq!(numbers.code_or_new(key).ok(), Some(n as u32 + 1));
        }
        for n in 0..10_000_u64 {
            let key = n.wrapping_mul(0x1_0000_0001);
            assert_eq!(numbers.code_or_new(key).ok(), Some(n as u32 + 1));
            assert_eq!(numbers.key(n as u32 + 1), key);
        }
        assert_eq!(numbers.len(), 10_001);
    }

    #[test]
    fn words_end_with_their_code() {
        let mut words: Words<u32> = Words::new("things");
        assert_eq!(words.code_or_new(&7).ok(), Some(1));
        assert_eq!(words.code_or_new(&9).ok(), Some(2));
        assert_eq!(words.code_or_new(&7).ok(), Some(1));
        assert_eq!(
            (words.word(2), words.word(0), words.word(3)),
            (Some(&9), None, None)
        );
        words.words = (0..u32::from(u16::MAX)).collect();
        assert!(words.code_or_new(&u32::MAX).is_err());
    }
}
