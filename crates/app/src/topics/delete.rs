//! Deleting a topic (SEA-030, SEA-032).

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// What deleting does, for the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEffects {
    /// The topic's name.
    pub name: String,
    /// Its category's name.
    pub category_name: String,
    /// Stored posts that match it.
    pub posts: u64,
    /// Of these, posts that no other topic matches: they vanish from Analytics.
    pub posts_alone: u64,
    /// Its version, for [`delete`].
    pub version: i64,
}

/// What deleting the topic would do. Needs the permission to delete it.
pub async fn delete_effects(app: &App, caller: &Caller, topic: PublicId) -> Result<DeleteEffects> {
    Err(crate::error::unfinished((app, caller, topic)))
}

/// Deletes a topic: acquisition stops at once, it leaves Analytics, its posts stay stored.
pub async fn delete(
    app: &App,
    caller: &Caller,
    topic: PublicId,
    version: Option<i64>,
) -> Result<()> {
    Err(crate::error::unfinished((app, caller, topic, version)))
}
