//! Ending all of one's other sessions.

use crate::{App, AppError, Caller, Code, Result};

/// Ends every session of the caller but the one of this token; tells how many.
pub async fn sign_out_others(app: &App, caller: &Caller, token: &str) -> Result<u64> {
    let user = caller.principal.user();
    let user = user.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let keep = super::parse_secret(token);
    let mut tx = app.store.begin().await?;
    let ended = tx
        .end_sessions_of(&app.install, user, keep.as_ref())
        .await?;
    tx.commit().await?;
    Ok(ended)
}
