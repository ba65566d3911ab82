//! Search topics and their rules (SEA sections 3 to 6).

use crate::{
    CategoryId, Language, PublicId, RuleId, Source, SourceGroupId, Timestamp, TopicId, UserId,
};
use serde::{Deserialize, Serialize};

/// Longest name of a topic or category, in characters (SEA-021, SEA-046).
pub const NAME_LIMIT: usize = 35;
/// Longest entry of a rule's lists, in characters (SEA-051).
pub const ENTRY_LIMIT: usize = 128;
/// Most keywords of a rule (SEA-051).
pub const KEYWORD_LIMIT: usize = 15;
/// Most inclusions of a rule (SEA-051).
pub const INCLUSION_LIMIT: usize = 15;
/// Most exclusions of a rule (SEA-051).
pub const EXCLUSION_LIMIT: usize = 25;

/// Groups topics (SEA-040).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Id inside.
    pub id: CategoryId,
    /// Id outside.
    pub public_id: PublicId,
    /// Name, 1 to [`NAME_LIMIT`] characters.
    pub name: String,
    /// Who may edit it besides administrators.
    pub owner: Option<UserId>,
}

/// What an organization listens to.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchTopic {
    /// Id inside.
    pub id: TopicId,
    /// Id outside.
    pub public_id: PublicId,
    /// The category it is in; exactly one (SEA-001).
    pub category: CategoryId,
    /// Name, 1 to [`NAME_LIMIT`] characters.
    pub name: String,
    /// Who may edit it besides administrators.
    pub owner: Option<UserId>,
    /// Who made it; none: no person did.
    pub created_by: Option<UserId>,
    /// Whether it acquires posts.
    pub state: TopicState,
    /// Its rules; the topic's posts are the union of theirs (SEA-002).
    pub rules: Vec<Rule>,
    /// Rises with every change; a stale write is refused.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// States that a stored topic can be in (SEA-006); a draft is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicState {
    /// Acquires posts.
    Active,
    /// Lost its last usable rule or custom source (SEA-128).
    Inactive,
    /// Hidden, kept for the audit alone.
    Deleted,
}

impl TopicState {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Deleted => "deleted",
        }
    }

    /// From the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Active, Self::Inactive, Self::Deleted]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// One rule of a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Id inside; 0 for one that is not stored yet.
    pub id: RuleId,
    /// Id outside.
    pub public_id: PublicId,
    /// What it does.
    #[serde(flatten)]
    pub kind: RuleKind,
}

/// Kinds of rules (SEA-060, SEA-064); the others come with their networks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RuleKind {
    /// Posts by query.
    Keywords(KeywordsRule),
    /// Every item of groups of feeds.
    CustomSources {
        /// At least one group.
        groups: Vec<SourceGroupId>,
    },
}

/// Three lists and where they hold (SEA-080).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeywordsRule {
    /// Any of these ...
    pub keywords: Vec<String>,
    /// ... and, if there are any, any of these within the same unit ...
    pub inclusions: Vec<String>,
    /// ... where the unit is a sentence, a paragraph or the post ...
    pub proximity: Proximity,
    /// ... and none of these anywhere in the post.
    pub exclusions: Vec<String>,
    /// Languages of the post; none means every one, `und` included.
    pub languages: Vec<Language>,
    /// Sources of the post; none, and no groups either, means every one.
    pub sources: Vec<Source>,
    /// Groups of feeds whose items are taken too, as posts name them (SEA-072).
    pub groups: Vec<PublicId>,
    /// Whether `cafe` matches `café` (SEA-092).
    pub ignore_accents: bool,
}

impl KeywordsRule {
    /// Whether it takes posts from everywhere.
    pub fn is_anywhere(&self) -> bool {
        self.sources.is_empty() && self.groups.is_empty()
    }
}

/// The unit in which keyword and inclusion must meet (SEA-084).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proximity {
    /// The same sentence.
    Sentence,
    /// The same paragraph.
    #[default]
    Paragraph,
    /// The same post.
    Post,
}

impl Proximity {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Sentence, Self::Paragraph, Self::Post];

    /// The word in forms and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Post => "post",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == word)
    }
}
