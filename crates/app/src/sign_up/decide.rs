//! What the operator says to a sign-up.

use super::found::found_organization;
use crate::{
    App, AppError, Caller, Code, Result,
    act::deed,
    mail::{Recipient, Sender, SignUpRefused, post},
};
use hearken_authz::{InstallScope, Permission};
use hearken_model::{PublicId, Slug};
use hearken_store::{SignUp, SignUpState};

/// Creates the organization and mails its first person a link that leads in. Operators only.
pub async fn approve(app: &App, caller: &Caller, id: PublicId) -> Result<Slug> {
    let (scope, sign_up) = waiting(app, caller, id).await?;
    let founder = caller.person().map(|person| person.public_id);
    let from = SignUpState::Waiting;
    let (slug, _) = found_organization(app, &scope, &sign_up, from, founder).await?;
    Ok(slug)
}

/// Refuses it and says so by mail. Operators only.
pub async fn refuse(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let (scope, sign_up) = waiting(app, caller, id).await?;
    let recipient = Recipient {
        email: sign_up.form.email.clone(),
        name: sign_up.form.name.clone(),
        locale: Some(sign_up.form.locale.clone()),
    };
    let mut tx = app.store.begin().await?;
    let (from, to) = (SignUpState::Waiting, SignUpState::Refused);
    if !tx.move_sign_up(&scope, id, from, to).await? {
        return Err(AppError::new(Code::NotFound));
    }
    post(
        app,
        &mut tx,
        Sender::Installation,
        &[recipient],
        &SignUpRefused,
    )
    .await?;
    let entry = deed("sign_up.refused", id, serde_json::json!({}));
    tx.audit_installation(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn waiting(app: &App, caller: &Caller, id: PublicId) -> Result<(InstallScope, SignUp)> {
    let scope = caller.install_scope(Permission::ManageOrganizations, app.now())?;
    let found = app.store.find_waiting_sign_up(&scope, id).await?;
    let sign_up = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok((scope, sign_up))
}
