//! Signing out.

use crate::{App, Result};

/// Ends the session of a token; an unknown one is no error.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    if let Some(secret) = super::parse_secret(token) {
        app.store.end_session(&app.install, &secret).await?;
    }
    Ok(())
}
