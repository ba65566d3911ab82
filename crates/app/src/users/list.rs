//! The list of users (ADM-10, ADM-17).

use crate::{App, Caller, Result};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{
    ConfigurationRole, InteractionRole, OrganizationRole, PublicId, RolePair, Timestamp,
};
use hearken_store::Member;

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
    /// When they were added to the installation.
    pub created_at: Timestamp,
    /// Whether it is the caller.
    pub is_me: bool,
}

/// The users of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller, filter: UserFilter) -> Result<Vec<UserRow>> {
    let scope = caller.scope(Permission::ViewUsers, app.now())?;
    let members = app.store.list_members(&scope).await?;
    let rows = members.into_iter().filter(|member| filter.takes(member));
    let mut rows: Vec<UserRow> = rows.map(|member| UserRow::of(member, caller)).collect();
    // Databases differ in how they sort letters of different case.
    rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.id));
    Ok(rows)
}

impl UserFilter {
    fn takes(&self, member: &Member) -> bool {
        let search = self.search.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&search);
        let m = &member.membership;
        (search.is_empty() || has(&member.user.name) || has(&member.user.email))
            && self
                .configuration
                .is_none_or(|role| role == m.roles.configuration)
            && self
                .interaction
                .is_none_or(|role| role == m.roles.interaction)
            && (self.states.is_empty() || self.states.contains(&m.state))
    }
}

impl UserRow {
    pub(crate) fn of(member: Member, caller: &Caller) -> Self {
        let Member { user, membership } = member;
        Self {
            id: user.public_id,
            is_me: caller.principal.user() == Some(user.id),
            name: user.name,
            email: user.email,
            roles: membership.roles,
            organization_role: membership.organization_role,
            state: membership.state,
            created_at: user.created_at,
        }
    }
}
