//! Sources: kinds of networks that posts come from.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{fmt, str::FromStr};

/// The key of a kind of network, as in the connector registry: `bluesky`, `reddit`, `feed`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "SmolStr", into = "SmolStr")]
pub struct Source(SmolStr);

impl Source {
    /// Bluesky, by the AT Protocol.
    pub const BLUESKY: Self = Self(SmolStr::new_static("bluesky"));
    /// Reddit.
    pub const REDDIT: Self = Self(SmolStr::new_static("reddit"));
    /// Custom sources: RSS, Atom and JSON feeds.
    pub const FEED: Self = Self(SmolStr::new_static("feed"));

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is not a source key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a source: 1 to 32 of a-z, 0-9, _ and - expected, beginning with a letter")]
pub struct ParseSourceError;

impl FromStr for Source {
    type Err = ParseSourceError;

    fn from_str(text: &str) -> Result<Self, ParseSourceError> {
        let fits = (1..=32).contains(&text.len())
            && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && text
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
        if fits {
            Ok(Self(SmolStr::new(text)))
        } else {
            Err(ParseSourceError)
        }
    }
}

impl TryFrom<SmolStr> for Source {
    type Error = ParseSourceError;

    fn try_from(text: SmolStr) -> Result<Self, ParseSourceError> {
        text.parse()
    }
}

impl From<Source> for SmolStr {
    fn from(source: Source) -> SmolStr {
        source.0
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
