//! Blocked content (SEA-140..145): domains and phrases, and the posts they hide until they are
//! deleted.

use crate::{
    Error, Result, SetupChange, Store, Tx,
    db::{json_list, q},
    outbox::OutboxChange,
    posts::delete_by_ids,
    store::{name_key, public_id, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PostId, PublicId, Timestamp, UserId};
use std::collections::BTreeMap;

/// An entry of one of the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Number within the organization.
    pub id: i64,
    /// Id outside.
    pub public_id: PublicId,
    /// Which list.
    pub kind: BlockedKind,
    /// The domain or phrase.
    pub value: String,
    /// Who added it.
    pub added_by: Option<UserId>,
    /// When.
    pub added_at: Timestamp,
}

/// The two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockedKind {
    /// A host, or a host with the beginning of a path (SEA-142).
    Domain,
    /// A word or phrase (SEA-143).
    Phrase,
}

impl BlockedKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Domain, Self::Phrase];

    /// The stored word, also of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Phrase => "phrase",
        }
    }

    /// From its word.
    pub fn from_word(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(sqlx::FromRow)]
struct BlockedRow {
    org_id: i64,
    id: i64,
    public_id: Vec<u8>,
    kind: String,
    value: String,
    added_by: Option<i64>,
    added_at: i64,
}

impl BlockedRow {
    fn read(self) -> Result<Blocked> {
        Ok(Blocked {
            id: self.id,
            public_id: public_id(&self.public_id)?,
            kind: word("kind", &self.kind, BlockedKind::from_word(&self.kind))?,
            value: self.value,
            added_by: self.added_by.map(UserId),
            added_at: Timestamp(self.added_at),
        })
    }
}

impl Store {
    /// The organization's entries, by list and value.
    pub async fn list_blocked(&self, scope: &OrgScope) -> Result<Vec<Blocked>> {
        list(self, scope.org()).await
    }

    /// Every organization's entries: what the pipeline blocks by.
    pub async fn list_all_blocked(&self, _scope: &InstallScope) -> Result<Vec<(OrgId, Blocked)>> {
        let rows: Vec<BlockedRow> = self
            .db
            .all(q!(
                "SELECT org_id, id, public_id, kind, value, added_by, added_at FROM blocked \
                 WHERE org_id > 0 ORDER BY org_id, kind, value_key"
            ))
            .await?;
        rows.into_iter()
            .map(|row| Ok((OrgId(row.org_id), row.read()?)))
            .collect()
    }

    /// An organization's entries, in the same order.
    pub async fn list_blocked_of(&self, _scope: &InstallScope, org: OrgId) -> Result<Vec<Blocked>> {
        list(self, org).await
    }

    /// Deletes the posts of all organizations whose time in hiding is over (SEA-141). Answers how
    /// many went. One transaction for each organization.
    pub async fn purge_hidden(&self, _scope: &InstallScope) -> Result<u64> {
        let now = self.now();
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT org_id, id FROM posts WHERE org_id > 0 AND hidden_by IS NOT NULL \
                 AND hidden_until <= $1 ORDER BY org_id, hidden_by",
                now
            ))
            .await?;
        let mut by_org: BTreeMap<OrgId, Vec<PostId>> = BTreeMap::new();
        for (org, id) in rows {
            by_org.entry(OrgId(org)).or_default().push(PostId(id));
        }
        let mut purged = 0;
        for (org, posts) in by_org {
            purged += posts.len() as u64;
            let mut tx = self.begin().await?;
            let change = delete_by_ids(&mut tx, org, &posts).await?;
            tx.append(org, change.as_slice()).await?;
            tx.commit().await?;
        }
        Ok(purged)
    }
}

async fn list(store: &Store, org: OrgId) -> Result<Vec<Blocked>> {
    let rows: Vec<BlockedRow> = store
        .db
        .all(q!(
            "SELECT org_id, id, public_id, kind, value, added_by, added_at FROM blocked \
             WHERE org_id = $1 ORDER BY kind, value_key",
            org
        ))
        .await?;
    rows.into_iter().map(BlockedRow::read).collect()
}

impl Tx {
    /// Adds an entry. [`Error::Taken`] when it is there already. Hiding what is stored is
    /// [`Tx::hide_posts`].
    pub async fn add_blocked(
        &mut self,
        scope: &OrgScope,
        kind: BlockedKind,
        value: &str,
    ) -> Result<Blocked> {
        let id = self.take_id(scope.org(), "blocked").await?;
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO blocked (org_id, id, public_id, kind, value, value_key, added_by, \
                 added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                scope.org(),
                id,
                public,
                kind.as_str(),
                value.trim(),
                name_key(value),
                scope.actor().user(),
                self.now
            ))
            .await?;
        self.touch_setup(SetupChange::Blocked(scope.org())).await?;
        Ok(Blocked {
            id,
            public_id: public,
            kind,
            value: value.trim().to_owned(),
            added_by: scope.actor().user(),
            added_at: self.now,
        })
    }

    /// Removes an entry; the posts it still hides are shown again (SEA-141, SEA-144). Answers it
    /// and how many posts came back.
    pub async fn remove_blocked(
        &mut self,
        scope: &OrgScope,
        id: PublicId,
    ) -> Result<(Blocked, u64)> {
        let org = scope.org();
        let row: Option<BlockedRow> = self
            .db
            .opt(q!(
                "DELETE FROM blocked WHERE org_id = $1 AND public_id = $2 \
                 RETURNING org_id, id, public_id, kind, value, added_by, added_at",
                org,
                id
            ))
            .await?;
        let entry = row.ok_or(Error::NotFound)?.read()?;
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "UPDATE posts SET hidden_by = NULL, hidden_until = NULL \
                 WHERE org_id = $1 AND hidden_by = $2 RETURNING id",
                org,
                entry.id
            ))
            .await?;
        let mut posts: Vec<PostId> = rows.into_iter().map(|(id,)| PostId(id)).collect();
        posts.sort_unstable();
        let count = posts.len() as u64;
        if !posts.is_empty() {
            self.append(org, &[OutboxChange::Patched { posts }]).await?;
        }
        self.touch_setup(SetupChange::Blocked(scope.org())).await?;
        Ok((entry, count))
    }

    /// Hides posts until an instant, because of an entry; those that another entry hides already
    /// stay with that. Answers the posts that are hidden now and were not before.
    pub async fn hide_posts(
        &mut self,
        scope: &OrgScope,
        entry: &Blocked,
        posts: &[PostId],
        until: Timestamp,
    ) -> Result<Vec<PostId>> {
        let org = scope.org();
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "UPDATE posts SET hidden_by = $1, hidden_until = $2 \
                 WHERE org_id = $3 AND hidden_by IS NULL \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($4)) RETURNING id",
                entry.id,
                until,
                org,
                json_list(posts)
            ))
            .await?;
        let mut hidden: Vec<PostId> = rows.into_iter().map(|(id,)| PostId(id)).collect();
        hidden.sort_unstable();
        if !hidden.is_empty() {
            let change = OutboxChange::Patched {
                posts: hidden.clone(),
            };
            self.append(org, &[change]).await?;
        }
        Ok(hidden)
    }
}
