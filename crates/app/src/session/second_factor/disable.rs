//! Doing without a second factor again.

use super::{confirmed, own_user};
use crate::{
    App, AppError, Caller, Code, Result, Secret, act::deed, session::password::verify_password,
};
use hearken_model::Diagnostic;

/// Forgets the device and its recovery codes. Asks for the password (field `current`), so that a
/// session that was left open is not enough; sessions stay, but none counts as confirmed.
pub async fn disable_second_factor(app: &App, caller: &Caller, password: &Secret) -> Result<()> {
    let user = own_user(app, caller).await?;
    if confirmed(app, &user).await?.is_none() {
        return Err(AppError::new(Code::SecondFactorMissing));
    }
    let key = format!("password:{}", user.id);
    app.take_attempt(std::slice::from_ref(&key))?;
    if !verify_password(app, password, user.password_hash.as_deref()).await? {
        let problem = Diagnostic::new("wrong_password", "current");
        return Err(AppError::invalid(vec![problem]));
    }
    app.attempts.succeeded(&key, &[]);
    let mut tx = app.store.begin().await?;
    tx.remove_second_factor(&app.install, user.id).await?;
    tx.forget_confirmations(&app.install, user.id).await?;
    let entry = deed(
        "user.second_factor_disabled",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(())
}
