//! What the use-cases need from the rest of the house, stated as traits: `pipeline` implements
//! [`Ingest`] and feeds [`Events`], `hearken` binds them, [`Disconnected`] stands in where there is
//! no pipeline.

use async_trait::async_trait;
use hearken_authz::OrgScope;
use hearken_model::{ImportId, OrgId, Post, PublicId, RuleKind, Source, Timestamp};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};
use tokio::sync::broadcast;

/// Why a port did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The address is not one that may be visited, or is none at all: `private_address` or
    /// `not_a_url`.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The source was reached and is not what was expected.
    #[error("not a feed")]
    NotAFeed,
    /// The source could not be reached in time or answered with an error.
    #[error("source failed: {0}")]
    Failed(String),
    /// Nothing in this installation can do it.
    #[error("not supported here")]
    Unsupported,
    /// The file to be imported cannot be read.
    #[error("cannot read the file")]
    Unreadable(#[source] std::io::Error),
    /// A fault of the part behind the port.
    #[error("the pipeline failed")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A file to be imported. Kept as JSON in the import's options, so that an import that a restart
/// interrupted can go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFile {
    /// Where it lies on this machine.
    pub path: PathBuf,
    /// Its form: a format of the connectors' importers (`reddit`, `ndjson`, `csv`, `jetstream`).
    pub format: String,
    /// For `csv`: field of a post -> column.
    pub columns: BTreeMap<String, String>,
    /// Whether the file is removed when the import has ended (it was uploaded).
    pub temporary: bool,
    /// Its length in bytes, as it lies on the disk.
    pub bytes: u64,
}

/// What asking a network itself found.
#[derive(Debug)]
pub struct SourceSample {
    /// The network.
    pub source: Source,
    /// Its newest posts that could match, not matched yet, newest first; or why there are none.
    pub posts: Result<Vec<Post>, PortError>,
}

/// Public posts of a source that passed by and were kept, whether a rule found them or not.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The source.
    pub source: Source,
    /// The kept posts, oldest first.
    pub posts: Vec<Arc<Post>>,
    /// How many passed by since the oldest one came.
    pub passed: u64,
    /// When the oldest one came.
    pub since: Timestamp,
}

/// A feed that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedCheck {
    /// The address after redirects, as it will be fetched.
    pub url: String,
    /// The feed's own title.
    pub title: Option<String>,
    /// `rss`, `atom` or `json`.
    pub form: String,
    /// Items it has now.
    pub items: usize,
    /// Publication of its newest item.
    pub newest: Option<Timestamp>,
}

/// Acquisition and indexing, as far as use-cases start them.
#[async_trait]
pub trait Ingest: Send + Sync {
    /// Runs a recorded import in the background; its progress stands in the store.
    async fn start_import(
        &self,
        scope: &OrgScope,
        import: ImportId,
        file: ImportFile,
    ) -> Result<(), PortError>;

    /// Why a running import stands still though it will go on, such as `disk_full`: a code of the
    /// catalogues.
    fn import_trouble(&self, org: OrgId, import: ImportId) -> Option<&'static str>;

    /// Asks a running import to stop after its current batch.
    async fn cancel_import(&self, scope: &OrgScope, import: ImportId) -> Result<(), PortError>;

    /// Puts changed rules, blocked content and feeds in force before the next batch, and looks
    /// whether jobs are due: a topic to be matched anew is a job `rematch_topic` (payload
    /// `{"topic": id}`), which the use-case has written in the transaction of the change (SEA-029).
    async fn reload(&self, org: OrgId) -> Result<(), PortError>;

    /// Brings the index of the organization up to what is recorded by now.
    async fn catch_up(&self, scope: &OrgScope) -> Result<(), PortError>;

    /// Fetches a feed and tells what it is (SEA-127).
    async fn check_feed(&self, scope: &OrgScope, url: &str) -> Result<FeedCheck, PortError>;

    /// The networks that [`Ingest::search_sources`] would ask for these rules (SEA-054).
    fn searchable(&self, rules: &[RuleKind]) -> Vec<Source>;

    /// Asks the networks themselves for recent posts: Bluesky's search, the feeds' current items.
    async fn search_sources(
        &self,
        scope: &OrgScope,
        rules: &[RuleKind],
        limit: usize,
    ) -> Vec<SourceSample>;

    /// The sample of what passed by, to try rules on; nothing of it is anybody's own.
    fn passed(&self) -> Vec<Passed>;

    /// Builds the index of one organization again from the store.
    async fn rebuild(&self, scope: &OrgScope) -> Result<(), PortError>;
}

/// Something happened in an organization; a hint to look again, never the thing itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Posts came, changed or went, and the index shows it.
    Posts {
        /// How many are new.
        added: u64,
    },
    /// Topics, categories, sources, blocked content or settings changed.
    Configuration,
    /// An import made progress or ended.
    Import {
        /// The import.
        import: PublicId,
    },
    /// Hints were lost because the receiver was slow: look at everything again.
    Missed,
}

/// News of an organization for live pages.
pub trait Events: Send + Sync {
    /// Hints from now on.
    fn subscribe(&self, scope: &OrgScope) -> broadcast::Receiver<Hint>;
    /// Tells everybody who listens to the organization.
    fn publish(&self, org: OrgId, hint: Hint);
}

/// Stands in for a pipeline where there is none (tests, single commands): background work is
/// accepted and left to the next start, networks are not asked.
#[derive(Debug, Default)]
pub struct Disconnected;

#[async_trait]
impl Ingest for Disconnected {
    async fn start_import(
        &self,
        _scope: &OrgScope,
        _import: ImportId,
        _file: ImportFile,
    ) -> Result<(), PortError> {
        Err(PortError::Unsupported)
    }

    fn import_trouble(&self, _: OrgId, _: ImportId) -> Option<&'static str> {
        None
    }

    async fn cancel_import(&self, _scope: &OrgScope, _import: ImportId) -> Result<(), PortError> {
        Err(PortError::Unsupported)
    }

    async fn reload(&self, _org: OrgId) -> Result<(), PortError> {
        Ok(())
    }

    async fn catch_up(&self, _scope: &OrgScope) -> Result<(), PortError> {
        Ok(())
    }

    async fn check_feed(&self, _scope: &OrgScope, _url: &str) -> Result<FeedCheck, PortError> {
        Err(PortError::Unsupported)
    }

    fn searchable(&self, _rules: &[RuleKind]) -> Vec<Source> {
        Vec::new()
    }

    async fn search_sources(
        &self,
        _scope: &OrgScope,
        _rules: &[RuleKind],
        _limit: usize,
    ) -> Vec<SourceSample> {
        Vec::new()
    }

    fn passed(&self) -> Vec<Passed> {
        Vec::new()
    }

    async fn rebuild(&self, _scope: &OrgScope) -> Result<(), PortError> {
        Err(PortError::Unsupported)
    }
}

/// [`Events`] within this process: one channel per organization.
#[derive(Debug, Default)]
pub struct LocalEvents {
    channels: std::sync::Mutex<BTreeMap<OrgId, broadcast::Sender<Hint>>>,
}

/// Hints that a slow receiver may be behind before it is told [`Hint::Missed`] by its channel.
const BACKLOG: usize = 64;

impl LocalEvents {
    fn sender(&self, org: OrgId) -> broadcast::Sender<Hint> {
        let mut channels = self
            .channels
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        channels
            .entry(org)
            .or_insert_with(|| broadcast::channel(BACKLOG).0)
            .clone()
    }
}

impl Events for LocalEvents {
    fn subscribe(&self, scope: &OrgScope) -> broadcast::Receiver<Hint> {
        self.sender(scope.org()).subscribe()
    }

    fn publish(&self, org: OrgId, hint: Hint) {
        // Nobody listening is no failure.
        let _ = self.sender(org).send(hint);
    }
}
