//! Rows of the user list that nobody in the organization can change: delegated administrators, whose
//! rights follow from their partner's relationship (DEL-32, DEL-34). They are no members; wherever
//! users are listed or changed, their rows come from here.

use super::UserRow;
use crate::{App, Result};
use hearken_authz::{MembershipState, OrgScope};
use hearken_model::{
    ConfigurationRole, InteractionRole, OrganizationRole, RelationshipState, RolePair,
};
use hearken_store::User;

/// The people of partners who entered under a relationship that is in force, held or not (DEL-35).
/// A person who is also a member is listed as that.
pub(crate) async fn locked_people(app: &App, scope: &OrgScope) -> Result<Vec<UserRow>> {
    let present = app.store.list_presences(scope).await?;
    if present.is_empty() {
        return Ok(Vec::new());
    }
    let relationships = app.store.list_partners(scope).await?;
    let mut rows: Vec<UserRow> = Vec::new();
    for presence in present {
        let is_live = relationships.iter().any(|relationship| {
            relationship.id == presence.relationship
                && relationship.terms.state == RelationshipState::Active
        });
        let membership = app
            .store
            .find_membership(&app.install, scope.org(), presence.user)
            .await?;
        if is_live && membership.is_none() {
            let user = app.store.load_user(&app.install, presence.user).await?;
            if rows.iter().all(|row| row.id != user.public_id) {
                rows.push(row(user));
            }
        }
    }
    Ok(rows)
}

/// Always Administrator and Manager, never with a place (DEL-31, DEL-33).
fn row(user: User) -> UserRow {
    UserRow {
        id: user.public_id,
        name: user.name,
        email: user.email,
        roles: RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        },
        organization_role: OrganizationRole::None,
        state: MembershipState::Active,
        licence: None,
        usage_location: None,
        is_from_directory: false,
        locked: true,
        created_at: user.created_at,
        is_me: false,
    }
}
