//! Writing the rows of a merged batch, many at a time.

use super::{
    Audience, AuthorKey,
    key::Keys,
    lookup::GoingAuthor,
    merge::{OrgPlan, TopicHit},
    record::{Prepared, Ready},
};
use crate::{
    Result, StoredAuthor, Tx,
    db::{Arg, json_list, q},
    outbox::OutboxChange,
};
use hearken_model::{Author, AuthorId, OrgId, PostId, Source};
use std::collections::{BTreeMap, HashMap};

const POST_COLUMNS: usize = 23;
const AUTHOR_COLUMNS: usize = 11;

impl Tx {
    /// Writes the authors of new and edited posts, and answers their ids by (organization, number).
    pub(super) async fn write_authors(
        &mut self,
        batch: &Prepared,
        plans: &BTreeMap<OrgId, OrgPlan>,
        going: &[GoingAuthor],
    ) -> Result<HashMap<(OrgId, usize), AuthorId>> {
        let mut wanted: BTreeMap<(OrgId, usize), (&Source, &Author)> = BTreeMap::new();
        let mut names = Keys::default();
        for (org, plan) in plans {
            let edits = plan.edits.iter().map(|edit| edit.1);
            for change in plan.inserts.iter().map(|insert| insert.0).chain(edits) {
                let Some(ready) = batch.ready.get(change) else {
                    continue;
                };
                if let (Some(author), Some(number)) = (&ready.author, ready.author_key) {
                    let source = &ready.new.post.source;
                    names.number(source, &author.native_id);
                    wanted.insert((*org, number), (source, author));
                }
            }
        }
        let mut ids = HashMap::with_capacity(wanted.len());
        let mut stored: HashMap<(OrgId, usize), StoredAuthor> = HashMap::new();
        for row in self.known_authors(batch.audience, &names).await? {
            let org = OrgId(row.org_id);
            let author = row.read()?;
            let number = batch.authors.find(&author.source, &author.author.native_id);
            // One that goes in this batch and writes again afterwards begins anew.
            if going.iter().any(|g| g.org == org && g.id == author.id) {
                continue;
            }
            if let Some(number) = number {
                stored.insert((org, number), author);
            }
        }
        let mut fresh: BTreeMap<OrgId, Vec<(usize, &Source, &Author)>> = BTreeMap::new();
        for ((org, number), (source, author)) in wanted {
            match stored.get(&(org, number)) {
                None => fresh.entry(org).or_default().push((number, source, author)),
                Some(known) => {
                    ids.insert((org, number), known.id);
                    if known.author != *author {
                        self.update_author(org, known.id, author).await?;
                    }
                }
            }
        }
        for (org, authors) in fresh {
            let last = self.take_ids(org, "author", authors.len() as i64).await?;
            let first = last - authors.len() as i64 + 1;
            for (id, author) in (first..).zip(&authors) {
                ids.insert((org, author.0), AuthorId(id));
            }
            self.insert_authors(org, first, &authors).await?;
        }
        Ok(ids)
    }

    async fn insert_authors(
        &mut self,
        org: OrgId,
        first: i64,
        authors: &[(usize, &Source, &Author)],
    ) -> Result<()> {
        let mut cells: Vec<Arg<'_>> = Vec::with_capacity(authors.len() * AUTHOR_COLUMNS);
        for (id, (_, source, author)) in (first..).zip(authors) {
            cells.extend([
                org.into(),
                id.into(),
                self.env.ids.public_id().into(),
                source.as_str().into(),
                author.native_id.as_str().into(),
                author.handle.as_deref().into(),
                author.name.as_deref().into(),
                author.profile_url.as_deref().into(),
                author.avatar_url.as_deref().into(),
                followers(author).into(),
                author.location.as_deref().into(),
            ]);
        }
        self.db
            .insert(
                "INSERT INTO authors (org_id, id, public_id, source, native_id, handle, name, \
                 profile_url, avatar_url, followers, location) VALUES {rows}",
                AUTHOR_COLUMNS,
                cells,
            )
            .await?;
        Ok(())
    }

    async fn update_author(&mut self, org: OrgId, id: AuthorId, author: &Author) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE authors SET handle = $1, name = $2, profile_url = $3, avatar_url = $4, \
                 followers = $5, location = $6 WHERE org_id = $7 AND id = $8",
                author.handle.as_deref(),
                author.name.as_deref(),
                author.profile_url.as_deref(),
                author.avatar_url.as_deref(),
                followers(author),
                author.location.as_deref(),
                org,
                id
            ))
            .await?;
        Ok(())
    }

    pub(super) async fn rename_authors(
        &mut self,
        audience: Audience,
        renames: &[(AuthorKey, String)],
    ) -> Result<()> {
        for (author, handle) in renames {
            let mut names = Keys::default();
            names.number(&author.source, &author.native_id);
            for row in self.known_authors(audience, &names).await? {
                self.db
                    .exec(q!(
                        "UPDATE authors SET handle = $1 WHERE org_id = $2 AND id = $3",
                        handle,
                        row.org_id,
                        row.id
                    ))
                    .await?;
            }
        }
        Ok(())
    }

    pub(super) async fn insert_posts(
        &mut self,
        batch: &Prepared,
        org: OrgId,
        inserts: &[(usize, Vec<TopicHit>)],
        authors: &HashMap<(OrgId, usize), AuthorId>,
    ) -> Result<Option<OutboxChange>> {
        if inserts.is_empty() {
            return Ok(None);
        }
        let last = self.take_ids(org, "post", inserts.len() as i64).await?;
        let first = last - inserts.len() as i64 + 1;
        let mut cells = Vec::with_capacity(inserts.len() * POST_COLUMNS);
        let mut hits = Vec::with_capacity(inserts.len() * 4);
        for (id, (change, topics)) in (first..).zip(inserts) {
            let Some(ready) = batch.ready.get(*change) else {
                continue;
            };
            let author = ready
                .author_key
                .and_then(|n| authors.get(&(org, n)).copied());
            self.push_post(&mut cells, (org, PostId(id)), ready, author, batch);
            push_hits(&mut hits, org, PostId(id), topics);
        }
        self.db
            .insert(
                "INSERT INTO posts (org_id, id, public_id, source, native_id, fingerprint, \
                 published_at, recorded_at, updated_at, import_id, author_id, language, kind, \
                 sentiment, sentiment_value, sentiment_edited, reach, country, latitude, \
                 longitude, place_kind, phrases, doc) VALUES {rows}",
                POST_COLUMNS,
                cells,
            )
            .await?;
        self.insert_hits(hits).await?;
        Ok(Some(OutboxChange::Recorded {
            first: PostId(first),
            last: PostId(last),
        }))
    }

    fn push_post<'q>(
        &self,
        cells: &mut Vec<Arg<'q>>,
        (org, id): (OrgId, PostId),
        ready: &'q Ready,
        author: Option<AuthorId>,
        batch: &Prepared,
    ) {
        let (post, made) = (&ready.new.post, &ready.new.annotations);
        let place = made.place.as_ref();
        cells.extend([
            org.into(),
            id.into(),
            self.env.ids.public_id().into(),
            post.source.as_str().into(),
            post.native_id.as_str().into(),
            ready.fingerprint.into(),
            post.published_at.into(),
            self.now.into(),
            self.now.into(),
            batch.import.into(),
            author.into(),
            made.language.as_str().into(),
            (post.kind as i64).into(),
            (made.tone.sentiment as i64).into(),
            made.tone.value.map(f64::from).into(),
            false.into(),
            reach(ready).into(),
            Arg::Text(place.map(|p| p.country.as_str().to_owned().into())),
            place.map(|p| f64::from(p.latitude)).into(),
            place.map(|p| f64::from(p.longitude)).into(),
            place.map(|p| p.kind as i64).into(),
            ready.phrases.as_slice().into(),
            ready.doc.as_str().into(),
        ]);
    }

    /// Writes hits: cells of four columns.
    pub(super) async fn insert_hits(&mut self, cells: Vec<Arg<'_>>) -> Result<()> {
        self.db
            .insert(
                "INSERT INTO post_topics (org_id, post_id, topic_id, rule_id) VALUES {rows} \
                 ON CONFLICT (org_id, post_id, topic_id, rule_id) DO NOTHING",
                4,
                cells,
            )
            .await?;
        Ok(())
    }

    pub(super) async fn edit_posts(
        &mut self,
        batch: &Prepared,
        org: OrgId,
        edits: &[(PostId, usize, Vec<TopicHit>)],
        authors: &HashMap<(OrgId, usize), AuthorId>,
    ) -> Result<Option<OutboxChange>> {
        if edits.is_empty() {
            return Ok(None);
        }
        let ids: Vec<PostId> = edits.iter().map(|edit| edit.0).collect();
        let mut hits = Vec::new();
        for (id, change, topics) in edits {
            let Some(ready) = batch.ready.get(*change) else {
                continue;
            };
            let author = ready
                .author_key
                .and_then(|n| authors.get(&(org, n)).copied());
            self.edit_post(org, *id, ready, author).await?;
            push_hits(&mut hits, org, *id, topics);
        }
        self.db
            .exec(q!(
                "DELETE FROM post_topics WHERE org_id = $1 \
                 AND post_id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
                org,
                json_list(&ids)
            ))
            .await?;
        self.insert_hits(hits).await?;
        Ok(Some(OutboxChange::Patched { posts: ids }))
    }

    /// A tone that a person set outlives an edit.
    async fn edit_post(
        &mut self,
        org: OrgId,
        id: PostId,
        ready: &Ready,
        author: Option<AuthorId>,
    ) -> Result<()> {
        let (post, made) = (&ready.new.post, &ready.new.annotations);
        let place = made.place.as_ref();
        self.db
            .exec(q!(
                "UPDATE posts SET fingerprint = $1, published_at = $2, updated_at = $3, \
                 author_id = $4, language = $5, kind = $6, \
                 sentiment = CASE WHEN sentiment_edited = 1 THEN sentiment ELSE $7 END, \
                 sentiment_value = $8, reach = $9, country = $10, latitude = $11, \
                 longitude = $12, place_kind = $13, phrases = $14, doc = $15 \
                 WHERE org_id = $16 AND id = $17",
                ready.fingerprint,
                post.published_at,
                self.now,
                author,
                made.language.as_str(),
                post.kind as i64,
                made.tone.sentiment as i64,
                made.tone.value.map(f64::from),
                reach(ready),
                place.map(|p| p.country.as_str().to_owned()),
                place.map(|p| f64::from(p.latitude)),
                place.map(|p| f64::from(p.longitude)),
                place.map(|p| p.kind as i64),
                ready.phrases.as_slice(),
                ready.doc.as_str(),
                org,
                id
            ))
            .await?;
        Ok(())
    }
}

pub(super) fn push_hits(cells: &mut Vec<Arg<'_>>, org: OrgId, post: PostId, hits: &[TopicHit]) {
    for (topic, rule) in hits {
        cells.extend([org.into(), post.into(), (*topic).into(), (*rule).into()]);
    }
}

fn followers(author: &Author) -> Option<i64> {
    author
        .followers
        .map(|n| i64::try_from(n).unwrap_or(i64::MAX))
}

fn reach(ready: &Ready) -> Option<i64> {
    ready.author.as_ref().and_then(Author::reach).map(i64::from)
}
