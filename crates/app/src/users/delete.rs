//! Taking a person out of an organization (ADM-20, administration 9.2: global administrators).

use crate::{
    App, AppError, Caller, Code, Result,
    act::deed,
    licences,
    users::{refuse_locked, refuse_reach, told},
};
use hearken_authz::Permission;
use hearken_model::PublicId;
use serde_json::json;

/// Takes a person out of the visited organization: their place is free at once, their tokens end,
/// what they made for everybody stays. The person themselves stays known to the installation, so
/// that what they did keeps its name. `last_administrator` as in ADM-22.
pub async fn delete(app: &App, caller: &Caller, user: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::ManageUsers, app.now())?;
    refuse_locked(app, &scope, user).await?;
    let found = app.store.find_member(&scope, user).await?;
    let id = found.ok_or_else(|| AppError::new(Code::NotFound))?.user.id;
    let is_only_here = licences::is_only_here(app, &scope, id).await?;
    let (mut tx, before) = licences::begin(app, &scope).await?;
    let member = tx.load_member(&scope, user).await?;
    refuse_reach(caller, &member.membership)?;
    licences::forget(app, &mut tx, &scope, id, is_only_here).await?;
    tx.remove_member(&scope, id).await?;
    let detail = json!({ "name": member.user.name, "from": told(&member.membership) });
    tx.audit(&scope, deed("user.deleted", user, detail)).await?;
    licences::keep_administrators(&mut tx, &scope, before).await?;
    tx.commit().await?;
    Ok(())
}
