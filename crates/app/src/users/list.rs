//! The list of users (ADM-10, ADM-17).

use crate::{App, Caller, Result};
use hearken_authz::MembershipState;
use hearken_model::{
    ConfigurationRole, InteractionRole, OrganizationRole, PublicId, RolePair, Timestamp,
};

/// Which users; nothing set: everybody.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// Part of a name or mail address.
    pub search: String,
    /// With this configuration role.
    pub configuration: Option<ConfigurationRole>,
    /// With this interaction role.
    pub interaction: Option<InteractionRole>,
    /// In any of these states; empty: any. "Active (All)" is `[New, Active]`.
    pub states: Vec<MembershipState>,
}

/// A user of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Their id.
    pub id: PublicId,
    /// Name.
    pub name: String,
    /// Mail address, for the mail button (ADM-18).
    pub email: String,
    /// Roles.
    pub roles: RolePair,
    /// Role towards the organization itself.
    pub organization_role: OrganizationRole,
    /// Whether they may enter.
    pub state: MembershipState,
    /// When they were added.
    pub created_at: Timestamp,
    /// Whether it is the caller.
    pub is_me: bool,
}

/// The users of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller, filter: UserFilter) -> Result<Vec<UserRow>> {
    Err(crate::error::unfinished((app, caller, filter)))
}
