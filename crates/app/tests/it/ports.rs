//! The ports without a pipeline: an index that is built anew, and a network that tests fill.

use async_trait::async_trait;
use hearken_app::ports::{FeedCheck, ImportFile, Ingest, Passed, PortError, SourceSample};
use hearken_archive::Archive;
use hearken_authz::OrgScope;
use hearken_model::{ImportId, OrgId, Post, RuleKind, Source};
use hearken_store::Store;
use hearken_testkit::StoreSource;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::task::spawn_blocking;

/// A network of feeds and posts that tests fill.
#[derive(Default)]
pub(crate) struct Network {
    pub(crate) feeds: Mutex<HashMap<String, Result<(), &'static str>>>,
    pub(crate) posts: Mutex<Vec<Post>>,
    pub(crate) passed: Mutex<Vec<Passed>>,
    pub(crate) reloads: AtomicU64,
}

/// The port over the store, the archive and that network.
pub(crate) struct TestIngest {
    pub(crate) store: Store,
    pub(crate) archive: Arc<dyn Archive>,
    pub(crate) network: Arc<Network>,
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

    fn passed(&self) -> Vec<Passed> {
        let passed = self.network.passed.lock();
        passed.expect("nobody panicked").clone()
    }

    async fn reload(&self, _: OrgId) -> Result<(), PortError> {
        self.network.reloads.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Builds the columns anew from the store, which is simple and always right.
    async fn catch_up(&self, scope: &OrgScope) -> Result<(), PortError> {
        let broken = |error| PortError::Broken(Box::new(error));
        let source = StoreSource::open(&self.store, scope).await;
        let mut source = source.map_err(broken)?;
        let (archive, scope) = (Arc::clone(&self.archive), scope.clone());
        spawn_blocking(move || archive.rebuild(&scope, &mut source))
            .await
            .expect("the archive does not panic")
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
