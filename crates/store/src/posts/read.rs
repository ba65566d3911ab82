//! Recorded posts, whole.

use super::{StoredPost, rows::place};
use crate::{
    Result, Store, StoredAuthor,
    db::{json_list, q},
    store::{json, parsed, public_id, word},
};
use hearken_authz::OrgScope;
use hearken_model::{
    AuthorId, Language, OrgId, Post, PostId, PublicId, RuleId, Sentiment, Timestamp, TopicId,
    annotation::Tone,
};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

#[derive(sqlx::FromRow)]
struct PostRow {
    id: i64,
    public_id: Vec<u8>,
    recorded_at: i64,
    updated_at: i64,
    author_id: Option<i64>,
    language: String,
    sentiment: i64,
    sentiment_edited: i64,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    place_kind: Option<i64>,
    hidden_until: Option<i64>,
    doc: String,
}

/// What the column `doc` holds.
#[derive(Deserialize)]
struct Doc {
    post: Post,
    tone: Tone,
}

/// The part of `doc` that matching needs.
#[derive(Deserialize)]
struct TextDoc {
    post: Post,
}

impl PostRow {
    fn read(
        self,
        authors: &HashMap<AuthorId, StoredAuthor>,
        hits: Vec<(TopicId, RuleId)>,
    ) -> Result<StoredPost> {
        let Doc { mut post, mut tone } = json("post", &self.doc)?;
        let author = self.author_id.and_then(|id| authors.get(&AuthorId(id)));
        post.author = author.map(|author| author.author.clone());
        tone.sentiment = word("sentiment", "", Sentiment::from_number(self.sentiment))?;
        Ok(StoredPost {
            id: PostId(self.id),
            public_id: public_id(&self.public_id)?,
            post,
            author: author.map(|author| (author.id, author.public_id)),
            language: parsed("language", &self.language)?,
            tone,
            tone_edited: self.sentiment_edited != 0,
            place: place(
                self.country.as_deref(),
                self.latitude.zip(self.longitude),
                self.place_kind,
            )?,
            recorded_at: Timestamp(self.recorded_at),
            updated_at: Timestamp(self.updated_at),
            hidden_until: self.hidden_until.map(Timestamp),
            hits,
        })
    }
}

impl Store {
    /// Posts by id, in the order of `ids`; unknown ids are left out.
    pub async fn load_posts(&self, scope: &OrgScope, ids: &[PostId]) -> Result<Vec<StoredPost>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<PostRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, recorded_at, updated_at, author_id, language, sentiment, \
                 sentiment_edited, country, latitude, longitude, place_kind, hidden_until, doc \
                 FROM posts WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
                scope.org(),
                json_list(ids)
            ))
            .await?;
        let posts = self.complete(scope.org(), rows).await?;
        let mut by_id: HashMap<PostId, StoredPost> =
            posts.into_iter().map(|post| (post.id, post)).collect();
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }

    /// A post by its id outside.
    pub async fn find_post(&self, scope: &OrgScope, id: PublicId) -> Result<Option<StoredPost>> {
        let rows: Vec<PostRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, recorded_at, updated_at, author_id, language, sentiment, \
                 sentiment_edited, country, latitude, longitude, place_kind, hidden_until, doc \
                 FROM posts WHERE org_id = $1 AND public_id = $2",
                scope.org(),
                id
            ))
            .await?;
        Ok(self.complete(scope.org(), rows).await?.pop())
    }

    /// Ids of posts by their ids outside, in no particular order; unknown ones are left out.
    pub async fn find_post_ids(
        &self,
        scope: &OrgScope,
        ids: &[PublicId],
    ) -> Result<Vec<(PublicId, PostId)>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let row: Option<(i64,)> = self
                .db
                .opt(q!(
                    "SELECT id FROM posts WHERE org_id = $1 AND public_id = $2",
                    scope.org(),
                    *id
                ))
                .await?;
            found.extend(row.map(|(post,)| (*id, PostId(post))));
        }
        Ok(found)
    }

    /// What was said in posts, without authors: to verify text filters and to match anew. By
    /// rising id; unknown ids are left out.
    pub async fn load_texts(
        &self,
        scope: &OrgScope,
        ids: &[PostId],
    ) -> Result<Vec<(PostId, Language, Post)>> {
        let rows: Vec<(i64, String, String)> = self
            .db
            .all(q!(
                "SELECT id, language, doc FROM posts WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) ORDER BY id",
                scope.org(),
                json_list(ids)
            ))
            .await?;
        texts(rows)
    }

    /// Up to `limit` texts with ids after `after`, by rising id, with the language of each: to match
    /// a topic anew over everything stored.
    pub async fn stream_texts(
        &self,
        scope: &OrgScope,
        after: PostId,
        limit: u32,
    ) -> Result<Vec<(PostId, Language, Post)>> {
        let rows: Vec<(i64, String, String)> = self
            .db
            .all(q!(
                "SELECT id, language, doc FROM posts WHERE org_id = $1 AND id > $2 \
                 ORDER BY id LIMIT $3",
                scope.org(),
                after,
                i64::from(limit)
            ))
            .await?;
        texts(rows)
    }

    /// Up to `limit` posts, the newest published first, those published before `before` if it is
    /// given; hidden ones are left out.
    pub async fn list_newest_posts(
        &self,
        scope: &OrgScope,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<StoredPost>> {
        let rows: Vec<PostRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, recorded_at, updated_at, author_id, language, sentiment, \
                 sentiment_edited, country, latitude, longitude, place_kind, hidden_until, doc \
                 FROM posts WHERE org_id = $1 AND published_at < $2 AND hidden_until IS NULL \
                 ORDER BY published_at DESC, id DESC LIMIT $3",
                scope.org(),
                before.unwrap_or(Timestamp(i64::MAX)),
                i64::from(limit)
            ))
            .await?;
        self.complete(scope.org(), rows).await
    }

    /// When the oldest stored post was published.
    pub async fn oldest_post(&self, scope: &OrgScope) -> Result<Option<Timestamp>> {
        let row: Option<(Option<i64>,)> = self
            .db
            .opt(q!(
                "SELECT MIN(published_at) FROM posts WHERE org_id = $1",
                scope.org()
            ))
            .await?;
        Ok(row.and_then(|(oldest,)| oldest).map(Timestamp))
    }

    /// Adds authors and hits to rows, keeping their order.
    async fn complete(&self, org: OrgId, rows: Vec<PostRow>) -> Result<Vec<StoredPost>> {
        let authors: BTreeSet<AuthorId> = rows
            .iter()
            .filter_map(|row| row.author_id.map(AuthorId))
            .collect();
        let authors: Vec<AuthorId> = authors.into_iter().collect();
        let authors: HashMap<AuthorId, StoredAuthor> =
            crate::authors::load(self.reader(), org, &authors)
                .await?
                .into_iter()
                .map(|author| (author.id, author))
                .collect();
        let hits: Vec<(i64, i64, i64)> = self
            .db
            .all(q!(
                "SELECT post_id, topic_id, rule_id FROM post_topics WHERE org_id = $1 \
                 AND post_id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) \
                 ORDER BY post_id, topic_id, rule_id",
                org,
                json_list(rows.iter().map(|row| row.id))
            ))
            .await?;
        let mut by_post: HashMap<i64, Vec<(TopicId, RuleId)>> = HashMap::new();
        for (post, topic, rule) in hits {
            let list = by_post.entry(post).or_default();
            list.push((TopicId(topic), RuleId(rule)));
        }
        rows.into_iter()
            .map(|row| {
                let hits = by_post.remove(&row.id).unwrap_or_default();
                row.read(&authors, hits)
            })
            .collect()
    }
}

fn texts(rows: Vec<(i64, String, String)>) -> Result<Vec<(PostId, Language, Post)>> {
    rows.into_iter()
        .map(|(id, language, doc)| {
            let doc: TextDoc = json("post", &doc)?;
            Ok((PostId(id), parsed("language", &language)?, doc.post))
        })
        .collect()
}
