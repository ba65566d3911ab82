//! Signing in with address and password.

use super::{password::verify_password, resume::caller_of, token::session_token};
use crate::{App, AppError, Caller, Code, Result, Secret, act::deed};
use hearken_model::{Timestamp, time::SECOND};
use std::net::IpAddr;

/// What the sign-in form holds.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Mail address, any case.
    pub email: String,
    /// Password.
    pub password: Secret,
    /// Where the request came from, for the rate limit; none on a trusted path.
    pub address: Option<IpAddr>,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session's token, for the cookie; only its hash is stored.
    pub token: Secret,
    /// Who signed in.
    pub caller: Caller,
    /// When the session ends at the latest.
    pub expires_at: Timestamp,
}

/// Signs a person in. The same answer, in the same time, for a wrong password and an unknown
/// address (`wrong_credentials`); `too_many_attempts` with `retry_after` seconds when the account or
/// the address failed too often.
pub async fn sign_in(app: &App, input: SignIn) -> Result<SignedIn> {
    let now = app.now();
    let email = input.email.trim().to_lowercase();
    let account = format!("account:{email}");
    let address: Vec<String> = input
        .address
        .iter()
        .map(|a| format!("address:{a}"))
        .collect();
    let keys: Vec<String> = [&account].into_iter().chain(&address).cloned().collect();
    app.attempts.take(&keys, now).map_err(|wait| {
        let seconds = wait.max(0) / SECOND + 1;
        AppError::new(Code::TooManyAttempts).with("retry_after", seconds)
    })?;
    let user = app.store.find_user(&app.install, &email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let is_right = verify_password(app, &input.password, stored).await?;
    let Some(user) = user.filter(|_| is_right) else {
        return Err(AppError::new(Code::WrongCredentials));
    };
    app.attempts.succeeded(&account, &address);
    let expires_at = now.plus(app.limits.session_idle.min(app.limits.session_absolute));
    let mut tx = app.store.begin().await?;
    let secret = tx.begin_session(&app.install, user.id, expires_at).await?;
    let entry = deed("session.begun", user.public_id, serde_json::json!({}));
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(SignedIn {
        token: session_token(&secret),
        caller: caller_of(app, user, None),
        expires_at: now.plus(app.limits.session_absolute),
    })
}
