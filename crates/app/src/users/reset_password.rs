//! Helping a user regain sign-in (administration 9.2).

use crate::{
    App, AppError, Caller, Code, Result, Secret,
    act::deed,
    session::{generate_password, hash_password},
};
use hearken_authz::{Membership, Permission, Principal};
use hearken_model::{ConfigurationRole, DelegationLevel, OrganizationRole, PublicId};
use hearken_store::UserEdit;

/// Gives a user a one-time password, shown once, that must be changed at the next sign-in, and
/// ends their sessions. Refused for a person who is also in another organization or operates the
/// installation: their password is not this organization's to give.
pub async fn reset_password(app: &App, caller: &Caller, user: PublicId) -> Result<Secret> {
    let scope = caller.scope(Permission::HelpSignIn, app.now())?;
    let members = app.store.list_members(&scope).await?;
    let member = members.into_iter().find(|m| m.user.public_id == user);
    let member = member.ok_or_else(|| AppError::new(Code::NotFound))?;
    may_help(caller, &member.membership)?;
    let everywhere = app
        .store
        .list_memberships(&app.install, member.user.id)
        .await?;
    let is_elsewhere = everywhere.iter().any(|(m, _, _)| m.org != scope.org());
    if (is_elsewhere || member.user.is_operator) && !matches!(caller.principal, Principal::Operator)
    {
        return Err(AppError::new(Code::Forbidden));
    }
    let password = generate_password(app);
    let edit = UserEdit {
        password_hash: Some(hash_password(app, &password, true).await?),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    tx.update_user(&app.install, member.user.id, &edit).await?;
    let entry = deed("user.password_reset", user, serde_json::json!({}));
    tx.audit(&scope, entry).await?;
    tx.end_sessions_of(&app.install, member.user.id, None)
        .await?;
    tx.commit().await?;
    Ok(password)
}

/// A delegated admin helps nobody who governs the organization, a limited one no administrator
/// either (9.2, INV-30): who can set a password can become that person.
fn may_help(caller: &Caller, member: &Membership) -> Result<()> {
    let Some(acting) = caller.acting() else {
        return Ok(());
    };
    let governs = member.organization_role == OrganizationRole::GlobalAdministrator;
    let administers = member.roles.configuration == ConfigurationRole::Administrator;
    let is_limited = acting.level != Some(DelegationLevel::Full);
    if governs || (administers && is_limited) {
        return Err(AppError::new(Code::NeverDelegable));
    }
    Ok(())
}
