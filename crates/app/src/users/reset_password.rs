//! Helping a user regain sign-in (administration 9.2).

use crate::{App, Caller, Result, Secret};
use hearken_model::PublicId;

/// Gives a user a one-time password, shown once, that must be changed at the next sign-in, and
/// ends their sessions. Refused for a person who is also in another organization or operates the
/// installation: their password is not this organization's to give.
pub async fn reset_password(app: &App, caller: &Caller, user: PublicId) -> Result<Secret> {
    Err(crate::error::unfinished((app, caller, user)))
}
