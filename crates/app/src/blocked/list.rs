//! Both lists.

use super::BlockedKind;
use crate::{App, Caller, Result, act::People};
use hearken_authz::Permission;
use hearken_model::{PublicId, Timestamp};
use hearken_store::Blocked;

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
    let scope = caller.scope(Permission::ViewBlockedContent, app.now())?;
    let entries = app.store.list_blocked(&scope).await?;
    let people = app.people(&scope).await?;
    Ok(entries
        .into_iter()
        .map(|entry| row(app, entry, &people))
        .collect())
}

/// An entry as shown.
pub(super) fn row(app: &App, entry: Blocked, people: &People) -> BlockedRow {
    let undo_until = entry.added_at.plus(app.limits.blocked_undo);
    BlockedRow {
        id: entry.public_id,
        kind: match entry.kind {
            hearken_store::BlockedKind::Domain => BlockedKind::Domain,
            hearken_store::BlockedKind::Phrase => BlockedKind::Phrase,
        },
        entry: entry.value,
        added_by: people.name(entry.added_by),
        added_at: entry.added_at,
        undo_until: Some(undo_until).filter(|until| *until > app.now()),
    }
}
