//! Automatic approval of requests for access (ADM-13).

use super::edit::{told, written};
use crate::{App, AppError, Caller, Code, Result, act::deed, licences, mail::tell_roles};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{LicenceType, RolePair};
use serde_json::json;

/// Whether requests for access are approved as they come.
pub async fn automatic_approval(app: &App, caller: &Caller) -> Result<bool> {
    let scope = caller.scope(Permission::ViewUsers, app.now())?;
    let settings = app.store.access_settings(&app.install, scope.org()).await?;
    Ok(settings.automatic_approval)
}

/// Switches automatic approval on or off. On lets in everybody who waits, with the default roles,
/// as far as there are places; answers how many.
pub async fn set_automatic_approval(app: &App, caller: &Caller, on: bool) -> Result<u64> {
    let scope = caller.scope(Permission::ManageUserRoles, app.now())?;
    let organization = app.store.load_organization(&scope).await?;
    let (mut tx, _) = licences::begin(app, &scope).await?;
    let mut settings = tx.access_settings(&scope).await?;
    settings.automatic_approval = on;
    tx.set_access_settings(&scope, &settings).await?;
    let detail = json!({ "on": on });
    let entry = deed(
        "organization.approval_changed",
        organization.public_id,
        detail,
    );
    tx.audit(&scope, entry).await?;
    let mut approved = 0;
    let waiting = if on {
        tx.list_pending(&scope).await?
    } else {
        Vec::new()
    };
    for mut member in waiting {
        let before = member.membership;
        if before.licence.is_none() {
            let kind = LicenceType::Full;
            match licences::take_seat(app, &mut tx, &scope, kind).await {
                Err(AppError {
                    code: Code::NoSeatsLeft,
                    ..
                }) => break,
                other => other?,
            }
            member.membership.licence = Some(kind);
        }
        member.membership.state = MembershipState::Active;
        member.membership.roles = RolePair::default();
        tx.update_member(&scope, &written(&member)).await?;
        let detail = json!({ "from": told(&before), "to": told(&member.membership) });
        tx.audit(&scope, deed("user.approved", member.user.public_id, detail))
            .await?;
        let (to, roles) = (&member.user, (&before, &member.membership));
        tell_roles(app, &mut tx, (caller, &scope), to, roles).await?;
        approved += 1;
    }
    tx.commit().await?;
    Ok(approved)
}
