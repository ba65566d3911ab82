//! The relationship log of a partner (DEL-73): what happened to its relationships, whoever did it, and
//! what its people did at customers.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{Timestamp, time::DAY};

/// Most rows of a log.
const MOST: u32 = 1_000;

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// When.
    pub at: Timestamp,
    /// The customer's name.
    pub with: String,
    /// What was done, as audit rows call it.
    pub verb: String,
    /// Who did it; none: the installation.
    pub who: Option<String>,
}

/// What happened to the relationships of the visited partner in the last month, newest first.
pub async fn log(app: &App, caller: &Caller) -> Result<Vec<LogRow>> {
    let now = app.now();
    let scope = caller.scope(Permission::OfferDelegation, now)?;
    let mut rows = Vec::new();
    for entry in app.store.list_audit(&scope, None, MOST).await? {
        let about = ["relationship.", "offer.", "partner.", "assignment."];
        let is_old = now.0 - entry.at.0 > 31 * DAY;
        let is_ours = entry.partner == Some(scope.org());
        if is_old || !(is_ours || about.iter().any(|noun| entry.verb.starts_with(noun))) {
            continue;
        }
        let who = match entry.actor_user {
            Some(user) => Some(app.store.load_user(&app.install, user).await?.name),
            None => None,
        };
        let with = entry.detail.get("with").and_then(|name| name.as_str());
        rows.push(LogRow {
            at: entry.at,
            with: with.unwrap_or_default().to_owned(),
            verb: entry.verb,
            who,
        });
    }
    Ok(rows)
}
