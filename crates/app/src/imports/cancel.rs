//! Stopping an import.

use super::{ImportView, view};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;
use hearken_store::ImportState;
use serde_json::json;

/// Asks an import to stop; what it has recorded stays. `import_ended` when it is over.
pub async fn cancel(app: &App, caller: &Caller, import: PublicId) -> Result<ImportView> {
    let scope = caller.scope(Permission::ImportPosts, app.now())?;
    let found = app.store.find_import(&scope, import).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let mut tx = app.store.begin().await?;
    match tx
        .set_import_state(&scope, found.id, ImportState::Cancelled, None)
        .await
    {
        Err(hearken_store::Error::Stale) => return Err(AppError::new(Code::ImportEnded)),
        other => other?,
    }
    tx.audit(&scope, deed("import.cancelled", import, json!({})))
        .await?;
    tx.commit().await?;
    // The row says "cancelled" already: a step of it that is under way records nothing any more.
    app.ingest.cancel_import(&scope, found.id).await?;
    view(app, &scope, app.store.load_import(&scope, found.id).await?).await
}
