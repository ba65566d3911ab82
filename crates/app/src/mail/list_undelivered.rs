//! Mails that no server has taken, for the operator.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::Timestamp;

/// A mail that has not arrived anywhere. What it says is not shown: it may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeliveredMail {
    /// Which mail it is, such as `roles_changed`.
    pub kind: String,
    /// In whose name.
    pub sender: String,
    /// To whom.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// `queued` (will be tried again), `refused`, `expired` or `unsent` (no server configured).
    pub state: &'static str,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last, in the server's words.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How many are listed.
const MOST: u32 = 200;

/// Mails of the last 30 days that no server has taken, newest first. Operators only.
pub async fn list_undelivered(app: &App, caller: &Caller) -> Result<Vec<UndeliveredMail>> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let mails = app.store.list_undelivered_mails(&scope, MOST).await?;
    Ok(mails
        .into_iter()
        .map(|mail| UndeliveredMail {
            kind: mail.kind,
            sender: mail.sender,
            recipient: mail.recipient,
            subject: mail.subject,
            state: mail.state.as_str(),
            attempts: mail.attempts,
            error: mail.error,
            created_at: mail.created_at,
        })
        .collect())
}
