//! What changed, in order, for everything that is derived: the archive, live pages. Numbers are
//! dense in each organization and begin with 1; one small row tells of a whole batch.

use crate::{
    Error, Result, Store, Tx,
    db::q,
    store::{json, to_json},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{AuthorId, OrgId, PostId, Seq, Timestamp, TopicId};
use serde::{Deserialize, Serialize};

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Its number.
    pub seq: Seq,
    /// When it was written.
    pub at: Timestamp,
    /// What changed.
    pub change: OutboxChange,
}

/// What changed. Columns are not in it: read them by [`Store::load_rows`] as they are now, which
/// makes applying an entry twice, or late, harmless. Posts that are gone by then have been deleted
/// by a later entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutboxChange {
    /// These posts were recorded: every id from `first` to `last`.
    Recorded {
        /// First id.
        first: PostId,
        /// Last id.
        last: PostId,
    },
    /// Columns of these posts changed: edited, hidden, shown again, another tone.
    Patched {
        /// Their ids, rising.
        posts: Vec<PostId>,
    },
    /// A topic was matched anew over stored posts.
    Topics {
        /// The topic.
        topic: TopicId,
        /// Posts that now match it.
        added: Vec<PostId>,
        /// Posts that no longer match it.
        removed: Vec<PostId>,
    },
    /// These posts are gone.
    Deleted {
        /// Their ids, rising.
        posts: Vec<PostId>,
    },
    /// An author is gone; a [`OutboxChange::Deleted`] before it names the posts.
    AuthorErased {
        /// The author.
        author: AuthorId,
    },
}

impl Store {
    /// Up to `limit` entries after `after`, in order. [`Error::Pruned`] when entries that should
    /// follow were removed: what is derived must be rebuilt.
    pub async fn list_outbox(
        &self,
        scope: &OrgScope,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<OutboxEntry>> {
        let rows: Vec<(i64, i64, String)> = self
            .db
            .all(q!(
                "SELECT seq, at, change FROM outbox WHERE org_id = $1 AND seq > $2 \
                 ORDER BY seq LIMIT $3",
                scope.org(),
                after,
                i64::from(limit)
            ))
            .await?;
        let starts_late = match rows.first() {
            Some(first) => first.0 != after.0 + 1,
            None => self.outbox_head(scope).await? > after && limit > 0,
        };
        if starts_late {
            return Err(Error::Pruned);
        }
        rows.into_iter()
            .map(|(seq, at, change)| {
                Ok(OutboxEntry {
                    seq: Seq(seq),
                    at: Timestamp(at),
                    change: json("outbox change", &change)?,
                })
            })
            .collect()
    }

    /// The newest entry's number; 0 when there never was one.
    pub async fn outbox_head(&self, scope: &OrgScope) -> Result<Seq> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT last FROM counters WHERE org_id = $1 AND noun = 'outbox'",
                scope.org()
            ))
            .await?;
        Ok(Seq(row.map_or(0, |(last,)| last)))
    }

    /// The newest numbers of all organizations: poll it to learn where something happened.
    pub async fn outbox_heads(&self, _scope: &InstallScope) -> Result<Vec<(OrgId, Seq)>> {
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT org_id, last FROM counters WHERE org_id > 0 AND noun = 'outbox' \
                 ORDER BY org_id"
            ))
            .await?;
        Ok(rows
            .into_iter()
            .map(|(org, seq)| (OrgId(org), Seq(seq)))
            .collect())
    }

    /// Removes entries up to `upto`, which everything derived has applied.
    pub async fn prune_outbox(&self, scope: &OrgScope, upto: Seq) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM outbox WHERE org_id = $1 AND seq <= $2",
                scope.org(),
                upto
            ))
            .await
    }
}

impl Tx {
    /// Appends changes and answers the number of the last; none when there are none.
    pub(crate) async fn append(
        &mut self,
        org: OrgId,
        changes: &[OutboxChange],
    ) -> Result<Option<Seq>> {
        if changes.is_empty() {
            return Ok(None);
        }
        let count = changes.len() as i64;
        let last = self.take_ids(org, "outbox", count).await?;
        let mut cells = Vec::with_capacity(changes.len() * 4);
        for (seq, change) in (last - count + 1..).zip(changes) {
            cells.extend([
                org.into(),
                seq.into(),
                self.now.into(),
                to_json(change)?.into(),
            ]);
        }
        self.db
            .insert(
                "INSERT INTO outbox (org_id, seq, at, change) VALUES {rows}",
                4,
                cells,
            )
            .await?;
        Ok(Some(Seq(last)))
    }
}
