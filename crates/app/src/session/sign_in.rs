//! Signing in with address and password: the first step, and for people with a second factor not
//! the last.

use super::{
    Origin, password::verify_password, resume::caller_of, second_factor, token::session_token,
};
use crate::{App, AppError, Caller, Code, Result, Secret, act::deed};
use hearken_model::Timestamp;
use hearken_store::{NewSession, Tx, User};

/// What the sign-in form holds.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Mail address, any case.
    pub email: String,
    /// Password.
    pub password: Secret,
    /// Where the request came from, for the rate limit and the list of one's sessions.
    pub origin: Origin,
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

/// What the first step led to.
#[derive(Clone, Debug)]
pub enum SignInStep {
    /// The person is signed in.
    Done(Box<SignedIn>),
    /// A code is asked for; with this pass [`super::finish_sign_in`] goes on within ten minutes.
    SecondFactor(Secret),
}

/// Signs a person in. The same answer, in the same time, for a wrong password and an unknown
/// address (`wrong_credentials`); `too_many_attempts` with `retry_after` seconds when the account or
/// the address failed too often.
pub async fn begin_sign_in(app: &App, input: SignIn) -> Result<SignInStep> {
    let email = input.email.trim().to_lowercase();
    let account = format!("account:{email}");
    let address: Vec<String> = input
        .origin
        .address
        .iter()
        .map(|a| format!("address:{a}"))
        .collect();
    let keys: Vec<String> = [&account].into_iter().chain(&address).cloned().collect();
    app.take_attempt(&keys)?;
    let user = app.store.find_user(&app.install, &email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let is_right = verify_password(app, &input.password, stored).await?;
    let Some(user) = user.filter(|_| is_right) else {
        return Err(AppError::new(Code::WrongCredentials));
    };
    app.attempts.succeeded(&account, &address);
    if second_factor::confirmed(app, &user).await?.is_some() {
        let pass = second_factor::give_pass(app, &user).await?;
        return Ok(SignInStep::SecondFactor(pass));
    }
    let tx = app.store.begin().await?;
    let signed_in = begin(app, tx, user, &input.origin, false).await?;
    Ok(SignInStep::Done(Box::new(signed_in)))
}

/// The same for who expects no second step: `second_factor_required` where there is one.
pub async fn sign_in(app: &App, input: SignIn) -> Result<SignedIn> {
    match begin_sign_in(app, input).await? {
        SignInStep::Done(signed_in) => Ok(*signed_in),
        SignInStep::SecondFactor(_) => Err(AppError::new(Code::SecondFactorRequired)),
    }
}

/// Begins a session and ends the transaction. `confirmed` says that a second factor was.
pub(super) async fn begin(
    app: &App,
    mut tx: Tx,
    user: User,
    origin: &Origin,
    confirmed: bool,
) -> Result<SignedIn> {
    let now = tx.now();
    let new = NewSession {
        expires_at: now.plus(app.limits.session_idle.min(app.limits.session_absolute)),
        device: origin.device.clone(),
        address: origin.address.map(|address| address.to_string()),
        confirmed,
    };
    let secret = tx.begin_session(&app.install, user.id, &new).await?;
    let detail = serde_json::json!({ "second_factor": confirmed });
    let entry = deed("session.begun", user.public_id, detail);
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    let mut caller = caller_of(app, user, None);
    caller.second_factor_at = confirmed.then_some(now);
    Ok(SignedIn {
        token: session_token(&secret),
        caller,
        expires_at: now.plus(app.limits.session_absolute),
    })
}
