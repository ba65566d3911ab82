//! Changing one's own password.

use crate::{App, Caller, Result, Secret};

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
    Err(crate::error::unfinished((app, caller, input)))
}
