//! Blocked content: domains and phrases that are never acquired (SEA-140..148).

mod add;
mod list;
mod preview;
mod remove;
mod scan;

pub use add::add;
pub use list::{BlockedRow, list};
pub use preview::{BlockPreview, preview};
pub use remove::remove;

/// The two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockedKind {
    /// A host, or host and beginning of a path, with all subdomains (SEA-142).
    Domain,
    /// A word or phrase (SEA-143).
    Phrase,
}

impl BlockedKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Domain, Self::Phrase];

    /// The word in forms, the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Phrase => "phrase",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
