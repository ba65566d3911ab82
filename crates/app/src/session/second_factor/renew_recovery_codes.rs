//! New recovery codes in place of the old ones.

use super::{attempts_key, codes, confirmed, own_user, use_code, wrong_code};
use crate::{App, AppError, Caller, Code, Result, Secret, act::deed};

/// Makes ten new recovery codes, shown this once; the old ones are good no more. Asks for a code.
pub async fn renew_recovery_codes(app: &App, caller: &Caller, code: &str) -> Result<Vec<Secret>> {
    let user = own_user(app, caller).await?;
    let factor = confirmed(app, &user).await?;
    let factor = factor.ok_or_else(|| AppError::new(Code::SecondFactorMissing))?;
    let key = attempts_key(&user);
    app.take_attempt(std::slice::from_ref(&key))?;
    let recovery = codes::new_recovery_codes(app);
    let mut tx = app.store.begin().await?;
    if !use_code(app, &mut tx, &user, &factor, code).await? {
        return Err(wrong_code());
    }
    tx.set_recovery_codes(&app.install, user.id, &recovery)
        .await?;
    let entry = deed(
        "user.recovery_codes_renewed",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    app.attempts.succeeded(&key, &[]);
    Ok(recovery
        .iter()
        .map(|code| Secret::new(codes::shown(code)))
        .collect())
}
