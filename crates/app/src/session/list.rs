//! Where one is signed in, and ending one of these sessions.

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_model::{PublicId, Timestamp, UserId};

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Its id.
    pub id: PublicId,
    /// Browser and system, as far as known (`Firefox, Linux`).
    pub device: String,
    /// Network address it was begun from.
    pub address: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// The caller's sessions, the one used last first; `token` is the one that asks.
pub async fn list_sessions(app: &App, caller: &Caller, token: &str) -> Result<Vec<SessionView>> {
    let current = super::parse_secret(token);
    let sessions = app
        .store
        .list_sessions(&app.install, own(caller)?, current.as_ref())
        .await?;
    let views = sessions.into_iter().map(|session| SessionView {
        id: session.public_id,
        device: session.device,
        address: session.address,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        is_current: session.is_asked,
    });
    Ok(views.collect())
}

/// Ends one of the caller's sessions: its next request finds nobody signed in. `not_found` for
/// sessions of others.
pub async fn end_session(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let user = own(caller)?;
    let person = caller
        .person()
        .ok_or_else(|| AppError::new(Code::Forbidden))?;
    let mut tx = app.store.begin().await?;
    if !tx.end_session_of(&app.install, user, id).await? {
        return Err(AppError::new(Code::NotFound));
    }
    let entry = deed("session.ended", person.public_id, serde_json::json!({}));
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(())
}

fn own(caller: &Caller) -> Result<UserId> {
    let user = caller.principal.user().filter(|_| caller.only.is_none());
    user.ok_or_else(|| AppError::new(Code::Forbidden))
}
