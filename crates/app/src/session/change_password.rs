//! Changing one's own password.

use super::password::{check_new_password, hash_password, verify_password};
use crate::{
    App, AppError, Caller, Code, Result, Secret,
    act::deed,
    checks::Problems,
    mail::{PasswordChanged, Recipient, Sender, post},
};
use hearken_model::Diagnostic;
use hearken_store::UserEdit;

/// Old and new password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The current (or one-time) password; field `current`.
    pub current: Secret,
    /// The new one, 12 to 200 characters; field `new`.
    pub new: Secret,
    /// The session that stays; all others end.
    pub keep: Option<Secret>,
}

/// Changes the caller's password and ends their other sessions.
pub async fn change_password(app: &App, caller: &Caller, input: ChangePassword) -> Result<()> {
    let user = caller.principal.user().filter(|_| caller.only.is_none());
    let user = user.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let user = app.store.load_user(&app.install, user).await?;
    let mut problems = Problems::default();
    // A stolen session must not be able to guess the password without end.
    let key = format!("password:{}", user.id);
    app.take_attempt(std::slice::from_ref(&key))?;
    let stored = user.password_hash.as_deref();
    if verify_password(app, &input.current, stored).await? {
        app.attempts.succeeded(&key, &[]);
    } else {
        problems.add(Diagnostic::new("wrong_password", "current"));
    }
    problems.0.extend(check_new_password(&input.new, "new"));
    if input.new == input.current {
        problems.add(Diagnostic::new("unchanged", "new"));
    }
    problems.settle()?;
    let edit = UserEdit {
        password_hash: Some(hash_password(app, &input.new, false).await?),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    tx.update_user(&app.install, user.id, &edit).await?;
    let entry = deed(
        "user.password_changed",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    let to = [Recipient::of(&user)];
    post(app, &mut tx, Sender::Installation, &to, &PasswordChanged).await?;
    let keep = input
        .keep
        .as_ref()
        .and_then(|token| super::parse_secret(token.expose()));
    tx.end_sessions_of(&app.install, user.id, keep.as_ref())
        .await?;
    tx.commit().await?;
    Ok(())
}
