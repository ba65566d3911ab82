//! What a batch needs to know of the store before it is merged: a few statements for any number of
//! posts.

use super::{
    Audience,
    key::Keys,
    merge::{Known, Refusals},
};
use crate::{
    Result, Tx,
    authors::AuthorRow,
    db::{json_list, q},
    ledger::{LedgerKind, ledger_hash},
};
use hearken_model::{AuthorId, OrgId, PostId, TopicId};
use std::collections::{BTreeSet, HashMap, HashSet};

#[derive(sqlx::FromRow)]
struct KnownRow {
    org_id: i64,
    id: i64,
    native_id: String,
    fingerprint: i64,
    author_id: Option<i64>,
}

/// An author that is going, in an organization.
#[derive(Clone, Copy, Debug)]
pub(super) struct GoingAuthor {
    pub(super) org: OrgId,
    pub(super) id: AuthorId,
    pub(super) author: usize,
}

impl Tx {
    /// The active topics of these organizations.
    pub(super) async fn active_topics(
        &mut self,
        orgs: &BTreeSet<OrgId>,
    ) -> Result<HashSet<(OrgId, TopicId)>> {
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT org_id, id FROM topics WHERE state = 'active' AND org_id IN \
                 (SELECT CAST(value AS BIGINT) FROM json_each($1))",
                json_list(orgs)
            ))
            .await?;
        Ok(rows
            .into_iter()
            .map(|(org, id)| (OrgId(org), TopicId(id)))
            .collect())
    }

    /// Where the posts of these names are recorded, and under which authors (by their id inside).
    pub(super) async fn known_posts(
        &mut self,
        audience: Audience,
        posts: &Keys,
    ) -> Result<Vec<(Known, Option<AuthorId>)>> {
        let (least, most) = audience.range();
        let mut known = Vec::new();
        for (source, native_ids) in posts.by_source() {
            let rows: Vec<KnownRow> = self
                .db
                .all(q!(
                    "SELECT org_id, id, native_id, fingerprint, author_id FROM posts \
                     WHERE source = $1 AND native_id IN (SELECT value FROM json_each($2)) \
                     AND org_id >= $3 AND org_id <= $4",
                    source.as_str(),
                    json_list(native_ids),
                    least,
                    most
                ))
                .await?;
            for row in rows {
                if let Some(post) = posts.find(source, &row.native_id) {
                    let entry = Known {
                        org: OrgId(row.org_id),
                        post,
                        id: PostId(row.id),
                        fingerprint: row.fingerprint,
                        author: None,
                    };
                    known.push((entry, row.author_id.map(AuthorId)));
                }
            }
        }
        Ok(known)
    }

    /// The rows of these authors.
    pub(super) async fn known_authors(
        &mut self,
        audience: Audience,
        authors: &Keys,
    ) -> Result<Vec<AuthorRow>> {
        let (least, most) = audience.range();
        let mut known = Vec::new();
        for (source, native_ids) in authors.by_source() {
            known.extend(
                self.db
                    .all::<AuthorRow>(q!(
                        "SELECT * FROM authors WHERE source = $1 \
                         AND native_id IN (SELECT value FROM json_each($2)) \
                         AND org_id >= $3 AND org_id <= $4",
                        source.as_str(),
                        json_list(native_ids),
                        least,
                        most
                    ))
                    .await?,
            );
        }
        Ok(known)
    }

    /// The posts that authors wrote who are going; their names are added to `posts`.
    pub(super) async fn posts_of_authors(
        &mut self,
        going: &[GoingAuthor],
        posts: &mut Keys,
    ) -> Result<Vec<Known>> {
        let mut known = Vec::new();
        for author in going {
            let rows: Vec<(i64, String, String, i64)> = self
                .db
                .all(q!(
                    "SELECT id, source, native_id, fingerprint FROM posts \
                     WHERE org_id = $1 AND author_id = $2",
                    author.org,
                    author.id
                ))
                .await?;
            for (id, source, native_id, fingerprint) in rows {
                let source = crate::store::parsed("source", &source)?;
                known.push(Known {
                    org: author.org,
                    post: posts.number(&source, &native_id),
                    id: PostId(id),
                    fingerprint,
                    author: Some(author.author),
                });
            }
        }
        Ok(known)
    }

    /// What the ledgers of these organizations refuse.
    pub(super) async fn refusals(
        &mut self,
        orgs: &BTreeSet<OrgId>,
        posts: &Keys,
        authors: &Keys,
    ) -> Result<Refusals> {
        let mut refusals = Refusals::default();
        for org in orgs {
            for (kind, keys) in [(LedgerKind::Post, posts), (LedgerKind::Author, authors)] {
                if keys.len() == 0 || !self.has_ledger(*org, kind).await? {
                    continue;
                }
                let salt = self.salt(*org).await?;
                let hashes: HashMap<String, usize> = (0..keys.len())
                    .filter_map(|n| {
                        let (source, id) = keys.get(n)?;
                        Some((ledger_hash(&salt, source.as_str(), id), n))
                    })
                    .collect();
                let list: Vec<String> = hashes.keys().cloned().collect();
                let found = self.find_ledger(*org, kind, &list).await?;
                let found = found.iter().filter_map(|h| hashes.get(h));
                let refused = found.map(|number| (*org, *number));
                match kind {
                    LedgerKind::Post => refusals.posts.extend(refused),
                    LedgerKind::Author => refusals.authors.extend(refused),
                }
            }
        }
        Ok(refusals)
    }
}

impl Audience {
    /// The organizations it can reach, as a range that an index can use.
    fn range(self) -> (OrgId, OrgId) {
        match self {
            Self::Everybody => (OrgId(1), OrgId(i64::MAX)),
            Self::Organization(org) => (org, org),
        }
    }

    /// Whether it reaches an organization.
    pub(super) fn reaches(self, org: OrgId) -> bool {
        let (least, most) = self.range();
        least <= org && org <= most
    }
}
