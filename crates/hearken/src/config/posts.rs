//! How many posts are taken in, and how long they are kept.

use serde::Deserialize;

/// How long posts are kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Months from publication, for imported posts from their import; 0: for ever.
    pub months: u32,
}

/// How much an organization may take in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Quota {
    /// Posts in each calendar month (UTC); absent: no limit.
    pub posts_per_month: Option<u64>,
}

impl Default for Retention {
    fn default() -> Self {
        Self { months: 15 }
    }
}
