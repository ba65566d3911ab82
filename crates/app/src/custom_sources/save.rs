//! Creating and changing a group (SEA-127).

use super::GroupRow;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// A group as typed. Fields of problems: `name`, `initials`, `feeds`, `feeds.<n>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveGroup {
    /// The group to be changed; none: a new one.
    pub id: Option<PublicId>,
    /// Name, 1 to 35 characters, unique in the organization.
    pub name: String,
    /// Initials, 1 to 2 characters, unique in the organization.
    pub initials: String,
    /// Addresses of its feeds, at least one; each new one is fetched and must be a feed.
    pub feeds: Vec<String>,
}

/// Stores a group. Every new feed is looked at first; what is none, cannot be reached or lies in a
/// private network is a problem of its field.
pub async fn save(app: &App, caller: &Caller, input: SaveGroup) -> Result<GroupRow> {
    Err(crate::error::unfinished((app, caller, input)))
}
