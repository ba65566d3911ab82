//! What was done under a relationship (DEL-72), as the customer sees it.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::{PublicId, Timestamp};

/// Most rows that are answered; the audit has all.
const MOST: usize = 1_000;

/// A deed under a relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityRow {
    /// Its number in the organization's audit.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: Option<String>,
    /// What, `noun.participle`.
    pub verb: String,
    /// To what: noun and id.
    pub object: String,
}

/// What was done under a relationship, newest first; a delegated admin sees the own deeds under the
/// own relationship.
pub async fn activity(app: &App, caller: &Caller, id: PublicId) -> Result<Vec<ActivityRow>> {
    let scope = caller.scope_new(Permission::ViewPartners, app.now())?;
    let row = super::partners::find(app, &scope, id).await?;
    let own = scope.acting();
    if own.is_some_and(|own| own.relationship != row.id) {
        return Err(AppError::new(Code::NotFound));
    }
    let own = own.and_then(|_| scope.actor().user());
    let mut rows = Vec::new();
    let deeds = app.store.list_audit_under(&scope, row.id).await?;
    let seen = deeds
        .into_iter()
        .rev()
        .filter(|entry| own.is_none() || entry.actor_user == own);
    for entry in seen.take(MOST) {
        let who = match entry.actor_user {
            Some(user) => Some(app.store.load_user(&app.install, user).await?.name),
            None => None,
        };
        rows.push(ActivityRow {
            id: entry.id,
            at: entry.at,
            who,
            verb: entry.verb,
            object: entry.object,
        });
    }
    Ok(rows)
}
