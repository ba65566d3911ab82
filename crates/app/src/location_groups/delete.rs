//! Deleting a location group, for good (GLO-12).

use super::{list::inside, save::find};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, LocationGroupKey, PublicId};
use serde_json::json;

/// Deletes a group; `location_group_in_use` with the names of the groups that it is in as entries
/// when there are any.
pub async fn delete(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewAnalysis, now)?;
    let groups = app.store.list_location_groups(&looking).await?;
    let owner = find(&groups, id)?.owner;
    let scope = caller.scope_of(Permission::EditLocationGroups, owner, now)?;
    let mut tx = app.store.begin().await?;
    let groups = tx.list_location_groups(&scope).await?;
    let name = find(&groups, id)?.name.clone();
    let outer = inside(LocationGroupKey::Custom(id), &groups).into_iter();
    let used: Vec<Diagnostic> = outer
        .map(|outer| Diagnostic::new("location_in_group", "locations").entry(outer))
        .collect();
    if !used.is_empty() {
        return Err(AppError::new(Code::LocationGroupInUse).explained(used));
    }
    tx.delete_location_group(&scope, id).await?;
    let detail = json!({ "name": name });
    tx.audit(&scope, deed("location_group.deleted", id, detail))
        .await?;
    tx.commit().await?;
    Ok(())
}
