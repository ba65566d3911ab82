//! What the parts of the pipeline share.

use crate::{Rulebook, passing::Passing};
use hearken_archive::{Archive, ArchiveError};
use hearken_authz::{Denied, InstallScope, OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{ImportId, OrgId, PublicId};
use hearken_store::{Clock, RecordBatch, Recorded, Store};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};
use tokio::sync::{Mutex as AsyncMutex, Notify, OwnedMutexGuard};

/// What `hearken` gives the pipeline.
pub struct PipelineParts {
    /// Where posts are recorded.
    pub store: Store,
    /// Where they are indexed.
    pub archive: Arc<dyn Archive>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The scope of installation-wide work.
    pub install: InstallScope,
    /// Told of what happened, after the archive shows it.
    pub notices: Arc<dyn Fn(OrgId, Notice) + Send + Sync>,
    /// The way out to the networks.
    pub network: hearken_connectors::Context,
    /// Months that posts are kept; none: for ever (RET-01).
    pub retention_months: Option<u32>,
    /// Posts of each public source that are kept in memory to try rules on.
    pub sample_posts: usize,
}

/// Something that happened in an organization, for those who show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Posts came, changed or went.
    Posts {
        /// How many are new.
        added: u64,
    },
    /// An import moved or ended.
    Import(PublicId),
}

/// What came in since the process began, over all organizations: a post that two of them keep counts
/// twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intake {
    /// Posts that a rule matched.
    pub matched: u64,
    /// They without what was recorded already.
    pub recorded: u64,
    /// Recorded posts that their network deleted.
    pub deleted: u64,
}

/// Trouble that passes: what waits for it goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No space is left for the database.
    DiskFull,
    /// The database cannot be reached or used right now.
    Database,
}

impl Trouble {
    /// What passes of an error; none for one that stays.
    pub(crate) fn of(error: &PipelineError) -> Option<Self> {
        match error {
            PipelineError::Store(hearken_store::Error::DiskFull) => Some(Self::DiskFull),
            PipelineError::Store(_) => Some(Self::Database),
            _ => None,
        }
    }
}

/// Why a part of the pipeline stopped.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The store could not do it.
    #[error("store: {0}")]
    Store(#[from] hearken_store::Error),
    /// The archive could not do it.
    #[error("archive: {0}")]
    Archive(#[from] hearken_archive::ArchiveError),
    /// A connector could not go on.
    #[error("{0}")]
    Connector(#[from] hearken_connectors::ConnectorError),
    /// A decision went against the pipeline.
    #[error("not permitted")]
    Denied(#[from] Denied),
    /// What is stored as a checkpoint cannot be read.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] serde_json::Error),
    /// A worker thread died.
    #[error("worker: {0}")]
    Worker(#[from] tokio::task::JoinError),
    /// There is no such connector.
    #[error("no connector of the name {0}")]
    NoConnector(String),
}

/// Shared by all tasks of the pipeline.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) archive: Arc<dyn Archive>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) install: InstallScope,
    pub(crate) notices: Arc<dyn Fn(OrgId, Notice) + Send + Sync>,
    pub(crate) network: hearken_connectors::Context,
    pub(crate) retention_months: Option<u32>,
    pub(crate) rulebook: Rulebook,
    /// A sample of what passes by.
    pub(crate) passing: Passing,
    /// What was matched and recorded since the process began.
    pub(crate) intake: Mutex<Intake>,
    /// Rows that rebuilds have read so far.
    pub(crate) rebuilt: AtomicU64,
    /// Rung after every recording, so that the feeder need not wait for its next look.
    pub(crate) recorded: Notify,
    /// Rung when feeds, imports or jobs may have something to do.
    pub(crate) work: Notify,
    /// Why imports stand still that will go on.
    pub(crate) troubles: Mutex<BTreeMap<(OrgId, ImportId), Trouble>>,
    /// Whose turn it is to write in the archive of an organization.
    pub(crate) feeding: Mutex<BTreeMap<OrgId, Arc<AsyncMutex<()>>>>,
}

/// The turn to write in the archive of one organization. A rebuild sets its position back, so what
/// somebody else has read of the outbox meanwhile would leave a gap.
pub(crate) struct Turn(#[expect(dead_code, reason = "held")] OwnedMutexGuard<()>);

impl Shared {
    /// A scope for a job of the pipeline in an organization.
    pub(crate) fn scope(&self, job: &'static str, org: OrgId) -> Result<OrgScope, PipelineError> {
        let principal = Principal::System { job };
        let resource = Resource::organization(org);
        Ok(decide(
            &principal,
            Permission::RecordPosts,
            &resource,
            self.clock.now(),
        )?)
    }

    /// Waits for the turn to write in the archive of an organization.
    pub(crate) async fn turn(&self, org: OrgId) -> Turn {
        let turn = {
            let turns = self.feeding.lock();
            let mut turns = turns.unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(org).or_default())
        };
        Turn(turn.lock_owned().await)
    }

    /// Does something with the archive, which may take its time, on a thread that may wait.
    pub(crate) async fn with_archive<T: Send + 'static>(
        &self,
        act: impl FnOnce(&dyn Archive) -> Result<T, ArchiveError> + Send + 'static,
    ) -> Result<T, PipelineError> {
        let archive = Arc::clone(&self.archive);
        Ok(tokio::task::spawn_blocking(move || act(&*archive)).await??)
    }

    /// Records a batch and counts what became of it.
    pub(crate) async fn record(
        &self,
        batch: RecordBatch,
    ) -> Result<Recorded, hearken_store::Error> {
        let recorded = self.store.record(&self.install, batch).await?;
        let mut intake = self.intake.lock().unwrap_or_else(PoisonError::into_inner);
        for org in &recorded.organizations {
            intake.matched += org.matched;
            intake.recorded += org.recorded;
            intake.deleted += org.deleted;
        }
        Ok(recorded)
    }

    /// Brings in force what was committed to the rules so far.
    pub(crate) async fn refresh(&self) -> Result<(), PipelineError> {
        self.rulebook.refresh(&self.store, &self.install).await
    }

    pub(crate) fn notify(&self, org: OrgId, notice: Notice) {
        (self.notices)(org, notice);
    }
}
