//! What rules would find, before they are saved (SEA-026, SEA-052): newest matches among stored
//! posts and from the sources themselves, and an estimate.

use super::RuleInput;
use crate::{App, Caller, Result, posts::PostCard};
use hearken_model::{Diagnostic, Evidence, Source};

/// Rules to be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewTopic {
    /// The rules, as for saving.
    pub rules: Vec<RuleInput>,
    /// Whether the networks themselves are asked too; their operators see the query (SEA-054).
    pub ask_sources: bool,
    /// Posts shown of each, at most 50; 0 is 10.
    pub limit: usize,
}

/// A post that would be found.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewPost {
    /// The post; its id is none when it is not stored.
    pub card: PostCard,
    /// Numbers of the rules that match it, rising.
    pub rules: Vec<usize>,
    /// Where the matched words stand, in reading order; empty for whole feeds.
    pub matched: Vec<Evidence>,
}

/// What one network answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcePreview {
    /// The network.
    pub source: Source,
    /// Its newest matches; empty with `failed`.
    pub posts: Vec<PreviewPost>,
    /// How many posts it gave to look at.
    pub looked_at: u64,
    /// Whether it could not be asked.
    pub failed: bool,
}

/// What the rules would find.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Problems of the rules, as for saving; with any, the rest is empty.
    pub problems: Vec<Diagnostic>,
    /// Newest stored posts that match, newest first.
    pub stored: Vec<PreviewPost>,
    /// Stored posts of the past 30 days that match.
    pub stored_30_days: u64,
    /// Whether `stored_30_days` was counted over a sample, because there are too many posts.
    pub sampled: bool,
    /// What the networks answered.
    pub sources: Vec<SourcePreview>,
}

/// Tries rules. Needs the permission to edit topics; changes nothing.
pub async fn preview(app: &App, caller: &Caller, input: PreviewTopic) -> Result<Preview> {
    Err(crate::error::unfinished((app, caller, input)))
}
