//! Signing in with address and password.

use crate::{App, Caller, Result, Secret};
use hearken_model::Timestamp;
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
    Err(crate::error::unfinished((app, input)))
}
