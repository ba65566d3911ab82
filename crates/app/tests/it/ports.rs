//! The ports without a pipeline: an index that is built anew, and a network that tests fill.

use async_trait::async_trait;
use hearken_app::ports::{FeedCheck, ImportFile, Ingest, PortError, SourceSample};
use hearken_archive::{Archive, BoxError, PostRow, PostSource};
use hearken_authz::OrgScope;
use hearken_model::{ImportId, OrgId, Post, RuleKind, Seq, Source};
use hearken_store::{IndexRow, Store};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

/// A network of feeds and posts that tests fill.
#[derive(Default)]
pub(crate) struct Network {
    pub(crate) feeds: Mutex<HashMap<String, Result<(), &'static str>>>,
    pub(crate) posts: Mutex<Vec<Post>>,
    pub(crate) reloads: AtomicU64,
}

/// The port over the store, the archive and that network.
pub(crate) struct TestIngest {
    pub(crate) store: Store,
    pub(crate) archive: Arc<dyn Archive>,
    pub(crate) network: Arc<Network>,
}

struct Rows {
    head: Seq,
    rows: Option<Vec<PostRow>>,
}

impl PostSource for Rows {
    fn as_of(&self) -> Seq {
        self.head
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        Ok(self.rows.take().unwrap_or_default())
    }
}

fn row(row: IndexRow) -> PostRow {
    PostRow {
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
        topics: row.topics,
    }
}

#[async_trait]
impl Ingest for TestIngest {
    async fn start_import(
        &self,
        _: &OrgScope,
        _: ImportId,
        _: ImportFile,
    ) -> Result<(), PortError> {
        Ok(())
    }

    fn import_trouble(&self, _: OrgId, _: ImportId) -> Option<&'static str> {
        None
    }

    async fn cancel_import(&self, _: &OrgScope, _: ImportId) -> Result<(), PortError> {
        Ok(())
    }

    async fn reload(&self, _: OrgId) -> Result<(), PortError> {
        self.network.reloads.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Builds the columns anew from the store, which is simple and always right.
    async fn catch_up(&self, scope: &OrgScope) -> Result<(), PortError> {
        let broken = |error| PortError::Broken(Box::new(error));
        let head = self.store.outbox_head(scope).await.map_err(broken)?;
        let mut rows = Vec::new();
        let mut after = hearken_model::PostId(0);
        loop {
            let page = self
                .store
                .stream_rows(scope, after, 1_000)
                .await
                .map_err(broken)?;
            let Some(last) = page.last() else { break };
            after = last.id;
            rows.extend(page.into_iter().filter(|row| !row.hidden).map(row));
        }
        let mut source = Rows {
            head,
            rows: Some(rows),
        };
        self.archive
            .rebuild(scope, &mut source)
            .map_err(|error| PortError::Broken(Box::new(error)))?;
        Ok(())
    }

    async fn check_feed(&self, _: &OrgScope, url: &str) -> Result<FeedCheck, PortError> {
        if !url.starts_with("https://") {
            return Err(PortError::Refused("not_a_url"));
        }
        match self.network.feeds.lock().expect("a lock").get(url) {
            Some(Ok(())) => Ok(FeedCheck {
                url: url.to_owned(),
                title: Some("A feed".to_owned()),
                form: "rss".to_owned(),
                items: 3,
                newest: None,
            }),
            Some(Err(code)) => Err(PortError::Refused(code)),
            None => Err(PortError::NotAFeed),
        }
    }

    fn searchable(&self, _: &[RuleKind]) -> Vec<Source> {
        vec![Source::BLUESKY]
    }

    async fn search_sources(
        &self,
        _: &OrgScope,
        _: &[RuleKind],
        limit: usize,
    ) -> Vec<SourceSample> {
        let posts = self.network.posts.lock().expect("a lock");
        vec![SourceSample {
            source: Source::BLUESKY,
            posts: Ok(posts.iter().take(limit).cloned().collect()),
        }]
    }

    async fn rebuild(&self, scope: &OrgScope) -> Result<(), PortError> {
        self.catch_up(scope).await
    }
}
