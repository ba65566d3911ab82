//! Giving a domain or phrase free again (SEA-144).

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Removes an entry and tells how many hidden posts came back: those of the undo window, none after
/// it. Nothing is acquired retroactively.
pub async fn remove(app: &App, caller: &Caller, entry: PublicId) -> Result<u64> {
    Err(crate::error::unfinished((app, caller, entry)))
}
