//! Giving a domain or phrase free again (SEA-144).

use crate::{App, Caller, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;
use serde_json::json;

/// Removes an entry and tells how many hidden posts came back: those of the undo window, none after
/// it. Nothing is acquired retroactively.
pub async fn remove(app: &App, caller: &Caller, entry: PublicId) -> Result<u64> {
    let scope = caller.scope(Permission::EditBlockedContent, app.now())?;
    let mut tx = app.store.begin().await?;
    let (blocked, shown) = tx.remove_blocked(&scope, entry).await?;
    let detail = json!({
        "kind": blocked.kind.as_str(),
        "entry": blocked.value,
        "posts_shown": shown,
    });
    tx.audit(&scope, deed("blocked.removed", entry, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    app.posts_changed(&scope).await;
    Ok(shown)
}
