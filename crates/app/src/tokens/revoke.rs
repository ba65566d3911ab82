//! Ending a token.

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;

/// Ends a token at once.
pub async fn revoke(app: &App, caller: &Caller, token: PublicId) -> Result<()> {
    let now = app.now();
    let looking = caller.scope_new(Permission::ManageApiTokens, now)?;
    let tokens = app.store.list_tokens(&looking, None).await?;
    let found = tokens
        .into_iter()
        .find(|t| t.public_id == token && t.revoked_at.is_none());
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let scope = caller.scope_of(Permission::ManageApiTokens, Some(found.user), now)?;
    let mut tx = app.store.begin().await?;
    tx.revoke_token(&scope, token).await?;
    let entry = deed(
        "token.revoked",
        token,
        serde_json::json!({ "name": found.name }),
    );
    tx.audit(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}
