//! Signing out.

use crate::{App, Result};

/// Ends the session of a token; an unknown one is no error.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    if let Some(secret) = super::parse_secret(token) {
        let mut tx = app.store.begin().await?;
        tx.end_session(&app.install, &secret).await?;
        tx.commit().await?;
    }
    Ok(())
}
