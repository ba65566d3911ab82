//! Blocking a domain or phrase (SEA-141).

use super::{BlockedKind, BlockedRow};
use crate::{App, Caller, Result};

/// Blocks from now on and hides the stored posts at once; they are deleted when the undo window
/// ends. Problems name the field `entry` (`required`, `too_long`, `not_a_domain`, `public_suffix`,
/// `duplicate`).
pub async fn add(app: &App, caller: &Caller, kind: BlockedKind, entry: &str) -> Result<BlockedRow> {
    Err(crate::error::unfinished((app, caller, kind, entry)))
}
