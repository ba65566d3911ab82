//! Both lists.

use super::BlockedKind;
use crate::{App, Caller, Result};
use hearken_model::{PublicId, Timestamp};

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedRow {
    /// Its id.
    pub id: PublicId,
    /// Which list.
    pub kind: BlockedKind,
    /// The domain or phrase.
    pub entry: String,
    /// Who added it.
    pub added_by: Option<String>,
    /// When.
    pub added_at: Timestamp,
    /// Until when removing it brings the hidden posts back; none when that has passed.
    pub undo_until: Option<Timestamp>,
}

/// The entries of the visited organization, by list, then entry. Everybody may look (SEA-140).
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<BlockedRow>> {
    Err(crate::error::unfinished((app, caller)))
}
