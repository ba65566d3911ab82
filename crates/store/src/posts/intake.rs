//! How much an organization acquired in a stretch of time, hidden posts included (SEA-161).

use crate::{Result, Store, db::q};
use hearken_authz::OrgScope;
use hearken_model::{CategoryId, Span, Timestamp, TopicId};

/// Posts recorded in a stretch of time and still there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// All of them.
    pub posts: u64,
    /// Of each topic that they match; a post counts for every one of its topics.
    pub topics: Vec<(TopicId, u64)>,
    /// Of each category with such a topic; a post counts once in a category.
    pub categories: Vec<(CategoryId, u64)>,
}

impl Store {
    /// What was recorded in `span`. Ids rise with the instant of recording, so that hits are counted
    /// over one stretch of them.
    pub async fn count_intake(&self, scope: &OrgScope, span: Span) -> Result<Intake> {
        let org = scope.org();
        let row: Option<(Option<i64>, Option<i64>, i64)> = self
            .db
            .opt(q!(
                "SELECT MIN(id), MAX(id), COUNT(*) FROM posts \
                 WHERE org_id = $1 AND recorded_at >= $2 AND recorded_at < $3",
                org,
                span.from,
                span.to
            ))
            .await?;
        let Some((Some(first), Some(last), posts)) = row else {
            return Ok(Intake::default());
        };
        let topics: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT topic_id, COUNT(DISTINCT post_id) FROM post_topics \
                 WHERE org_id = $1 AND post_id >= $2 AND post_id <= $3 \
                 GROUP BY topic_id ORDER BY topic_id",
                org,
                first,
                last
            ))
            .await?;
        let categories: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT t.category_id, COUNT(DISTINCT h.post_id) FROM post_topics h \
                 JOIN topics t ON t.org_id = h.org_id AND t.id = h.topic_id \
                 WHERE h.org_id = $1 AND h.post_id >= $2 AND h.post_id <= $3 \
                 GROUP BY t.category_id ORDER BY t.category_id",
                org,
                first,
                last
            ))
            .await?;
        let count = |n: i64| n.unsigned_abs();
        Ok(Intake {
            posts: count(posts),
            topics: topics
                .into_iter()
                .map(|(id, n)| (TopicId(id), count(n)))
                .collect(),
            categories: categories
                .into_iter()
                .map(|(id, n)| (CategoryId(id), count(n)))
                .collect(),
        })
    }

    /// When the oldest post that is still there was recorded.
    pub async fn first_recorded_at(&self, scope: &OrgScope) -> Result<Option<Timestamp>> {
        let row: Option<(Option<i64>,)> = self
            .db
            .opt(q!(
                "SELECT MIN(recorded_at) FROM posts WHERE org_id = $1",
                scope.org()
            ))
            .await?;
        Ok(row.and_then(|(at,)| at).map(Timestamp))
    }
}
