//! Deleting a group (SEA-128).

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// What deleting does, for the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEffects {
    /// The group's name.
    pub name: String,
    /// Its feeds.
    pub feeds: u64,
    /// Topics that lose a rule and go on: id and name.
    pub topics_kept: Vec<(PublicId, String)>,
    /// Topics that stand on this group alone and become inactive: id and name.
    pub topics_deactivated: Vec<(PublicId, String)>,
}

/// What deleting the group would do.
pub async fn delete_effects(app: &App, caller: &Caller, group: PublicId) -> Result<DeleteEffects> {
    Err(crate::error::unfinished((app, caller, group)))
}

/// Deletes a group: acquisition stops at once, topics that stand on it alone become inactive.
pub async fn delete(app: &App, caller: &Caller, group: PublicId) -> Result<()> {
    Err(crate::error::unfinished((app, caller, group)))
}
