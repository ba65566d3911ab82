//! Where the audit of an organization stands now, as a small file to be kept elsewhere: with it, a tail
//! that was cut off and a chain that was written anew are found, too. It is not signed: what it proves,
//! it proves to whoever kept it.

use crate::{App, AppError, Caller, Code, Result, session::print_secret};
use hearken_authz::Permission;
use hearken_store::AuditHead;
use serde::{Deserialize, Serialize};

/// The form of the file.
const FORM: &str = "hearken-audit-checkpoint-1";

/// Where a chain stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// `hearken-audit-checkpoint-1`
    pub form: String,
    /// The organization's name in URLs.
    pub organization: String,
    /// Entries up to here: they are numbered from 1 without gaps.
    pub entries: i64,
    /// Hash of the last of them, hexadecimal.
    pub hash: String,
    /// When, RFC 3339.
    pub at: String,
}

/// Where the audit of the visited organization stands; `not_found` while nothing is chained. Those who
/// see all of it, so no delegated admin.
pub async fn checkpoint(app: &App, caller: &Caller) -> Result<Checkpoint> {
    let scope = caller.scope(Permission::ViewAudit, app.now())?;
    let not_found = || AppError::new(Code::NotFound);
    let organization = caller.organization().ok_or_else(not_found)?;
    let head = app.store.audit_head(&app.install, scope.org()).await?;
    let head = head.ok_or_else(not_found)?;
    Ok(Checkpoint {
        form: FORM.to_owned(),
        organization: organization.slug.to_string(),
        entries: head.id,
        hash: print_secret(&head.hash),
        at: app.now().to_rfc3339(),
    })
}

impl Checkpoint {
    /// From the text of its file; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(text).ok()?;
        (read.form == FORM && read.head().is_some()).then_some(read)
    }

    /// The end that it keeps.
    pub fn head(&self) -> Option<AuditHead> {
        super::parse_head(&format!("{}:{}", self.entries, self.hash))
    }
}
