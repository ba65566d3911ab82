//! The groups with their feeds and how these fare.

use crate::{App, Caller, Result};
use hearken_model::{PublicId, Timestamp};

/// A feed of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address.
    pub url: String,
    /// Its own title.
    pub title: Option<String>,
    /// When it was last fetched.
    pub fetched_at: Option<Timestamp>,
    /// Why the last fetch failed, a code of the catalogues; none when it succeeded.
    pub problem: Option<String>,
    /// Items left out because they lacked what is needed (SEA-129).
    pub skipped: u64,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its initials, shown at its posts.
    pub initials: String,
    /// Its feeds.
    pub feeds: Vec<FeedRow>,
    /// Topics with a rule on it.
    pub topics: u64,
}

/// The groups of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<GroupRow>> {
    Err(crate::error::unfinished((app, caller)))
}

/// One group.
pub async fn get(app: &App, caller: &Caller, group: PublicId) -> Result<GroupRow> {
    Err(crate::error::unfinished((app, caller, group)))
}
