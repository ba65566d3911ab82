//! The domains of an organization.

use super::{LABEL, MARK};
use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{PublicId, Timestamp};
use hearken_store::Domain;

/// A domain that the organization says is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// The name under which the text record has to stand.
    pub record: String,
    /// What the text record has to say.
    pub value: String,
    /// When it was proven; none: not yet.
    pub verified_at: Option<Timestamp>,
    /// When it was named.
    pub created_at: Timestamp,
}

impl DomainRow {
    pub(super) fn of(domain: Domain) -> Self {
        Self {
            id: domain.public_id,
            record: format!("{LABEL}.{}", domain.name),
            value: format!("{MARK}{}", domain.proof),
            name: domain.name,
            verified_at: domain.verified_at,
            created_at: domain.created_at,
        }
    }
}

/// The domains of the visited organization, by name. Its own global administrators only.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<DomainRow>> {
    let scope = caller.scope(Permission::TakeOverDomain, app.now())?;
    let rows = app.store.list_domains(&scope).await?;
    Ok(rows.into_iter().map(DomainRow::of).collect())
}
