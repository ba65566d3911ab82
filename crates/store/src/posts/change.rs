//! What people and jobs change about recorded posts. Every change goes to the outbox.

use super::write::push_hits;
use crate::{
    Error, Result, Tx,
    db::{json_list, q},
    ledger::{LedgerKind, ledger_hash},
    outbox::OutboxChange,
};
use hearken_authz::OrgScope;
use hearken_model::{AuthorId, OrgId, PostId, RuleId, Sentiment, Seq, TopicId};
use std::collections::BTreeSet;

/// Removes posts with their hits and answers what the outbox is to tell; without the ledger.
pub(crate) async fn delete_by_ids(
    tx: &mut Tx,
    org: OrgId,
    posts: &[PostId],
) -> Result<Option<OutboxChange>> {
    if posts.is_empty() {
        return Ok(None);
    }
    tx.db
        .exec(q!(
            "DELETE FROM posts WHERE org_id = $1 \
             AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
            org,
            json_list(posts)
        ))
        .await?;
    Ok(Some(OutboxChange::Deleted {
        posts: posts.to_vec(),
    }))
}

impl Tx {
    /// Deletes posts for good: with hits, and so that they are not acquired again (SEA-147). Ids
    /// that are not there are left out; answers the ids that were.
    pub async fn delete_posts(
        &mut self,
        scope: &OrgScope,
        posts: &[PostId],
    ) -> Result<Vec<PostId>> {
        let org = scope.org();
        let rows: Vec<(i64, String, String)> = self
            .db
            .all(q!(
                "SELECT id, source, native_id FROM posts WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) ORDER BY id",
                org,
                json_list(posts)
            ))
            .await?;
        let salt = self.salt(org).await?;
        let hashes = rows.iter().map(|row| ledger_hash(&salt, &row.1, &row.2));
        self.add_ledger(org, LedgerKind::Post, hashes.collect())
            .await?;
        let ids: Vec<PostId> = rows.iter().map(|row| PostId(row.0)).collect();
        let change = delete_by_ids(self, org, &ids).await?;
        self.append(org, change.as_slice()).await?;
        Ok(ids)
    }

    /// Deletes an author with every post, for good: nothing of them is acquired again (SEA-146).
    /// Answers how many posts went.
    pub async fn erase_author(&mut self, scope: &OrgScope, author: AuthorId) -> Result<u64> {
        let org = scope.org();
        let row: Option<(String, String)> = self
            .db
            .opt(q!(
                "SELECT source, native_id FROM authors WHERE org_id = $1 AND id = $2",
                org,
                author
            ))
            .await?;
        let (source, native_id) = row.ok_or(Error::NotFound)?;
        let salt = self.salt(org).await?;
        let hash = ledger_hash(&salt, &source, &native_id);
        self.add_ledger(org, LedgerKind::Author, vec![hash]).await?;
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT id FROM posts WHERE org_id = $1 AND author_id = $2 ORDER BY id",
                org,
                author
            ))
            .await?;
        let ids: Vec<PostId> = rows.into_iter().map(|(id,)| PostId(id)).collect();
        let mut changes = Vec::new();
        changes.extend(delete_by_ids(self, org, &ids).await?);
        changes.extend(self.delete_authors(org, &[author]).await?);
        self.append(org, &changes).await?;
        Ok(ids.len() as u64)
    }

    /// Sets the tone of a post by a person's word; the machine's value stays known.
    pub async fn set_sentiment(
        &mut self,
        scope: &OrgScope,
        post: PostId,
        sentiment: Sentiment,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE posts SET sentiment = $1, sentiment_edited = 1, updated_at = $2 \
                 WHERE org_id = $3 AND id = $4",
                sentiment as i64,
                self.now,
                scope.org(),
                post
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        let change = OutboxChange::Patched { posts: vec![post] };
        self.append(scope.org(), &[change]).await?;
        Ok(())
    }

    /// Replaces the hits of a topic on the posts from `first` to `last`, after it was matched anew
    /// (SEA-029): `hits` are the posts in this range that match now, with the rule. Answers what
    /// was told to the outbox; none when nothing changed.
    pub async fn replace_topic_hits(
        &mut self,
        scope: &OrgScope,
        topic: TopicId,
        (first, last): (PostId, PostId),
        hits: &[(PostId, RuleId)],
    ) -> Result<Option<Seq>> {
        let org = scope.org();
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT post_id, rule_id FROM post_topics WHERE org_id = $1 AND topic_id = $2 \
                 AND post_id >= $3 AND post_id <= $4",
                org,
                topic,
                first,
                last
            ))
            .await?;
        let there: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT id FROM posts WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
                org,
                json_list(hits.iter().map(|hit| hit.0))
            ))
            .await?;
        let there: BTreeSet<PostId> = there.into_iter().map(|(id,)| PostId(id)).collect();
        let before = rows.iter().map(|row| (PostId(row.0), RuleId(row.1)));
        let diff = Diff::of(before.collect(), hits.iter().copied(), &there, first, last);
        self.write_hit_diff(org, topic, &diff).await?;
        if diff.added.is_empty() && diff.removed.is_empty() {
            return Ok(None);
        }
        let change = OutboxChange::Topics {
            topic,
            added: diff.added,
            removed: diff.removed,
        };
        self.append(org, &[change]).await
    }

    async fn write_hit_diff(&mut self, org: OrgId, topic: TopicId, diff: &Diff) -> Result<()> {
        for (post, rule) in &diff.gone {
            self.db
                .exec(q!(
                    "DELETE FROM post_topics WHERE org_id = $1 AND post_id = $2 \
                     AND topic_id = $3 AND rule_id = $4",
                    org,
                    *post,
                    topic,
                    *rule
                ))
                .await?;
        }
        let mut cells = Vec::with_capacity(diff.new.len() * 4);
        for (post, rule) in &diff.new {
            push_hits(&mut cells, org, *post, &[(topic, *rule)]);
        }
        self.insert_hits(cells).await
    }

    /// Removes authors and answers what the outbox is to tell.
    pub(super) async fn delete_authors(
        &mut self,
        org: OrgId,
        authors: &[AuthorId],
    ) -> Result<Vec<OutboxChange>> {
        if authors.is_empty() {
            return Ok(Vec::new());
        }
        self.db
            .exec(q!(
                "DELETE FROM authors WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
                org,
                json_list(authors)
            ))
            .await?;
        let erased = authors.iter();
        Ok(erased
            .map(|author| OutboxChange::AuthorErased { author: *author })
            .collect())
    }
}

/// What changes in the hits of one topic.
#[derive(Debug, Default, PartialEq)]
struct Diff {
    /// Posts that now match.
    added: Vec<PostId>,
    /// Posts that no longer match by any rule.
    removed: Vec<PostId>,
    new: Vec<(PostId, RuleId)>,
    gone: Vec<(PostId, RuleId)>,
}

impl Diff {
    fn of(
        before: BTreeSet<(PostId, RuleId)>,
        after: impl Iterator<Item = (PostId, RuleId)>,
        there: &BTreeSet<PostId>,
        first: PostId,
        last: PostId,
    ) -> Self {
        let after: BTreeSet<(PostId, RuleId)> = after
            .filter(|(post, _)| first <= *post && *post <= last && there.contains(post))
            .collect();
        let posts = |hits: &BTreeSet<(PostId, RuleId)>| {
            let posts: BTreeSet<PostId> = hits.iter().map(|h| h.0).collect();
            posts
        };
        let (had, has) = (posts(&before), posts(&after));
        Self {
            added: has.difference(&had).copied().collect(),
            removed: had.difference(&has).copied().collect(),
            new: after.difference(&before).copied().collect(),
            gone: before.difference(&after).copied().collect(),
        }
    }
}
