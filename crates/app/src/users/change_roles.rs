//! Changing roles (ADM-12, ADM-16).

use super::UserRow;
use crate::{App, Caller, Result};
use hearken_authz::{Membership, MembershipState, Permission};
use hearken_model::{OrganizationRole, PublicId, RolePair};

/// Whose roles become what.
#[derive(Clone, Debug)]
pub struct ChangeRoles {
    /// The users; several at once are allowed.
    pub users: Vec<PublicId>,
    /// Both roles.
    pub roles: RolePair,
    /// Role towards the organization itself; none: unchanged. Needs `manage_users`.
    pub organization_role: Option<OrganizationRole>,
}

/// Changes the roles of users, all or none; a pending user becomes active, a new one leaves "new".
/// `last_administrator` when nobody would be left to administrate (ADM-22).
pub async fn change_roles(app: &App, caller: &Caller, input: ChangeRoles) -> Result<Vec<UserRow>> {
    let now = app.now();
    let scope = caller.scope(Permission::ManageUserRoles, now)?;
    if let Some(role) = input.organization_role {
        caller.scope(Permission::ManageUsers, now)?;
        // Raising to global administrator, or lowering one, is for the organization's own (DEL-46).
        let governs = |role| role == OrganizationRole::GlobalAdministrator;
        let members = app.store.list_members(&scope).await?;
        let mut chosen = members
            .iter()
            .filter(|m| input.users.contains(&m.user.public_id));
        if chosen.any(|m| governs(m.membership.organization_role) != governs(role)) {
            caller.native_scope(Permission::ManageGlobalAdministrators, now)?;
        }
    }
    let change = |membership: Membership| Membership {
        roles: input.roles,
        organization_role: input
            .organization_role
            .unwrap_or(membership.organization_role),
        state: match membership.state {
            MembershipState::Withdrawn => MembershipState::Withdrawn,
            _ => MembershipState::Active,
        },
        ..membership
    };
    super::edit_members(
        app,
        caller,
        &scope,
        &input.users,
        "user.roles_changed",
        change,
    )
    .await
}
