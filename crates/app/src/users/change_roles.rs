//! Changing roles and access (ADM-12, ADM-15, ADM-16).

use super::{Edited, UserRow, edit::with_access};
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
/// `last_administrator` when nobody would be left to administrate (ADM-22); `locked` when nobody of
/// them can be changed, otherwise locked ones are passed over.
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
        organization_role: input
            .organization_role
            .unwrap_or(membership.organization_role),
        ..with_roles(membership, input.roles)
    };
    let verb = "user.roles_changed";
    let edited = super::edit_members(app, caller, &scope, &input.users, verb, change).await?;
    Ok(edited.changed)
}

/// What "Edit selected" saves (ADM-12, ADM-15).
#[derive(Clone, Debug)]
pub struct EditSelected {
    /// The users that are ticked.
    pub users: Vec<PublicId>,
    /// Both roles; none: as they are.
    pub roles: Option<RolePair>,
    /// Access allowed; none: as it is. Saving roles lets pending users in, unless this says no.
    pub access: Option<bool>,
}

/// Changes roles and access of the users that are ticked, all or none of those that are not locked.
pub async fn edit_selected(app: &App, caller: &Caller, input: EditSelected) -> Result<Edited> {
    let scope = caller.scope(Permission::ManageUserRoles, app.now())?;
    let verb = match (input.roles, input.access) {
        (None, Some(true)) => "user.access_given",
        (_, Some(false)) => "user.access_withdrawn",
        (_, _) => "user.roles_changed",
    };
    let change = |membership: Membership| {
        let mut next = membership;
        if let Some(roles) = input.roles {
            next = with_roles(next, roles);
        }
        match input.access {
            Some(allowed) => with_access(next, allowed),
            None => next,
        }
    };
    super::edit_members(app, caller, &scope, &input.users, verb, change).await
}

/// Saving roles approves who asked, and is what a new user waited for.
fn with_roles(membership: Membership, roles: RolePair) -> Membership {
    Membership {
        roles,
        state: match membership.state {
            MembershipState::Withdrawn => MembershipState::Withdrawn,
            _ => MembershipState::Active,
        },
        ..membership
    }
}
