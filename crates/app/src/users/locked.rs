//! Rows of the user list that nobody in the organization can change: delegated administrators, whose
//! rights follow from their partner's relationship (DEL-32, DEL-34). They are no members; wherever
//! users are listed or changed, their rows come from here.

use super::UserRow;
use crate::{App, Result, delegation::level_of};
use hearken_authz::{MembershipState, OrgScope};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OrganizationRole, RelationshipState,
    RolePair, Timestamp,
};
use hearken_store::{Presence, StoredRelationship, User};

/// What a delegated administrator's row says instead of a place (DEL-35).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate {
    /// The name of the partner that sends them.
    pub partner: String,
    /// What they can do.
    pub level: DelegationLevel,
    /// When they entered last.
    pub last_entry_at: Timestamp,
}

/// The people of partners who entered under a relationship that is in force, held or not, and whom
/// their partner still sends (DEL-35); each once, where they were last. A person who is also a
/// member is listed as that.
pub(crate) async fn locked_people(app: &App, scope: &OrgScope) -> Result<Vec<UserRow>> {
    let mut present = app.store.list_presences(scope).await?;
    if present.is_empty() {
        return Ok(Vec::new());
    }
    present.sort_by_key(|presence| std::cmp::Reverse(presence.last_entry_at));
    let relationships = app.store.list_partners(scope).await?;
    let mut rows: Vec<UserRow> = Vec::new();
    for presence in present {
        let relationship = relationships.iter().find(|relationship| {
            relationship.id == presence.relationship
                && relationship.terms.state == RelationshipState::Active
        });
        if let Some(relationship) = relationship
            && let Some(row) = row(app, scope, relationship, &presence).await?
            && rows.iter().all(|other| other.id != row.id)
        {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A person's row; none for members, and for people whom the partner sends no more.
async fn row(
    app: &App,
    scope: &OrgScope,
    relationship: &StoredRelationship,
    presence: &Presence,
) -> Result<Option<UserRow>> {
    let (store, install, partner) = (&app.store, &app.install, relationship.partner);
    let of = |org| store.find_membership(install, org, presence.user);
    let works = of(partner).await?.is_some_and(|m| m.state.may_enter());
    let assignments = store.list_assignments(install, partner).await?;
    let assigned = level_of(&assignments, presence.user, relationship.customer);
    let Some(level) = assigned.filter(|_| works) else {
        return Ok(None);
    };
    if of(scope.org()).await?.is_some() {
        return Ok(None);
    }
    let profile = store.find_partner(install, partner).await?;
    let shows_addresses = profile.is_some_and(|(_, profile)| profile.show_addresses);
    let organization = store.load_organization_of(install, partner).await?;
    let delegate = Delegate {
        partner: organization.settings.name,
        level: level.min(relationship.terms.level),
        last_entry_at: presence.last_entry_at,
    };
    let user = store.load_user(install, presence.user).await?;
    Ok(Some(row_of(user, shows_addresses, delegate)))
}

/// Never with a place; full administration is Administrator and Manager (DEL-31, DEL-33).
fn row_of(user: User, shows_addresses: bool, delegate: Delegate) -> UserRow {
    let roles = match delegate.level {
        DelegationLevel::Full => RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        },
        DelegationLevel::Limited => RolePair {
            configuration: ConfigurationRole::Analyst,
            interaction: InteractionRole::Reader,
        },
    };
    UserRow {
        id: user.public_id,
        name: user.name,
        email: if shows_addresses {
            user.email
        } else {
            String::new()
        },
        roles,
        organization_role: OrganizationRole::None,
        state: MembershipState::Active,
        licence: None,
        usage_location: None,
        is_from_directory: false,
        delegate: Some(delegate),
        created_at: user.created_at,
        is_me: false,
    }
}
