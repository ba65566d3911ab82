//! What `text` makes of a post, once, before it is recorded.

use crate::{CountryCode, Evidence, Language, Sentiment};
use serde::{Deserialize, Serialize};

/// Everything that is understood of one post.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotations {
    /// Language, `und` where it cannot be told.
    pub language: Language,
    /// Tone.
    pub tone: Tone,
    /// Distinct phrases of the post, most telling first (ANA-175, ANA-176).
    pub phrases: Vec<Phrase>,
    /// Where the post or its author is.
    pub place: Option<Place>,
}

/// Tone with its machine value and the words that speak for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tone {
    /// Polarity.
    pub sentiment: Sentiment,
    /// -1..=1; none when unknown (ANA-161).
    pub value: Option<f32>,
    /// Fragments and their share, above zero for positive ones (ANA-167).
    pub evidence: Vec<(Evidence, f32)>,
}

/// A word, hashtag, mention or run of two or three words as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase(pub String);

/// The key of a phrase in columns: the 64-bit XXH3 hash of its folded text, so that no
/// dictionary is needed; its text is read back from a post that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhraseKey(pub u64);

/// The key of a word in columns: the 64-bit hash under which the rules look for a token, or for two
/// neighbouring characters of a script without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordKey(pub u64);

/// What a text has to have to match an entry of a keywords filter; it has to meet one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// All of these words; none where nothing can be said and any text may match.
    pub words: Vec<WordKey>,
    /// Whether a text that has them matches for certain.
    pub is_proof: bool,
}

/// A place on earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Of the post itself or of its author (ANA-132).
    pub kind: PlaceKind,
    /// Country.
    pub country: CountryCode,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
}

/// Whose place it is; where both are known, the post's counts (ANA-133).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum PlaceKind {
    /// Coordinates that came with the post.
    Post = 0,
    /// Derived from the author's profile.
    Author = 1,
}
