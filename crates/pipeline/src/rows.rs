//! Stored posts as rows of the archive: their columns, and the words of their texts.

use hearken_archive::{Change, PostRow};
use hearken_authz::OrgScope;
use hearken_model::{Language, Post, PostId, annotation::WordKey};
use hearken_rules::{Scratch, words_of};
use hearken_store::{IndexRow, Result, Store};
use std::collections::HashMap;

/// Posts as they were read.
pub(crate) struct Read {
    rows: Vec<IndexRow>,
    texts: Vec<(PostId, Language, Post)>,
}

impl Read {
    /// Posts by id; unknown ones are left out.
    pub(crate) async fn some(store: &Store, scope: &OrgScope, ids: &[PostId]) -> Result<Self> {
        Ok(Self {
            rows: store.load_rows(scope, ids).await?,
            texts: store.load_texts(scope, ids).await?,
        })
    }

    /// The next posts by rising id. A post that goes away between the two reads leaves a row without
    /// words, or text without a row; the outbox says that it went.
    pub(crate) async fn next(
        store: &Store,
        scope: &OrgScope,
        after: PostId,
        limit: u32,
    ) -> Result<Self> {
        Ok(Self {
            rows: store.stream_rows(scope, after, limit).await?,
            texts: store.stream_texts(scope, after, limit).await?,
        })
    }

    /// The last post; none at the end.
    pub(crate) fn last(&self) -> Option<PostId> {
        self.rows.last().map(|row| row.id)
    }

    /// What the archive is to hold of them: hidden posts are not shown (SEA-141). Reads all texts,
    /// on a thread that is free to.
    pub(crate) async fn changes(
        self,
    ) -> std::result::Result<impl Iterator<Item = Change> + Send, tokio::task::JoinError> {
        let Self { rows, texts } = self;
        let words = tokio::task::spawn_blocking(move || words(&texts));
        let mut words = words.await?;
        Ok(rows.into_iter().map(move |row| {
            let words = words.remove(&row.id).unwrap_or_default();
            change(row, words)
        }))
    }
}

fn words(texts: &[(PostId, Language, Post)]) -> HashMap<PostId, Vec<WordKey>> {
    let mut scratch = Scratch::default();
    let of = |(id, language, post): &(PostId, Language, Post)| {
        (*id, words_of(post, language, &mut scratch))
    };
    texts.iter().map(of).collect()
}

fn change(row: IndexRow, words: Vec<WordKey>) -> Change {
    if row.hidden {
        return Change::Delete(row.id);
    }
    Change::Put(Box::new(PostRow {
        id: row.id,
        published_at: row.published_at,
        source: row.source,
        language: row.language,
        sentiment: row.sentiment,
        kind: row.kind,
        reach: row.reach,
        author: row.author,
        place: row.place,
        phrases: row.phrases,
        words,
        topics: row.topics,
    }))
}
