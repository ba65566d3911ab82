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

/// The sample of what passes by, to try rules on.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sample {
    /// Posts of each public source that are kept in memory; 0: none.
    pub posts: usize,
}

impl Default for Sample {
    fn default() -> Self {
        Self { posts: 20_000 }
    }
}
