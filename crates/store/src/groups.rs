//! Groups of people of an organization (ADM-40..42): to share with, to assign to, and to say which
//! people something is for. Names are unique without regard to case.

use crate::{
    Error, Result, Store, Tx,
    db::{Reader, json_list, q},
    store::{name_key, public_id},
};
use hearken_authz::OrgScope;
use hearken_model::{GroupId, PublicId, Timestamp, UserId};

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Id inside.
    pub id: GroupId,
    /// Id outside.
    pub public_id: PublicId,
    /// Name.
    pub name: String,
    /// The directory's own id of it, if it has one.
    pub directory_id: Option<String>,
    /// Whether a directory provisions it (SCIM), so that people cannot change it here.
    pub is_from_directory: bool,
    /// Rises with every change.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How many people are in it.
    pub size: u64,
}

/// What a group is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupEdit {
    /// Name.
    pub name: String,
    /// The directory's own id of it.
    pub directory_id: Option<String>,
    /// Whether a directory provisions it.
    pub is_from_directory: bool,
    /// Exactly these people; those who are not in the organization are left out.
    pub members: Vec<UserId>,
}

#[derive(sqlx::FromRow)]
struct GroupRow {
    id: i64,
    public_id: Vec<u8>,
    name: String,
    directory_id: Option<String>,
    is_from_directory: i64,
    version: i64,
    created_at: i64,
    updated_at: i64,
    size: i64,
}

impl GroupRow {
    fn read(self) -> Result<Group> {
        Ok(Group {
            id: GroupId(self.id),
            public_id: public_id(&self.public_id)?,
            name: self.name,
            directory_id: self.directory_id,
            is_from_directory: self.is_from_directory != 0,
            version: self.version,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            size: self.size.max(0) as u64,
        })
    }
}

impl Store {
    /// The organization's groups, by name.
    pub async fn list_groups(&self, scope: &OrgScope) -> Result<Vec<Group>> {
        let rows: Vec<GroupRow> = self
            .db
            .all(q!(
                "SELECT g.id, g.public_id, g.name, g.directory_id, g.is_from_directory, \
                 g.version, g.created_at, g.updated_at, \
                 (SELECT COUNT(*) FROM user_group_members m \
                 WHERE m.org_id = g.org_id AND m.group_id = g.id) AS size \
                 FROM user_groups g WHERE g.org_id = $1 ORDER BY g.name_key, g.id",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(GroupRow::read).collect()
    }

    /// A group by id outside.
    pub async fn find_group(&self, scope: &OrgScope, id: PublicId) -> Result<Option<Group>> {
        find(self.reader(), scope, id).await
    }

    /// Who is in a group.
    pub async fn list_group_members(&self, scope: &OrgScope, id: GroupId) -> Result<Vec<UserId>> {
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT user_id FROM user_group_members WHERE org_id = $1 AND group_id = $2 \
                 ORDER BY user_id",
                scope.org(),
                id
            ))
            .await?;
        Ok(rows.into_iter().map(|(user,)| UserId(user)).collect())
    }

    /// Every pair of group and person of the organization, by group.
    pub async fn list_all_group_members(&self, scope: &OrgScope) -> Result<Vec<(GroupId, UserId)>> {
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT group_id, user_id FROM user_group_members WHERE org_id = $1 \
                 ORDER BY group_id, user_id",
                scope.org()
            ))
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(group, user)| (GroupId(group), UserId(user)))
            .collect())
    }

    /// The groups that a person of the organization is in, by name: what a scope by group asks.
    pub async fn groups_of(&self, scope: &OrgScope, user: UserId) -> Result<Vec<Group>> {
        let rows: Vec<GroupRow> = self
            .db
            .all(q!(
                "SELECT g.id, g.public_id, g.name, g.directory_id, g.is_from_directory, \
                 g.version, g.created_at, g.updated_at, \
                 (SELECT COUNT(*) FROM user_group_members m \
                 WHERE m.org_id = g.org_id AND m.group_id = g.id) AS size \
                 FROM user_groups g JOIN user_group_members mine \
                 ON mine.org_id = g.org_id AND mine.group_id = g.id \
                 WHERE g.org_id = $1 AND mine.org_id = $1 AND mine.user_id = $2 \
                 ORDER BY g.name_key, g.id",
                scope.org(),
                user
            ))
            .await?;
        rows.into_iter().map(GroupRow::read).collect()
    }
}

async fn find(mut reader: Reader<'_>, scope: &OrgScope, id: PublicId) -> Result<Option<Group>> {
    let row: Option<GroupRow> = reader
        .opt(q!(
            "SELECT g.id, g.public_id, g.name, g.directory_id, g.is_from_directory, \
             g.version, g.created_at, g.updated_at, \
             (SELECT COUNT(*) FROM user_group_members m \
             WHERE m.org_id = g.org_id AND m.group_id = g.id) AS size \
             FROM user_groups g WHERE g.org_id = $1 AND g.public_id = $2",
            scope.org(),
            id
        ))
        .await?;
    row.map(GroupRow::read).transpose()
}

impl Tx {
    /// A group by id outside, seen by this transaction.
    pub async fn load_user_group(&mut self, scope: &OrgScope, id: PublicId) -> Result<Group> {
        find(self.reader(), scope, id).await?.ok_or(Error::NotFound)
    }

    /// Makes a group. [`Error::Taken`] when the name is.
    pub async fn create_group(&mut self, scope: &OrgScope, new: &GroupEdit) -> Result<Group> {
        let id = GroupId(self.take_id(scope.org(), "user_group").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO user_groups (org_id, id, public_id, name, name_key, directory_id, \
                 is_from_directory, version, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
                scope.org(),
                id,
                public,
                new.name.trim(),
                name_key(&new.name),
                new.directory_id.as_deref(),
                new.is_from_directory,
                self.now
            ))
            .await?;
        self.set_group_members(scope, id, &new.members).await?;
        self.load_user_group(scope, public).await
    }

    /// Changes a group. [`Error::Stale`] when `version` is given and not the stored one,
    /// [`Error::Taken`] when the name is.
    pub async fn update_group(
        &mut self,
        scope: &OrgScope,
        group: &Group,
        version: Option<i64>,
        edit: &GroupEdit,
    ) -> Result<Group> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE user_groups SET name = $1, name_key = $2, directory_id = $3, \
                 is_from_directory = $4, version = version + 1, updated_at = $5 \
                 WHERE org_id = $6 AND id = $7 AND version = COALESCE($8, version)",
                edit.name.trim(),
                name_key(&edit.name),
                edit.directory_id.as_deref(),
                edit.is_from_directory,
                self.now,
                scope.org(),
                group.id,
                version
            ))
            .await?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        self.cut_group(scope, group.id).await?;
        self.set_group_members(scope, group.id, &edit.members)
            .await?;
        self.load_user_group(scope, group.public_id).await
    }

    /// Removes a group, and what lets its people act for customers. [`Error::NotFound`] when it is
    /// not there.
    pub async fn delete_group(&mut self, scope: &OrgScope, id: GroupId) -> Result<()> {
        self.cut_group(scope, id).await?;
        self.drop_assignments_of(scope, id).await?;
        self.set_group_members(scope, id, &[]).await?;
        let removed = self
            .db
            .exec(q!(
                "DELETE FROM user_groups WHERE org_id = $1 AND id = $2",
                scope.org(),
                id
            ))
            .await?;
        if removed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    async fn set_group_members(
        &mut self,
        scope: &OrgScope,
        id: GroupId,
        members: &[UserId],
    ) -> Result<()> {
        self.db
            .exec(q!(
                "DELETE FROM user_group_members WHERE org_id = $1 AND group_id = $2",
                scope.org(),
                id
            ))
            .await?;
        let wanted = json_list(members.iter().map(|user| user.0));
        self.db
            .exec(q!(
                "INSERT INTO user_group_members (org_id, group_id, user_id) \
                 SELECT m.org_id, $1, m.user_id FROM memberships m WHERE m.org_id = $2 \
                 AND m.user_id IN (SELECT CAST(value AS BIGINT) FROM json_each($3))",
                id,
                scope.org(),
                wanted
            ))
            .await?;
        Ok(())
    }
}
