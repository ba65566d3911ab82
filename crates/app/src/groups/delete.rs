//! Removing a group. Its people stay.

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;
use serde_json::json;

/// Removes a group. `managed_by_directory` for one that a directory provisions.
pub async fn delete(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::ManageGroups, app.now())?;
    let mut tx = app.store.begin().await?;
    let group = tx.load_user_group(&scope, id).await?;
    if group.is_from_directory {
        return Err(AppError::new(Code::ManagedByDirectory));
    }
    tx.delete_group(&scope, group.id).await?;
    let detail = json!({ "name": group.name });
    tx.audit(&scope, deed("group.deleted", id, detail)).await?;
    tx.commit().await?;
    Ok(())
}
