//! One topic with its rules.

use super::TopicRow;
use crate::{App, Caller, Result};
use hearken_model::{KeywordsRule, PublicId};

/// A rule as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleView {
    /// Posts by query.
    Keywords {
        /// Its id.
        id: PublicId,
        /// Its lists.
        rule: KeywordsRule,
    },
    /// Every item of groups of feeds.
    CustomSources {
        /// Its id.
        id: PublicId,
        /// The groups with their names; deleted groups are not among them.
        groups: Vec<(PublicId, String)>,
    },
}

/// A topic with its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicView {
    /// Its row.
    pub row: TopicRow,
    /// Its rules, in the order they were added.
    pub rules: Vec<RuleView>,
    /// Whether the caller may give it to another owner.
    pub may_change_owner: bool,
    /// Progress of finding stored posts anew after a change, 0..=100; none when up to date
    /// (SEA-029).
    pub rematching: Option<u8>,
}

/// One topic of the visited organization.
pub async fn get(app: &App, caller: &Caller, topic: PublicId) -> Result<TopicView> {
    Err(crate::error::unfinished((app, caller, topic)))
}
