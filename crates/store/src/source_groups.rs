//! Groups of custom sources (SEA section 8). Which topics lose their footing when a group goes
//! (SEA-128) is the use-case's to tell.

use crate::{
    Error, Feed, Result, SetupChange, Store, Tx,
    db::{Reader, q},
    feeds::FeedRow,
    store::{name_key, public_id},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PublicId, SourceGroupId, Timestamp};
use std::collections::HashMap;

/// A group with its feeds.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceGroup {
    /// Id inside.
    pub id: SourceGroupId,
    /// Id outside.
    pub public_id: PublicId,
    /// Its name, unique in the organization.
    pub name: String,
    /// One or two characters that mark its posts, unique in the organization.
    pub initials: String,
    /// Its feeds, in the order in which they were added.
    pub feeds: Vec<Feed>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A group as it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSourceGroup {
    /// Its name.
    pub name: String,
    /// Its initials.
    pub initials: String,
    /// Addresses of its feeds. On a change, those already there keep how they stand.
    pub feeds: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct GroupRow {
    id: i64,
    public_id: Vec<u8>,
    name: String,
    initials: String,
    created_at: i64,
}

impl GroupRow {
    fn read(self, feeds: Vec<Feed>) -> Result<SourceGroup> {
        Ok(SourceGroup {
            id: SourceGroupId(self.id),
            public_id: public_id(&self.public_id)?,
            name: self.name,
            initials: self.initials,
            feeds,
            created_at: Timestamp(self.created_at),
        })
    }
}

impl Store {
    /// The organization's groups with their feeds, by name.
    pub async fn list_source_groups(&self, scope: &OrgScope) -> Result<Vec<SourceGroup>> {
        list(self.reader(), scope.org()).await
    }

    /// A group by its id outside.
    pub async fn find_source_group(
        &self,
        scope: &OrgScope,
        id: PublicId,
    ) -> Result<Option<SourceGroup>> {
        let groups = list(self.reader(), scope.org()).await?;
        Ok(groups.into_iter().find(|group| group.public_id == id))
    }

    /// The ids of every organization's groups, for rules that name groups by their id inside while
    /// posts name them by their id outside.
    pub async fn list_all_source_groups(
        &self,
        _scope: &InstallScope,
    ) -> Result<Vec<(OrgId, SourceGroupId, PublicId)>> {
        let rows: Vec<(i64, i64, Vec<u8>)> = self
            .db
            .all(q!(
                "SELECT org_id, id, public_id FROM source_groups WHERE org_id > 0 \
                 ORDER BY org_id, id"
            ))
            .await?;
        rows.into_iter()
            .map(|(org, id, public)| Ok((OrgId(org), SourceGroupId(id), public_id(&public)?)))
            .collect()
    }

    /// The same of an organization.
    pub async fn list_source_groups_of(
        &self,
        _scope: &InstallScope,
        org: OrgId,
    ) -> Result<Vec<(SourceGroupId, PublicId)>> {
        let rows: Vec<(i64, Vec<u8>)> = self
            .db
            .all(q!(
                "SELECT id, public_id FROM source_groups WHERE org_id = $1 ORDER BY id",
                org
            ))
            .await?;
        rows.into_iter()
            .map(|(id, public)| Ok((SourceGroupId(id), public_id(&public)?)))
            .collect()
    }
}

async fn list(mut reader: Reader<'_>, org: OrgId) -> Result<Vec<SourceGroup>> {
    let groups: Vec<GroupRow> = reader
        .all(q!(
            "SELECT id, public_id, name, initials, created_at FROM source_groups \
             WHERE org_id = $1 ORDER BY name_key, id",
            org
        ))
        .await?;
    let feeds: Vec<FeedRow> = reader
        .all(q!(
            "SELECT id, group_id, url, title, health, error, polled_at, succeeded_at, \
             next_poll_at FROM feeds WHERE org_id = $1 ORDER BY group_id, id",
            org
        ))
        .await?;
    let mut by_group: HashMap<i64, Vec<Feed>> = HashMap::new();
    for row in feeds {
        by_group.entry(row.group_id).or_default().push(row.read()?);
    }
    groups
        .into_iter()
        .map(|row| {
            let feeds = by_group.remove(&row.id).unwrap_or_default();
            row.read(feeds)
        })
        .collect()
}

impl Tx {
    /// Makes a group. [`Error::Taken`] when the name or the initials are (SEA-127).
    pub async fn create_source_group(
        &mut self,
        scope: &OrgScope,
        new: &NewSourceGroup,
    ) -> Result<SourceGroup> {
        let org = scope.org();
        let id = SourceGroupId(self.take_id(org, "source_group").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO source_groups (org_id, id, public_id, name, name_key, initials, \
                 initials_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                org,
                id,
                public,
                new.name.trim(),
                name_key(&new.name),
                new.initials.trim(),
                name_key(&new.initials),
                self.now
            ))
            .await?;
        self.set_feeds(org, id, &new.feeds).await?;
        self.touch_setup(SetupChange::Sources(scope.org())).await?;
        self.load_group(org, id).await
    }

    /// Changes a group: name, initials, feeds.
    pub async fn update_source_group(
        &mut self,
        scope: &OrgScope,
        id: SourceGroupId,
        new: &NewSourceGroup,
    ) -> Result<SourceGroup> {
        let org = scope.org();
        let changed = self
            .db
            .exec(q!(
                "UPDATE source_groups SET name = $1, name_key = $2, initials = $3, \
                 initials_key = $4 WHERE org_id = $5 AND id = $6",
                new.name.trim(),
                name_key(&new.name),
                new.initials.trim(),
                name_key(&new.initials),
                org,
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        self.set_feeds(org, id, &new.feeds).await?;
        self.touch_setup(SetupChange::Sources(scope.org())).await?;
        self.load_group(org, id).await
    }

    /// Removes a group with its feeds (SEA-128).
    pub async fn delete_source_group(&mut self, scope: &OrgScope, id: SourceGroupId) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "DELETE FROM source_groups WHERE org_id = $1 AND id = $2",
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        self.touch_setup(SetupChange::Sources(scope.org())).await
    }

    async fn load_group(&mut self, org: OrgId, id: SourceGroupId) -> Result<SourceGroup> {
        let groups = list(self.reader(), org).await?;
        let group = groups.into_iter().find(|group| group.id == id);
        group.ok_or(Error::NotFound)
    }
}
