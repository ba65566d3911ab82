//! Setting a password by a link from a mail: after it was forgotten, or for the first time.

use super::{check_new_password, hash_password, parse_secret, print_secret};
use crate::{
    App, AppError, Code, Result, Secret,
    act::deed,
    mail::{PasswordChanged, Recipient, Sender, post},
};
use hearken_model::UserId;
use hearken_store::{OneTime, Tx, UserEdit};
use serde_json::{Value, json};

/// What the one-time secret of such a link is for.
pub(crate) const PURPOSE: &str = "set_password";

/// Whose password a link sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordLink {
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Whether they have no password yet.
    pub is_first: bool,
}

/// Makes the secret of a link that is good for `good_for` microseconds.
pub(crate) async fn offer_password_link(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    good_for: i64,
) -> Result<Secret> {
    let new = OneTime {
        user: Some(user),
        detail: Value::Null,
        expires_at: tx.now().plus(good_for),
    };
    let secret = tx.add_one_time(&app.install, PURPOSE, &new).await?;
    Ok(Secret::new(print_secret(&secret)))
}

/// Whose password the link with this secret sets; `link_over` when it was used, is too old or never
/// was. Looking does not use it up: programs that check mails look at links, too.
pub async fn look_at_password_link(app: &App, secret: &str) -> Result<PasswordLink> {
    let over = || AppError::new(Code::LinkOver);
    let secret = parse_secret(secret).ok_or_else(over)?;
    let known = app
        .store
        .find_one_time(&app.install, PURPOSE, &secret)
        .await?;
    let user = known.and_then(|known| known.user).ok_or_else(over)?;
    let user = app.store.load_user(&app.install, user).await?;
    Ok(PasswordLink {
        is_first: user.password_hash.is_none(),
        email: user.email,
        name: user.name,
    })
}

/// Sets the password (field `new`, 12 to 200 characters), uses the link up, ends every session of
/// the person and tells them by mail. It does not sign anybody in: a second factor is asked for
/// as always.
pub async fn set_password(app: &App, secret: &str, new: &Secret) -> Result<()> {
    let over = || AppError::new(Code::LinkOver);
    if let Some(problem) = check_new_password(new, "new") {
        return Err(AppError::invalid(vec![problem]));
    }
    let secret = parse_secret(secret).ok_or_else(over)?;
    // Hashing is slow: not within a transaction, and not for a link that is over.
    let known = app
        .store
        .find_one_time(&app.install, PURPOSE, &secret)
        .await?;
    known.ok_or_else(over)?;
    let edit = UserEdit {
        password_hash: Some(hash_password(app, new, false).await?),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    let taken = tx.take_one_time(&app.install, PURPOSE, &secret).await?;
    let user = taken.and_then(|taken| taken.user).ok_or_else(over)?;
    let before = app.store.load_user(&app.install, user).await?;
    let user = tx.update_user(&app.install, user, &edit).await?;
    tx.drop_one_time_of(&app.install, PURPOSE, user.id).await?;
    tx.end_sessions_of(&app.install, user.id, None).await?;
    let entry = deed("user.password_set", user.public_id, json!({}));
    tx.audit_installation(&app.install, entry).await?;
    if before.password_hash.is_some() {
        let to = [Recipient::of(&user)];
        post(app, &mut tx, Sender::Installation, &to, &PasswordChanged).await?;
    }
    tx.commit().await?;
    Ok(())
}
