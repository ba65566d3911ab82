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
        }));
    }
    Ok(mine)
}
