//! Confirming the second factor again within a session (step-up).

use super::{attempts_key, confirmed, own_user, use_code, wrong_code};
use crate::{App, AppError, Caller, Code, Result, act::deed};

/// Confirms the second factor of the session with this token by a code of the device or a recovery
/// code: from now on it is fresh
/// ([`Caller::has_fresh_second_factor`]). `second_factor_missing` when the person has
/// none; `wrong_code` for the field `code`, also for a code that was used before;
/// `too_many_attempts` after too many wrong ones.
pub async fn confirm_second_factor(
    app: &App,
    caller: &Caller,
    token: &str,
    code: &str,
) -> Result<()> {
    let user = own_user(app, caller).await?;
    let factor = confirmed(app, &user).await?;
    let factor = factor.ok_or_else(|| AppError::new(Code::SecondFactorMissing))?;
    let session = super::super::parse_secret(token);
    let session = session.ok_or_else(|| AppError::new(Code::NotSignedIn))?;
    let key = attempts_key(&user);
    app.take_attempt(std::slice::from_ref(&key))?;
    let mut tx = app.store.begin().await?;
    if !use_code(app, &mut tx, &user, &factor, code).await? {
        return Err(wrong_code());
    }
    if !tx.confirm_session(&app.install, user.id, &session).await? {
        return Err(AppError::new(Code::NotSignedIn));
    }
    let entry = deed("session.confirmed", user.public_id, serde_json::json!({}));
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    app.attempts.succeeded(&key, &[]);
    Ok(())
}
