//! What was done in an organization, newest first.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{Timestamp, UserId};
use std::collections::HashMap;

/// A deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Number within the organization, rising.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who; none: the installation, or its command line.
    pub who: Option<String>,
    /// The partner for which they acted.
    pub partner: Option<String>,
    /// What, `noun.participle`.
    pub verb: String,
    /// To what: noun and id.
    pub object: String,
    /// What else there is to know, as JSON.
    pub detail: String,
}

/// The deeds in the visited organization before `before`, newest first, at most `most`; a delegated
/// admin sees the own ones.
pub async fn list(
    app: &App,
    caller: &Caller,
    before: Option<i64>,
    most: u32,
) -> Result<Vec<AuditRow>> {
    let scope = caller.scope_new(Permission::ViewAudit, app.now())?;
    let own = scope.acting().and_then(|_| scope.actor().user());
    let mut names: HashMap<UserId, String> = HashMap::new();
    let mut rows = Vec::new();
    for entry in app.store.list_audit(&scope, before, most).await? {
        if own.is_some() && (entry.actor_user != own || entry.partner.is_none()) {
            continue;
        }
        let who = match entry.actor_user {
            Some(user) => {
                if let std::collections::hash_map::Entry::Vacant(free) = names.entry(user) {
                    free.insert(app.store.load_user(&app.install, user).await?.name);
                }
                names.get(&user).cloned()
            }
            None => None,
        };
        let partner = match entry.partner {
            Some(org) => {
                let partner = app.store.load_organization_of(&app.install, org).await?;
                Some(partner.settings.name)
            }
            None => None,
        };
        rows.push(AuditRow {
            id: entry.id,
            at: entry.at,
            who,
            partner,
            verb: entry.verb,
            object: entry.object,
            detail: entry.detail.to_string(),
        });
    }
    Ok(rows)
}
