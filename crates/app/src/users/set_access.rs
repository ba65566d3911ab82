//! Withdrawing access and giving it again (ADM-15).

use super::UserRow;
use crate::{App, Caller, Result};
use hearken_authz::{Membership, MembershipState, Permission};
use hearken_model::PublicId;

/// Withdraws the access of users (their sessions find the organization closed at once), or gives
/// it again; all or none. `last_administrator` as in ADM-22.
pub async fn set_access(
    app: &App,
    caller: &Caller,
    users: Vec<PublicId>,
    allowed: bool,
) -> Result<Vec<UserRow>> {
    let scope = caller.scope(Permission::ManageUserRoles, app.now())?;
    let (verb, state) = if allowed {
        ("user.access_given", MembershipState::Active)
    } else {
        ("user.access_withdrawn", MembershipState::Withdrawn)
    };
    let change = |membership: Membership| Membership {
        state: match membership.state {
            MembershipState::New if allowed => MembershipState::New,
            _ => state,
        },
        ..membership
    };
    super::edit_members(app, caller, &scope, &users, verb, change).await
}
