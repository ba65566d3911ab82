//! For a person who lost both device and recovery codes.

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;

/// Forgets the second factor of the person with this mail address and ends their sessions; they sign
/// in with their password alone and can set up another one. Operators only, who have made sure who
/// asks; `not_found` when nobody signs in with the address, `second_factor_missing` when the person
/// has none.
pub async fn forget_second_factor(app: &App, caller: &Caller, email: &str) -> Result<()> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let user = app.store.find_user(&scope, email.trim()).await?;
    let user = user.ok_or_else(|| AppError::new(Code::NotFound))?;
    let factor = app.store.find_second_factor(&scope, user.id).await?;
    factor.ok_or_else(|| AppError::new(Code::SecondFactorMissing))?;
    let mut tx = app.store.begin().await?;
    tx.remove_second_factor(&scope, user.id).await?;
    tx.end_sessions_of(&scope, user.id, None).await?;
    let entry = deed(
        "user.second_factor_forgotten",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}
