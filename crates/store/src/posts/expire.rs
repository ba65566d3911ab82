//! The end of what was kept long enough (RET-01, SEA-185).

use super::change::delete_by_ids;
use crate::{
    Result, Tx,
    audit::NewAudit,
    db::{json_list, q},
};
use hearken_authz::OrgScope;
use hearken_model::{AuthorId, OrgId, PostId, Timestamp};
use serde_json::json;
use std::collections::BTreeSet;

impl Tx {
    /// Deletes up to `limit` posts that are older than `before`, those first that were published
    /// first, and authors that have no post left. What was acquired counts from its publication,
    /// what a person imported on purpose from its import. Answers how many posts went.
    ///
    /// They do not enter the ledger of what must not come back: a person may import them again.
    pub async fn expire_posts(
        &mut self,
        scope: &OrgScope,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64> {
        let org = scope.org();
        let mut rows = self.expired(org, before, limit).await?;
        let left = limit.saturating_sub(rows.len() as u32);
        rows.extend(self.expired_imports(org, before, left).await?);
        let posts: Vec<PostId> = rows.iter().map(|row| PostId(row.0)).collect();
        let authors: BTreeSet<AuthorId> =
            rows.iter().filter_map(|row| row.1).map(AuthorId).collect();
        let mut changes = Vec::new();
        changes.extend(delete_by_ids(self, org, &posts).await?);
        let orphans = self.without_posts(org, &authors).await?;
        changes.extend(self.delete_authors(org, &orphans).await?);
        self.append(org, &changes).await?;
        if !posts.is_empty() {
            let detail = json!({ "posts": posts.len(), "before": before.to_rfc3339() });
            let deed = NewAudit {
                verb: "posts.expired",
                object: "posts".to_owned(),
                detail,
            };
            self.audit(scope, deed).await?;
        }
        Ok(posts.len() as u64)
    }

    async fn expired(
        &mut self,
        org: OrgId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(i64, Option<i64>)>> {
        self.db
            .all(q!(
                "SELECT id, author_id FROM posts WHERE org_id = $1 AND published_at < $2 \
                 AND import_id IS NULL ORDER BY published_at LIMIT $3",
                org,
                before,
                i64::from(limit)
            ))
            .await
    }

    async fn expired_imports(
        &mut self,
        org: OrgId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(i64, Option<i64>)>> {
        self.db
            .all(q!(
                "SELECT id, author_id FROM posts WHERE org_id = $1 AND recorded_at < $2 \
                 AND import_id IS NOT NULL ORDER BY recorded_at LIMIT $3",
                org,
                before,
                i64::from(limit)
            ))
            .await
    }

    /// Those of the authors who have no post.
    async fn without_posts(
        &mut self,
        org: OrgId,
        authors: &BTreeSet<AuthorId>,
    ) -> Result<Vec<AuthorId>> {
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT id FROM authors WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) \
                 AND NOT EXISTS (SELECT 1 FROM posts WHERE posts.org_id = authors.org_id \
                 AND posts.author_id = authors.id) ORDER BY id",
                org,
                json_list(authors)
            ))
            .await?;
        Ok(rows.into_iter().map(|(id,)| AuthorId(id)).collect())
    }
}
