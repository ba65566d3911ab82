//! Signing out.

use crate::{App, Result};

/// Ends the session of a token; an unknown one is no error.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    Err(crate::error::unfinished((app, token)))
}
