//! Recorded posts as columns: what the archive is built from and kept up to date with.

use super::IndexRow;
use crate::{
    Error, Result, Store,
    db::{json_list, q},
    store::{parsed, word},
};
use hearken_authz::OrgScope;
use hearken_model::{
    AuthorId, OrgId, Place, PlaceKind, PostId, PostKind, Sentiment, Timestamp, TopicId,
    annotation::PhraseKey,
};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct ColumnRow {
    id: i64,
    published_at: i64,
    source: String,
    language: String,
    kind: i64,
    sentiment: i64,
    sentiment_value: Option<f64>,
    reach: Option<i64>,
    author_id: Option<i64>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    place_kind: Option<i64>,
    phrases: Vec<u8>,
    hidden_until: Option<i64>,
}

impl ColumnRow {
    fn read(self, topics: Vec<TopicId>) -> Result<IndexRow> {
        let phrases = self.phrases.chunks_exact(8).map(|bytes| {
            let bytes = bytes.try_into().unwrap_or_default();
            PhraseKey(u64::from_le_bytes(bytes))
        });
        Ok(IndexRow {
            id: PostId(self.id),
            published_at: Timestamp(self.published_at),
            source: parsed("source", &self.source)?,
            language: parsed("language", &self.language)?,
            kind: word("kind of post", "", PostKind::from_number(self.kind))?,
            sentiment: word("sentiment", "", Sentiment::from_number(self.sentiment))?,
            sentiment_value: self.sentiment_value.map(|value| value as f32),
            reach: self.reach.map(|reach| reach.clamp(0, 5) as u8),
            author: self.author_id.map(AuthorId),
            place: place(
                self.country.as_deref(),
                self.latitude.zip(self.longitude),
                self.place_kind,
            )?,
            phrases: phrases.collect(),
            topics,
            hidden: self.hidden_until.is_some(),
        })
    }
}

/// A stored place; all of its columns are there, or none.
pub(super) fn place(
    country: Option<&str>,
    coordinates: Option<(f64, f64)>,
    kind: Option<i64>,
) -> Result<Option<Place>> {
    let (Some(country), Some((latitude, longitude)), Some(kind)) = (country, coordinates, kind)
    else {
        return Ok(None);
    };
    Ok(Some(Place {
        kind: match kind {
            0 => PlaceKind::Post,
            1 => PlaceKind::Author,
            other => return Err(Error::Corrupt(format!("unknown kind of place {other}"))),
        },
        country: parsed("country", country)?,
        latitude: latitude as f32,
        longitude: longitude as f32,
    }))
}

impl Store {
    /// Up to `limit` rows with ids after `after`, by rising id: page through them to build the
    /// archive anew. Read [`Store::outbox_head`] first and apply the outbox from there afterwards;
    /// applying an entry whose posts are in already changes nothing.
    pub async fn stream_rows(
        &self,
        scope: &OrgScope,
        after: PostId,
        limit: u32,
    ) -> Result<Vec<IndexRow>> {
        let rows: Vec<ColumnRow> = self
            .db
            .all(q!(
                "SELECT id, published_at, source, language, kind, sentiment, sentiment_value, \
                 reach, author_id, country, latitude, longitude, place_kind, phrases, \
                 hidden_until FROM posts WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                scope.org(),
                after,
                i64::from(limit)
            ))
            .await?;
        self.with_topics(scope.org(), rows).await
    }

    /// The rows from `first` to `last`, both included: what an outbox entry recorded.
    pub async fn load_row_range(
        &self,
        scope: &OrgScope,
        first: PostId,
        last: PostId,
    ) -> Result<Vec<IndexRow>> {
        let rows: Vec<ColumnRow> = self
            .db
            .all(q!(
                "SELECT id, published_at, source, language, kind, sentiment, sentiment_value, \
                 reach, author_id, country, latitude, longitude, place_kind, phrases, \
                 hidden_until FROM posts WHERE org_id = $1 AND id >= $2 AND id <= $3 \
                 ORDER BY id",
                scope.org(),
                first,
                last
            ))
            .await?;
        self.with_topics(scope.org(), rows).await
    }

    /// Rows by id, rising; unknown ids are left out.
    pub async fn load_rows(&self, scope: &OrgScope, ids: &[PostId]) -> Result<Vec<IndexRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ColumnRow> = self
            .db
            .all(q!(
                "SELECT id, published_at, source, language, kind, sentiment, sentiment_value, \
                 reach, author_id, country, latitude, longitude, place_kind, phrases, \
                 hidden_until FROM posts WHERE org_id = $1 \
                 AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) ORDER BY id",
                scope.org(),
                json_list(ids)
            ))
            .await?;
        self.with_topics(scope.org(), rows).await
    }

    /// Adds the topics, in one statement for all rows.
    async fn with_topics(&self, org: OrgId, rows: Vec<ColumnRow>) -> Result<Vec<IndexRow>> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(Vec::new());
        };
        let is_dense = last.id - first.id < 4 * rows.len() as i64;
        let hits: Vec<(i64, i64)> = if is_dense {
            self.db
                .all(q!(
                    "SELECT post_id, topic_id FROM post_topics \
                     WHERE org_id = $1 AND post_id >= $2 AND post_id <= $3 \
                     ORDER BY post_id, topic_id",
                    org,
                    first.id,
                    last.id
                ))
                .await?
        } else {
            self.db
                .all(q!(
                    "SELECT post_id, topic_id FROM post_topics WHERE org_id = $1 \
                     AND post_id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) \
                     ORDER BY post_id, topic_id",
                    org,
                    json_list(rows.iter().map(|row| row.id))
                ))
                .await?
        };
        let mut topics: HashMap<i64, Vec<TopicId>> = HashMap::with_capacity(rows.len());
        for (post, topic) in hits {
            let list = topics.entry(post).or_default();
            // Several rules of a topic may have matched.
            if list.last() != Some(&TopicId(topic)) {
                list.push(TopicId(topic));
            }
        }
        rows.into_iter()
            .map(|row| {
                let topics = topics.remove(&row.id).unwrap_or_default();
                row.read(topics)
            })
            .collect()
    }
}
