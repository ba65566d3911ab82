//! The organizations a person is in.

use super::OrganizationView;
use crate::{App, Caller, Result};
use hearken_authz::MembershipState;
use hearken_model::{LicenceType, OrganizationRole, RolePair};

/// An organization with what the caller is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyOrganization {
    /// The organization.
    pub organization: OrganizationView,
    /// The caller's roles.
    pub roles: RolePair,
    /// The caller's role towards the organization itself.
    pub organization_role: OrganizationRole,
    /// Whether the caller's access is open.
    pub state: MembershipState,
    /// The caller's place in the solution.
    pub licence: Option<LicenceType>,
}

impl MyOrganization {
    /// Whether there is anything that the caller may enter for: a place in the solution, or a role
    /// towards the organization itself.
    pub fn may_enter(&self) -> bool {
        let has_role = self.organization_role != OrganizationRole::None;
        self.state.may_enter() && (self.licence.is_some() || has_role)
    }
}

/// The organizations that the caller is in, by name. Empty for callers who are no person.
pub async fn list_mine(app: &App, caller: &Caller) -> Result<Vec<MyOrganization>> {
    let Some(user) = caller.principal.user() else {
        return Ok(Vec::new());
    };
    let mut mine = Vec::new();
    for (membership, slug, _) in app.store.list_memberships(&app.install, user).await? {
        if caller.only.is_some_and(|only| only != membership.org) {
            continue;
        }
        // Few people are in more than a handful.
        let found = app.store.find_organization(&app.install, &slug).await?;
        mine.extend(found.map(|organization| MyOrganization {
            organization: OrganizationView::of(organization),
            roles: membership.roles,
            organization_role: membership.organization_role,
            state: membership.state,
            licence: membership.licence,
        }));
    }
    Ok(mine)
}
