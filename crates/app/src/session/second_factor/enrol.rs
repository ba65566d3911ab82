//! Taking a device into use.

use super::{attempts_key, codes, confirmed, own_user, wrong_code};
use crate::{App, AppError, Caller, Code, Result, Secret, act::deed};
use hearken_model::Diagnostic;

/// A device to be taken into use.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// `otpauth://...`, for the camera of the device.
    pub address: Secret,
    /// The same secret as text, for typing.
    pub text: Secret,
}

/// Makes a secret for a device, or answers the one that was made and not confirmed yet, so that a
/// page that is loaded twice shows the same. `second_factor_in_use` when there is a device already.
pub async fn begin_second_factor(app: &App, caller: &Caller) -> Result<Enrolment> {
    let user = own_user(app, caller).await?;
    let known = app.store.find_second_factor(&app.install, user.id).await?;
    let secret = match known {
        Some(factor) if factor.confirmed_at.is_some() => {
            return Err(AppError::new(Code::SecondFactorInUse));
        }
        Some(factor) => factor.secret,
        None => {
            let secret = codes::new_secret(app);
            let mut tx = app.store.begin().await?;
            tx.offer_second_factor(&app.install, user.id, &secret)
                .await?;
            tx.commit().await?;
            secret
        }
    };
    let (address, text) = codes::address(&secret, &user.email)?;
    Ok(Enrolment {
        address: Secret::new(address),
        text: Secret::new(text),
    })
}

/// Takes the device into use: its first code proves that it has the secret. Answers the recovery
/// codes, which are shown this once. The session it was done in counts as confirmed.
pub async fn enrol_second_factor(
    app: &App,
    caller: &Caller,
    token: &str,
    code: &str,
) -> Result<Vec<Secret>> {
    let user = own_user(app, caller).await?;
    if confirmed(app, &user).await?.is_some() {
        return Err(AppError::new(Code::SecondFactorInUse));
    }
    let factor = app.store.find_second_factor(&app.install, user.id).await?;
    let factor = factor.ok_or_else(|| AppError::new(Code::NotFound))?;
    let key = attempts_key(&user);
    app.take_attempt(std::slice::from_ref(&key))?;
    let step = codes::step_of(&factor.secret, &codes::plain(code), app.now())?;
    let Some(step) = step else {
        return Err(wrong_code());
    };
    app.attempts.succeeded(&key, &[]);
    let recovery = codes::new_recovery_codes(app);
    let mut tx = app.store.begin().await?;
    if !tx
        .confirm_second_factor(&app.install, user.id, step)
        .await?
    {
        return Err(AppError::invalid(vec![Diagnostic::new(
            "wrong_code",
            "code",
        )]));
    }
    tx.set_recovery_codes(&app.install, user.id, &recovery)
        .await?;
    if let Some(token) = super::super::parse_secret(token) {
        tx.confirm_session(&app.install, user.id, &token).await?;
    }
    let entry = deed(
        "user.second_factor_enrolled",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(recovery
        .iter()
        .map(|code| Secret::new(codes::shown(code)))
        .collect())
}
