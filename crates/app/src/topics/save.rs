//! Creating and changing a topic, with every problem at once (SEA-021..029, SEA-051).

use super::TopicView;
use crate::{App, Caller, Result};
use hearken_model::{KeywordsRule, PublicId};

/// The category of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryChoice {
    /// One that exists.
    Existing(PublicId),
    /// By name, whatever the case; made when there is none.
    Named(String),
}

/// A rule as typed.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleInput {
    /// Posts by query. Entries may hold commas and line breaks; they are split there.
    Keywords {
        /// The stored rule that this one replaces; none: a new one.
        id: Option<PublicId>,
        /// Its lists, not normalized.
        rule: KeywordsRule,
    },
    /// Every item of groups of feeds.
    CustomSources {
        /// The stored rule that this one replaces; none: a new one.
        id: Option<PublicId>,
        /// At least one group.
        groups: Vec<PublicId>,
    },
}

/// A topic as typed. Fields of problems: `name`, `category`, `owner`, `rules`, `rules.<n>.keywords`,
/// `.inclusions`, `.exclusions`, `.languages`, `.sources`, `.groups`.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveTopic {
    /// The topic to be changed; none: a new one.
    pub id: Option<PublicId>,
    /// The version the change is based on; a newer one in the store answers `stale_version`. None
    /// changes whatever version there is.
    pub version: Option<i64>,
    /// Name.
    pub name: String,
    /// Category.
    pub category: CategoryChoice,
    /// Owner; none: unchanged, for a new topic the caller. Another one needs `change_topic_owner`.
    pub owner: Option<PublicId>,
    /// All rules; stored ones that are not among them are deleted.
    pub rules: Vec<RuleInput>,
}

/// Stores a topic and starts acquiring with it. A changed one is matched against the stored posts
/// again in the background (SEA-029); a new one too, so that what other topics found shows at once.
pub async fn save(app: &App, caller: &Caller, input: SaveTopic) -> Result<TopicView> {
    Err(crate::error::unfinished((app, caller, input)))
}
