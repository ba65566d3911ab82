//! Phrases of a post: words, hashtags, mentions and runs of two or three words (ANA-175, ANA-176).

use hearken_model::{
    Language, Post,
    annotation::{Phrase, PhraseKey},
};

/// Most phrases kept of one post; each costs 8 bytes a post in store and archive.
pub const MAX_PHRASES: usize = 12;

/// The phrases of `post` with their keys: distinct by key, most telling first, at most
/// [`MAX_PHRASES`].
pub fn of_post(_post: &Post, _language: &Language) -> Vec<(Phrase, PhraseKey)> {
    Vec::new()
}

/// The phrases of a bare text; as [`of_post`].
pub fn of_text(_text: &str, _language: &Language) -> Vec<(Phrase, PhraseKey)> {
    Vec::new()
}

/// The key of a phrase as typed or shown: case, width and composition of letters do not matter.
pub fn key(phrase: &str) -> PhraseKey {
    PhraseKey(xxhash_rust::xxh3::xxh3_64(phrase.to_lowercase().as_bytes()))
}
