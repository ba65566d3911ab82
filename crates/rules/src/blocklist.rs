//! Blocked content (SEA-140..143): domains and phrases that an organization does not want to see.

use crate::Subject;
use hearken_model::{Diagnostic, OrgId};

/// One entry of an organization's blocked content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockedEntry {
    /// Posts from this host, its subdomains and, where a path is named, below that path.
    Domain(BlockedDomain),
    /// Posts that hold this word or phrase.
    Phrase(String),
}

/// A host with an optional path prefix, normalized: `contoso.com`, `contoso.com/blog`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockedDomain {
    host: String,
    path: String,
}

impl BlockedDomain {
    /// Reads a full or partial address. Codes of problems: `required`, `too_long`, `not_a_domain`,
    /// `public_suffix` (`com` and the like would block a whole country).
    pub fn parse(entry: &str, field: &str) -> Result<Self, Diagnostic> {
        let _ = entry;
        Err(Diagnostic::new("not_a_domain", field))
    }

    /// Whether an address lies in it.
    pub fn covers(&self, address: &str) -> bool {
        let _ = (&self.host, &self.path, address);
        false
    }
}

impl std::fmt::Display for BlockedDomain {
    /// Host and path, as it is stored and shown; [`Self::parse`] reads it back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.host, self.path)
    }
}

/// Reads a blocked phrase: one entry, trimmed. Codes: `required`, `too_long`.
pub fn parse_phrase(entry: &str, field: &str) -> Result<String, Diagnostic> {
    let _ = entry;
    Err(Diagnostic::new("required", field))
}

/// The blocked content of any number of organizations, compiled.
#[derive(Debug, Default)]
pub struct Blocklist {}

impl Blocklist {
    /// Compiles entries.
    pub fn build<'e>(entries: impl IntoIterator<Item = (OrgId, &'e BlockedEntry)>) -> Self {
        let _ = entries.into_iter().count();
        Self::default()
    }

    /// Whether the organization blocks the post: by the address it stands at, by the page it
    /// passes on (its link card), or by a phrase.
    pub fn blocks(&self, org: OrgId, subject: &Subject<'_>) -> bool {
        self.reason(org, subject).is_some()
    }

    /// The entry by which it does.
    pub fn reason(&self, org: OrgId, subject: &Subject<'_>) -> Option<&BlockedEntry> {
        let _ = (org, subject);
        None
    }
}
