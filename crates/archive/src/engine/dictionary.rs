//! Codes for what columns hold: dense numbers in the order of arrival. Codes are never taken back,
//! so a snapshot may be read with a dictionary that has grown since; a rebuild begins anew.
//! Keys can be: where something is erased, the next state has a dictionary without its key.

use super::{bits::Bits, files::Part, seen::Seen};
use crate::ArchiveError;
use hashbrown::HashTable;
use hearken_model::{AuthorId, Language, Source, annotation::PhraseKey};

/// The code of "nothing" in every coded column.
pub(super) const NOTHING: u32 = 0;

/// In the place of a key that was erased. No author has this number; that a phrase has this hash
/// is as likely as that two phrases share one.
pub(super) const ERASED: u64 = 1 << 63;

/// 64-bit keys and their codes. The table holds codes alone (4 bytes and a control byte each); a
/// key stands once, in `keys`.
#[derive(Debug)]
pub(super) struct Numbers {
    keys: Vec<u64>,
    codes: HashTable<u32>,
    what: &'static str,
    /// The files that the keys are in, rising.
    pub(super) parts: Vec<Part>,
}

impl Numbers {
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            keys: vec![0],
            codes: HashTable::new(),
            what,
            parts: Vec::new(),
        }
    }

    /// What is to be written so that all keys are in files: how many of the parts stay, and the
    /// first code of the part that follows them. Parts grow towards the front, so that there are
    /// few of them and a key is written a few times in its life.
    pub(super) fn next_part(&self) -> Option<(usize, usize)> {
        let last = self.parts.last();
        let mut first = last.map_or(1, |part| (part.first + part.count) as usize);
        if first >= self.keys.len() {
            return None;
        }
        let mut stay = self.parts.len();
        while let Some(part) = stay.checked_sub(1).and_then(|n| self.parts.get(n))
            && part.count as usize <= 2 * (self.keys.len() - first)
        {
            first = part.first as usize;
            stay -= 1;
        }
        Some((stay, first))
    }

    /// The keys of the codes from `first` on.
    pub(super) fn keys_from(&self, first: usize) -> &[u64] {
        self.keys.get(first..).unwrap_or_default()
    }

    /// Adds the keys of the next codes, as they were written.
    pub(super) fn extend(&mut self, keys: &[u64]) -> Result<(), ArchiveError> {
        let first = self.keys.len();
        self.keys.extend_from_slice(keys);
        u32::try_from(self.keys.len()).map_err(|_| ArchiveError::Full(self.what))?;
        let Self { keys, codes, .. } = self;
        let key_of = |code: &u32| keys.get(*code as usize).copied().unwrap_or_default();
        let spread_of = |code: &u32| spread(key_of(code));
        codes.reserve(keys.len() - first, spread_of);
        for code in (first..keys.len()).map(|code| code as u32) {
            if key_of(&code) != ERASED {
                codes.insert_unique(spread_of(&code), code, spread_of);
            }
        }
        Ok(())
    }

    /// The same codes without the keys of those that are not `used`; in no file yet.
    fn only(&self, used: &Bits) -> Result<Self, ArchiveError> {
        let keys = self.keys.iter().enumerate().skip(1);
        let keep = |(code, key): (usize, &u64)| if used.has(code) { *key } else { ERASED };
        let keys: Vec<u64> = keys.map(keep).collect();
        let mut new = Self::new(self.what);
        new.extend(&keys)?;
        Ok(new)
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
pub(super) fn spread(key: u64) -> u64 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// Few words, such as languages: searched from the front.
#[derive(Clone, Debug)]
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

    /// All words, by code.
    pub(super) fn words(&self) -> impl Iterator<Item = &T> {
        self.words.iter()
    }
}

/// The codes of one organization.
#[derive(Debug)]
pub(super) struct Dictionaries {
    /// Networks.
    pub(super) sources: Words<Source>,
    /// Languages.
    pub(super) languages: Words<Language>,
    /// Writers.
    pub(super) authors: Numbers,
    /// Common phrases.
    pub(super) phrases: Numbers,
    /// The others; none until somebody writes.
    seen: Option<Seen>,
}

impl Default for Dictionaries {
    fn default() -> Self {
        Self {
            sources: Words::new("sources"),
            languages: Words::new("languages"),
            authors: Numbers::new("authors"),
            phrases: Numbers::new("phrases"),
            seen: None,
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

    /// Whether the posts of rare phrases have to be counted again before more come.
    pub(super) fn must_count(&self) -> bool {
        !self.seen.as_ref().is_some_and(Seen::has_room)
    }

    /// Counts the keys of all rare phrases there are.
    pub(super) fn count<'k>(&mut self, rare: impl Iterator<Item = &'k [u64]> + Clone) {
        self.seen = Some(Seen::of(rare));
    }

    /// The code of a phrase of one more post; none while it is rare.
    pub(super) fn new_phrase(&mut self, phrase: PhraseKey) -> Result<Option<u32>, ArchiveError> {
        if let Some(code) = self.phrases.code(phrase.0) {
            return Ok(Some(code));
        }
        let seen = self.seen.as_mut();
        if seen.is_some_and(|seen| !seen.makes_common(phrase.0)) {
            return Ok(None);
        }
        self.phrases.code_or_new(phrase.0).map(Some)
    }

    pub(super) fn phrase(&self, code: u32) -> PhraseKey {
        PhraseKey(self.phrases.key(code))
    }

    /// The same codes, without the keys of authors and phrases that no row has any more.
    pub(super) fn only(&self, authors: &Bits, phrases: &Bits) -> Result<Self, ArchiveError> {
        Ok(Self {
            sources: self.sources.clone(),
            languages: self.languages.clone(),
            authors: self.authors.only(authors)?,
            phrases: self.phrases.only(phrases)?,
            seen: None,
        })
    }

    pub(super) fn bytes(&self) -> usize {
        let seen = self.seen.as_ref().map_or(0, Seen::bytes);
        self.authors.bytes() + self.phrases.bytes() + seen
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
    fn erased_keys_are_gone_and_their_codes_are_not_used_again() {
        let mut numbers = Numbers::new("things");
        for key in 10..20 {
            numbers.code_or_new(key).unwrap();
        }
        let mut used = Bits::range(11, 0, 11);
        used.unset(3);
        let mut only = numbers.only(&used).unwrap();
        assert_eq!((only.code(12), only.code(13)), (None, Some(4)));
        assert!(!only.keys_from(1).contains(&12));
        assert_eq!(only.code_or_new(12).ok(), Some(11));
    }

    #[test]
    fn parts_are_few_and_cover_every_key() {
        let mut numbers = Numbers::new("things");
        let mut written = 0;
        for key in 1..=5_000_u64 {
            numbers.code_or_new(key).unwrap();
            if key % 10 != 0 {
                continue;
            }
            let (stay, first) = numbers.next_part().unwrap();
            numbers.parts.truncate(stay);
            let count = numbers.keys_from(first).len() as u64;
            written += count;
            numbers.parts.push(Part {
                first: first as u64,
                count,
                kept: super::super::segment::Kept {
                    file: key,
                    checksum: 0,
                },
            });
            assert_eq!(numbers.next_part(), None);
            let mut next = 1;
            for part in &numbers.parts {
                assert_eq!(part.first, next);
                next += part.count;
            }
            assert_eq!(next, key + 1);
            assert!(numbers.parts.len() < 10);
        }
        assert!(written < 5_000 * 12, "{written}");
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
