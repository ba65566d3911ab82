//! Taking a domain off an organization. Its people stay.

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;
use serde_json::json;

/// Takes a domain off the visited organization: nobody joins by it any more.
pub async fn remove(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::TakeOverDomain, app.now())?;
    let rows = app.store.list_domains(&scope).await?;
    let row = rows.into_iter().find(|row| row.public_id == id);
    let row = row.ok_or_else(|| AppError::new(Code::NotFound))?;
    let mut tx = app.store.begin().await?;
    tx.remove_domain(&scope, row.id).await?;
    let detail = json!({ "name": row.name });
    tx.audit(&scope, deed("domain.removed", id, detail)).await?;
    tx.commit().await?;
    Ok(())
}
