//! What people are in an organization (ADM-01, ADM-10), and the places they have (ADM-31). Refusing
//! to lose the last administrator (ADM-22) or to give more places than there are is the use-case's:
//! [`Tx::lock_people`] first, then what [`Tx`] counts holds until its commit, on both databases.

use crate::{
    Error, Result, Store, Tx, User,
    db::{Reader, q},
    store::{parsed, word},
    users::UserRow,
};
use hearken_authz::{InstallScope, Membership, MembershipState, OrgScope};
use hearken_model::{
    ConfigurationRole, CountryCode, InteractionRole, LicenceType, OrgId, OrganizationRole,
    PublicId, RolePair, Slug, Timestamp, UserId,
};

/// A person with what they are in an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The person.
    pub user: User,
    /// What they are.
    pub membership: Membership,
    /// Where they use the solution; their maps open there (DEL-53).
    pub usage_location: Option<CountryCode>,
    /// Whether a directory provisions them (SCIM).
    pub is_from_directory: bool,
    /// When the membership last changed.
    pub updated_at: Timestamp,
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
    /// Their place in the solution.
    pub licence: Option<LicenceType>,
    /// Where they use the solution.
    pub usage_location: Option<CountryCode>,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    org_id: i64,
    configuration_role: String,
    interaction_role: String,
    organization_role: String,
    state: String,
    licence: Option<String>,
}

impl MembershipRow {
    fn read(&self) -> Result<Membership> {
        let (configuration, interaction) = (&self.configuration_role, &self.interaction_role);
        let (organization, state) = (&self.organization_role, &self.state);
        let licence = self.licence.as_deref();
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
            licence: licence
                .map(|kind| word("licence", kind, LicenceType::from_word(kind)))
                .transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    membership: MembershipRow,
    #[sqlx(flatten)]
    user: UserRow,
    usage_location: Option<String>,
    is_from_directory: i64,
    updated_at: i64,
}

impl MemberRow {
    fn read(self) -> Result<Member> {
        let location = self.usage_location.as_deref();
        Ok(Member {
            membership: self.membership.read()?,
            user: self.user.read()?,
            usage_location: location.map(|code| parsed("country", code)).transpose()?,
            is_from_directory: self.is_from_directory != 0,
            updated_at: Timestamp(self.updated_at),
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
                "SELECT org_id, configuration_role, interaction_role, \
                 organization_role, state, licence FROM memberships WHERE org_id > 0 AND user_id = $1",
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
                 u.time_zone, u.default_frame, u.charts, u.style, u.is_operator, u.created_at \
                 FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.org_id = $1 \
                 AND m.organization_role = 'global_administrator' \
                 AND m.state IN ('new', 'active') ORDER BY m.created_at, u.id",
                org
            ))
            .await?;
        rows.into_iter().map(UserRow::read).collect()
    }

    /// The people of the organization, by name.
    pub async fn list_members(&self, scope: &OrgScope) -> Result<Vec<Member>> {
        let rows: Vec<MemberRow> = self
            .db
            .all(q!(
                "SELECT m.org_id, m.configuration_role, m.interaction_role, \
                 m.organization_role, m.state, m.licence, m.usage_location, m.updated_at, \
                 CAST(CASE WHEN m.scim IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_from_directory, \
                 u.id, u.public_id, u.email, u.name, u.password_hash, u.locale, u.time_zone, \
                 u.default_frame, u.charts, u.style, u.is_operator, u.created_at \
                 FROM memberships m JOIN users u ON u.id = m.user_id \
                 WHERE m.org_id = $1 ORDER BY u.name, u.id",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(MemberRow::read).collect()
    }

    /// A person of the organization, by id outside.
    pub async fn find_member(&self, scope: &OrgScope, id: PublicId) -> Result<Option<Member>> {
        find_member(self.reader(), scope, id).await
    }
}

pub(crate) async fn find_member(
    mut reader: Reader<'_>,
    scope: &OrgScope,
    id: PublicId,
) -> Result<Option<Member>> {
    let row: Option<MemberRow> = reader
        .opt(q!(
            "SELECT m.org_id, m.configuration_role, m.interaction_role, \
             m.organization_role, m.state, m.licence, m.usage_location, m.updated_at, \
             CAST(CASE WHEN m.scim IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_from_directory, \
             u.id, u.public_id, u.email, u.name, u.password_hash, u.locale, u.time_zone, \
             u.default_frame, u.charts, u.style, u.is_operator, u.created_at \
             FROM memberships m JOIN users u ON u.id = m.user_id \
             WHERE m.org_id = $1 AND u.public_id = $2",
            scope.org(),
            id
        ))
        .await?;
    row.map(MemberRow::read).transpose()
}

async fn find(mut reader: Reader<'_>, org: OrgId, user: UserId) -> Result<Option<Membership>> {
    let row: Option<MembershipRow> = reader
        .opt(q!(
            "SELECT org_id, configuration_role, interaction_role, \
             organization_role, state, licence FROM memberships WHERE org_id = $1 AND user_id = $2",
            org,
            user
        ))
        .await?;
    row.map(|row| row.read()).transpose()
}

impl Tx {
    /// Makes everybody else who changes people of the organization wait until this transaction
    /// ends, so that what it counts stays so.
    pub async fn lock_people(&mut self, scope: &OrgScope) -> Result<()> {
        self.take_ids(scope.org(), "people", 0).await?;
        Ok(())
    }

    /// Adds a person to the organization. [`Error::Taken`] when they are in it already.
    pub async fn add_member(&mut self, scope: &OrgScope, new: &NewMembership) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO memberships (org_id, user_id, configuration_role, \
                 interaction_role, organization_role, state, licence, licensed_at, \
                 usage_location, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
                scope.org(),
                new.user,
                new.roles.configuration.as_str(),
                new.roles.interaction.as_str(),
                new.organization_role.as_str(),
                new.state.as_str(),
                new.licence.map(LicenceType::as_str),
                new.licence.map(|_| self.now),
                new.usage_location.as_ref().map(CountryCode::as_str),
                self.now
            ))
            .await?;
        Ok(())
    }

    /// Changes what a person is. Who may not enter any more acts for no customer either, from this
    /// very moment. [`Error::NotFound`] when they are not in the organization.
    pub async fn update_member(&mut self, scope: &OrgScope, new: &NewMembership) -> Result<()> {
        if !new.state.may_enter() {
            self.cut_person(scope, new.user).await?;
        }
        let changed = self
            .db
            .exec(q!(
                "UPDATE memberships SET configuration_role = $1, interaction_role = $2, \
                 organization_role = $3, state = $4, licence = $5, \
                 licensed_at = CASE WHEN $5 = licence THEN licensed_at ELSE $6 END, \
                 usage_location = $7, updated_at = $8 WHERE org_id = $9 AND user_id = $10",
                new.roles.configuration.as_str(),
                new.roles.interaction.as_str(),
                new.organization_role.as_str(),
                new.state.as_str(),
                new.licence.map(LicenceType::as_str),
                new.licence.map(|_| self.now),
                new.usage_location.as_ref().map(CountryCode::as_str),
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

    /// Takes a person out of the organization and its groups. [`Error::NotFound`] when they are not
    /// in it.
    pub async fn remove_member(&mut self, scope: &OrgScope, user: UserId) -> Result<()> {
        self.cut_person(scope, user).await?;
        self.db
            .exec(q!(
                "DELETE FROM user_group_members WHERE org_id = $1 AND user_id = $2",
                scope.org(),
                user
            ))
            .await?;
        let removed = self
            .db
            .exec(q!(
                "DELETE FROM memberships WHERE org_id = $1 AND user_id = $2",
                scope.org(),
                user
            ))
            .await?;
        if removed == 0 {
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

    /// A person of the organization by id outside, seen by this transaction.
    pub async fn load_member(&mut self, scope: &OrgScope, id: PublicId) -> Result<Member> {
        let found = find_member(self.reader(), scope, id).await?;
        found.ok_or(Error::NotFound)
    }

    /// Who waits for approval, seen by this transaction, first come first (ADM-13).
    pub async fn list_pending(&mut self, scope: &OrgScope) -> Result<Vec<Member>> {
        let rows: Vec<MemberRow> = self
            .db
            .all(q!(
                "SELECT m.org_id, m.configuration_role, m.interaction_role, \
                 m.organization_role, m.state, m.licence, m.usage_location, m.updated_at, \
                 CAST(CASE WHEN m.scim IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_from_directory, \
                 u.id, u.public_id, u.email, u.name, u.password_hash, u.locale, u.time_zone, \
                 u.default_frame, u.charts, u.style, u.is_operator, u.created_at \
                 FROM memberships m JOIN users u ON u.id = m.user_id \
                 WHERE m.org_id = $1 AND m.state = 'pending' ORDER BY m.updated_at, u.id",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(MemberRow::read).collect()
    }
}
