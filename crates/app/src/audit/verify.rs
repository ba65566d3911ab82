//! Whether the audit is as it was written.

use crate::{App, AppError, Caller, Code, Result, session::print_secret};
use hearken_authz::Permission;
use hearken_model::{OrgId, Slug};
use hearken_store::{AuditFault, AuditHead};

/// What looking through a chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainView {
    /// The organization's name in URLs; `-` for the installation's own.
    pub name: String,
    /// Entries that were looked at.
    pub entries: u64,
    /// Its end, to be kept elsewhere: `17:0a1b...`; none where nothing is chained yet.
    pub head: Option<String>,
    /// What is wrong, in English, for the operator.
    pub faults: Vec<String>,
}

/// Looks through the chains of all organizations and of the installation, or of one organization
/// against an end of it that was kept elsewhere. Operators only.
pub async fn verify(
    app: &App,
    caller: &Caller,
    only: Option<(&str, Option<AuditHead>)>,
) -> Result<Vec<ChainView>> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let not_found = || AppError::new(Code::NotFound);
    let mut chains: Vec<(String, OrgId, Option<AuditHead>)> = Vec::new();
    match only {
        Some((slug, kept)) => {
            let parsed: Slug = slug.parse().map_err(|_| not_found())?;
            let found = app.store.find_organization(&app.install, &parsed).await?;
            let organization = found.ok_or_else(not_found)?;
            chains.push((slug.to_owned(), organization.id, kept));
        }
        None => {
            chains.push(("-".to_owned(), OrgId(0), None));
            for organization in app.store.list_organizations(&scope).await? {
                chains.push((organization.slug.to_string(), organization.id, None));
            }
        }
    }
    let mut views = Vec::with_capacity(chains.len());
    for (name, org, kept) in chains {
        let check = app.store.verify_audit(&scope, org, kept.as_ref()).await?;
        views.push(ChainView {
            name,
            entries: check.entries,
            head: check
                .head
                .map(|head| format!("{}:{}", head.id, print_secret(&head.hash))),
            faults: check.faults.iter().map(told).collect(),
        });
    }
    Ok(views)
}

fn told(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Edited(id) => format!("entry {id}, or one before it, was edited"),
        AuditFault::Missing(id) => format!("entries before {id} are gone"),
        AuditFault::Truncated(id) => format!("entries after {id} are gone"),
        AuditFault::Forked(id) => format!("entry {id} is not the one whose hash was kept"),
    }
}

/// An end as it was printed; none for anything else.
pub fn parse_head(text: &str) -> Option<AuditHead> {
    let (id, hash) = text.trim().split_once(':')?;
    let hash = crate::session::parse_secret(hash)?.to_vec();
    Some(AuditHead {
        id: id.parse().ok()?,
        hash,
    })
}
