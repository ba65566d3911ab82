//! All organizations of the installation, for its operator.

use super::OrganizationView;
use crate::{App, Caller, Result};
use hearken_authz::Permission;

/// Every organization, by name. Operators only.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<OrganizationView>> {
    let scope = caller.install_scope(Permission::ManageOrganizations, app.now())?;
    let organizations = app.store.list_organizations(&scope).await?;
    Ok(organizations
        .into_iter()
        .map(OrganizationView::of)
        .collect())
}
