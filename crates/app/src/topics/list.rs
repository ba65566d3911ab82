//! The topics with their numbers (SEA-011, SEA-012).

use crate::{App, Caller, Result};
use hearken_model::{PublicId, Timestamp, topic::TopicState};

/// Order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TopicSort {
    /// By name.
    #[default]
    Name,
    /// Most posts first.
    Posts,
    /// By category, then name.
    Category,
}

impl TopicSort {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Name, Self::Posts, Self::Category];

    /// The word in URLs and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Posts => "posts",
            Self::Category => "category",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }
}

/// Which topics.
#[derive(Clone, Debug, Default)]
pub struct TopicFilter {
    /// Part of a topic's or category's name, whatever the case; empty: all.
    pub search: String,
    /// Of this category.
    pub category: Option<PublicId>,
    /// Order.
    pub sort: TopicSort,
}

/// A topic of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: PublicId,
    /// The category's name.
    pub category_name: String,
    /// Its owner.
    pub owner: Option<PublicId>,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Whether it acquires posts.
    pub state: TopicState,
    /// Number of rules.
    pub rules: u64,
    /// Stored posts that match it.
    pub posts: u64,
    /// Publication of the newest of them.
    pub newest: Option<Timestamp>,
    /// Its version.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether the caller may edit and delete it.
    pub editable: bool,
}

/// The topics of the visited organization.
pub async fn list(app: &App, caller: &Caller, filter: TopicFilter) -> Result<Vec<TopicRow>> {
    Err(crate::error::unfinished((app, caller, filter)))
}
