//! What people are in an organization (ADM-01, ADM-10). Refusing to lose the last administrator
//! (ADM-22) is the use-case's; [`Tx::count_administrators`] tells it inside its transaction.

use crate::{
    Error, Result, Store, Tx, User,
    db::{Reader, q},
    store::word,
    users::UserRow,
};
use hearken_authz::{InstallScope, Membership, MembershipState, OrgScope};
use hearken_model::{
    ConfigurationRole, InteractionRole, OrgId, OrganizationRole, RolePair, Slug, UserId,
};

/// A person with what they are in an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The person.
    pub user: User,
    /// What they are.
    pub membership: Membership,
}

/// A membership to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewMembership {
    /// The person.
    pub user: UserId,
    /// Roles in the solution.
    pub roles: RolePair,
    /// Role towards the organization itself.
    pub organization_role: OrganizationRole,
    /// Whether they may enter.
    pub state: MembershipState,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    org_id: i64,
    user_id: i64,
    configuration_role: String,
    interaction_role: String,
    organization_role: String,
    state: String,
}

impl MembershipRow {
    fn read(&self) -> Result<Membership> {
        let (configuration, interaction) = (&self.configuration_role, &self.interaction_role);
        let (organization, state) = (&self.organization_role, &self.state);
        Ok(Membership {
            org: OrgId(self.org_id),
            roles: RolePair {
                configuration: word(
                    "role",
                    configuration,
                    ConfigurationRole::from_word(configuration),
                )?,
                interaction: word("role", interaction, InteractionRole::from_word(interaction))?,
            },
            organization_role: word(
                "role",
                organization,
                OrganizationRole::from_word(organization),
            )?,
            state: word("state", state, MembershipState::from_word(state))?,
        })
    }
}

impl Store {
    /// What a person is in an organization: the input of a decision.
    pub async fn find_membership(
        &self,
        _scope: &InstallScope,
        org: OrgId,
        user: UserId,
    ) -> Result<Option<Membership>> {
        find(self.reader(), org, user).await
    }

    /// The organizations a person belongs to, with slug and name, by name.
    pub async fn list_memberships(
        &self,
        _scope: &InstallScope,
        user: UserId,
    ) -> Result<Vec<(Membership, Slug, String)>> {
        let rows: Vec<MembershipRow> = self
            .db
            .all(q!(
                "SELECT org_id, user_id, configuration_role, interaction_role, \
                 organization_role, state FROM memberships WHERE org_id > 0 AND user_id = $1",
                user
            ))
            .await?;
        let names: Vec<(i64, String, String)> = self
            .db
            .all(q!(
                "SELECT id, slug, name FROM organizations WHERE id IN \
                 (SELECT org_id FROM memberships WHERE user_id = $1) ORDER BY name, id",
                user
            ))
            .await?;
        let mut list = Vec::with_capacity(rows.len());
        for (id, slug, name) in names {
            if let Some(row) = rows.iter().find(|row| row.org_id == id) {
                list.push((row.read()?, crate::store::parsed("slug", &slug)?, name));
            }
        }
        Ok(list)
    }

    /// Those who govern an organization: its own active global administrators, the longest there
    /// first. They are told what partners do.
    pub async fn list_global_administrators(
        &self,
        _scope: &InstallScope,
        org: OrgId,
    ) -> Result<Vec<User>> {
        let rows: Vec<UserRow> = self
            .db
            .all(q!(
                "SELECT u.id, u.public_id, u.email, u.name, u.password_hash, u.locale, \
                 u.time_zone, u.is_operator, u.created_at FROM users u JOIN memberships m \
                 ON m.user_id = u.id WHERE m.org_id = $1 \
                 AND m.organization_role = 'global_administrator' \
                 AND m.state IN ('new', 'active') ORDER BY m.created_at, u.id",
                org
            ))
            .await?;
        rows.into_iter().map(UserRow::read).collect()
    }

    /// The people of the organization, by name.
    pub async fn list_members(&self, scope: &OrgScope) -> Result<Vec<Member>> {
        let rows: Vec<MembershipRow> = self
            .db
            .all(q!(
                "SELECT org_id, user_id, configuration_role, interaction_role, \
                 organization_role, state FROM memberships WHERE org_id = $1",
                scope.org()
            ))
            .await?;
        let users: Vec<UserRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, email, name, password_hash, locale, time_zone, \
                 is_operator, created_at FROM users WHERE id IN \
                 (SELECT user_id FROM memberships WHERE org_id = $1) ORDER BY name, id",
                scope.org()
            ))
            .await?;
        let mut members = Vec::with_capacity(rows.len());
        for user in users {
            if let Some(row) = rows.iter().find(|row| row.user_id == user.id) {
                members.push(Member {
                    membership: row.read()?,
                    user: user.read()?,
                });
            }
        }
        Ok(members)
    }
}

async fn find(mut reader: Reader<'_>, org: OrgId, user: UserId) -> Result<Option<Membership>> {
    let row: Option<MembershipRow> = reader
        .opt(q!(
            "SELECT org_id, user_id, configuration_role, interaction_role, \
             organization_role, state FROM memberships WHERE org_id = $1 AND user_id = $2",
            org,
            user
        ))
        .await?;
    row.map(|row| row.read()).transpose()
}

impl Tx {
    /// Adds a person to the organization. [`Error::Taken`] when they are in it already.
    pub async fn add_member(&mut self, scope: &OrgScope, new: &NewMembership) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO memberships (org_id, user_id, configuration_role, \
                 interaction_role, organization_role, state, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
                scope.org(),
                new.user,
                new.roles.configuration.as_str(),
                new.roles.interaction.as_str(),
                new.organization_role.as_str(),
                new.state.as_str(),
                self.now
            ))
            .await?;
        Ok(())
    }

    /// Changes what a person is. [`Error::NotFound`] when they are not in the organization.
    pub async fn update_member(&mut self, scope: &OrgScope, new: &NewMembership) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE memberships SET configuration_role = $1, interaction_role = $2, \
                 organization_role = $3, state = $4, updated_at = $5 \
                 WHERE org_id = $6 AND user_id = $7",
                new.roles.configuration.as_str(),
                new.roles.interaction.as_str(),
                new.organization_role.as_str(),
                new.state.as_str(),
                self.now,
                scope.org(),
                new.user
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// What a person is, seen by this transaction (for re-checks before a write).
    pub async fn find_member(
        &mut self,
        scope: &OrgScope,
        user: UserId,
    ) -> Result<Option<Membership>> {
        find(self.reader(), scope.org(), user).await
    }

    /// How many administrators may enter (ADM-22).
    pub async fn count_administrators(&mut self, scope: &OrgScope) -> Result<u64> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM memberships WHERE org_id = $1 \
                 AND configuration_role = 'administrator' AND state IN ('new', 'active')",
                scope.org()
            ))
            .await?;
        Ok(row.map_or(0, |(count,)| count.max(0) as u64))
    }
}
