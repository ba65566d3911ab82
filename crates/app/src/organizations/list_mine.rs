//! The organizations a person is in.

use super::OrganizationView;
use crate::{App, Caller, Result};
use hearken_authz::MembershipState;
use hearken_model::{OrganizationRole, RolePair};

/// An organization with what the caller is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyOrganization {
    /// The organization.
    pub organization: OrganizationView,
    /// The caller's roles.
    pub roles: RolePair,
    /// The caller's role towards the organization itself.
    pub organization_role: OrganizationRole,
    /// Whether the caller may enter.
    pub state: MembershipState,
}

/// The organizations that the caller is in, by name. Empty for callers who are no person.
pub async fn list_mine(app: &App, caller: &Caller) -> Result<Vec<MyOrganization>> {
    Err(crate::error::unfinished((app, caller)))
}
