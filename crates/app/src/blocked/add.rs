//! Blocking a domain or phrase (SEA-141).

use super::{
    BlockedKind, BlockedRow,
    list::row,
    scan::{parse, scan},
};
use crate::{App, AppError, Caller, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PostId};
use serde_json::json;

/// Blocks from now on and hides the stored posts at once; they are deleted when the undo window
/// ends. Problems name the field `entry` (`required`, `too_long`, `not_a_domain`, `public_suffix`,
/// `duplicate`).
pub async fn add(app: &App, caller: &Caller, kind: BlockedKind, entry: &str) -> Result<BlockedRow> {
    let scope = caller.scope(Permission::EditBlockedContent, app.now())?;
    let (value, compiled) =
        parse(kind, entry).map_err(|problem| AppError::invalid(vec![problem]))?;
    let (found, last) = scan(app, &scope, &compiled, PostId(0)).await?;
    let mut tx = app.store.begin().await?;
    let until = tx.now().plus(app.limits.blocked_undo);
    let blocked = match tx.add_blocked(&scope, stored_kind(kind), &value).await {
        Err(hearken_store::Error::Taken(_)) => {
            let problem = Diagnostic::new("duplicate", "entry").entry(value);
            return Err(AppError::invalid(vec![problem]));
        }
        other => other?,
    };
    let hidden = tx.hide_posts(&scope, &blocked, &found, until).await?;
    let detail = json!({ "kind": kind.as_str(), "entry": value, "posts_hidden": hidden.len() });
    tx.audit(&scope, deed("blocked.added", blocked.public_id, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    // What was recorded between the look and the new list being in force.
    let (late, _) = scan(app, &scope, &compiled, last).await?;
    if !late.is_empty() {
        let mut tx = app.store.begin().await?;
        let hidden = tx.hide_posts(&scope, &blocked, &late, until).await?;
        let detail = json!({ "posts_hidden": hidden.len() });
        tx.audit(&scope, deed("blocked.applied", blocked.public_id, detail))
            .await?;
        tx.commit().await?;
    }
    app.posts_changed(&scope).await;
    let people = app.people(&scope).await?;
    Ok(row(app, blocked, &people))
}

fn stored_kind(kind: BlockedKind) -> hearken_store::BlockedKind {
    match kind {
        BlockedKind::Domain => hearken_store::BlockedKind::Domain,
        BlockedKind::Phrase => hearken_store::BlockedKind::Phrase,
    }
}
