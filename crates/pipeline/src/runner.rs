//! The running pipeline: its tasks, and what may be asked of it.

use crate::{
    ImportOutcome, ImportTask, Intake, PipelineError, PipelineParts, Rulebook, StreamTask, Trouble,
    check,
    context::Shared,
    feeder, feeds, housekeeping, import,
    passing::{Passed, Passing},
    rebuild, rematch, rulebook, streams,
};
use hearken_connectors::{Batch, Status};
use hearken_model::{ImportId, OrgId, Seq};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long the job runner rests when nobody rings.
const REST: Duration = Duration::from_secs(2);
/// The pause before a failed job is tried again, times the number of its attempts.
const RETRY: i64 = 30 * hearken_model::time::SECOND;
/// A job that failed this often is given up.
const ATTEMPTS: u32 = 8;

/// A stream by the name of its connector, with how it does once it was opened.
type Stream = (&'static str, watch::Receiver<Option<Arc<Status>>>);

/// The pipeline of this process.
pub struct Pipeline {
    shared: Arc<Shared>,
    stop: CancellationToken,
    tasks: TaskTracker,
    imports: Mutex<BTreeMap<(OrgId, ImportId), CancellationToken>>,
    streams: Mutex<Vec<Stream>>,
}

impl Pipeline {
    /// Puts the parts together; nothing runs yet, but single calls work.
    pub fn new(parts: PipelineParts) -> Arc<Self> {
        let shared = Arc::new(Shared {
            store: parts.store,
            archive: parts.archive,
            clock: parts.clock,
            install: parts.install,
            notices: parts.notices,
            network: parts.network,
            retention_months: parts.retention_months,
            rulebook: Rulebook::default(),
            passing: Passing::new(parts.sample_posts),
            intake: Mutex::default(),
            rebuilt: AtomicU64::new(0),
            recorded: Notify::new(),
            work: Notify::new(),
            troubles: Mutex::default(),
            feeding: Mutex::default(),
        });
        Arc::new(Self {
            shared,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            imports: Mutex::default(),
            streams: Mutex::default(),
        })
    }

    /// Starts what runs all the time: the feeder, the jobs, housekeeping, the upkeep of the rules.
    pub fn start(&self) {
        self.tasks
            .spawn(feeder::run(Arc::clone(&self.shared), self.stop.clone()));
        self.tasks
            .spawn(jobs(Arc::clone(&self.shared), self.stop.clone()));
        self.tasks.spawn(housekeeping::run(
            Arc::clone(&self.shared),
            self.stop.clone(),
        ));
        self.tasks
            .spawn(rulebook::run(Arc::clone(&self.shared), self.stop.clone()));
    }

    /// Keeps a stream open from now on.
    pub fn start_stream(&self, task: StreamTask) {
        let (sender, receiver) = watch::channel(None);
        let name = task.connector.descriptor().name;
        self.streams
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((name, receiver));
        self.tasks.spawn(streams::run(
            Arc::clone(&self.shared),
            task,
            sender,
            self.stop.clone(),
        ));
    }

    /// Reads custom sources from now on, each when it is due. Settings are those of the connector.
    pub fn start_feeds(&self, settings: serde_json::Value) {
        self.tasks.spawn(feeds::run(
            Arc::clone(&self.shared),
            settings,
            self.stop.clone(),
        ));
    }

    /// Takes a batch in as if a connector had brought it: what simulated networks use.
    pub async fn take(&self, batch: Batch, instance: &str) -> Result<(), PipelineError> {
        let ready = streams::made_ready(&self.shared, batch, instance).await?;
        streams::record(&self.shared, ready).await
    }

    /// How the streams do, by name of the connector.
    pub fn streams(&self) -> Vec<(&'static str, Arc<Status>)> {
        let streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams
            .iter()
            .filter_map(|(name, status)| Some((*name, status.borrow().clone()?)))
            .collect()
    }

    /// Runs an import in the background.
    pub fn start_import(self: &Arc<Self>, task: ImportTask) {
        let pipeline = Arc::clone(self);
        self.tasks.spawn(async move {
            let id = task.public_id;
            if let Err(error) = pipeline.run_import(task).await {
                tracing::error!(import = %id, %error, "import interrupted");
            }
        });
    }

    /// Runs an import to its end.
    pub async fn run_import(&self, task: ImportTask) -> Result<ImportOutcome, PipelineError> {
        let key = (task.job.org, task.import);
        let stop = self.stop.child_token();
        {
            let mut running = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
            running.insert(key, stop.clone());
        }
        let outcome = import::run(Arc::clone(&self.shared), task, stop).await;
        self.imports
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
        outcome
    }

    /// Why an import stands still that will go on, if it does.
    pub fn import_trouble(&self, org: OrgId, import: ImportId) -> Option<Trouble> {
        let troubles = &self.shared.troubles;
        let troubles = troubles.lock().unwrap_or_else(PoisonError::into_inner);
        troubles.get(&(org, import)).copied()
    }

    /// Stops a running import after its current step.
    pub fn stop_import(&self, org: OrgId, import: ImportId) {
        let running = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stop) = running.get(&(org, import)) {
            stop.cancel();
        }
    }

    /// Puts changed rules in force before the next batch.
    pub async fn reload(&self) -> Result<(), PipelineError> {
        self.shared.refresh().await?;
        self.shared.work.notify_one();
        self.shared.recorded.notify_one();
        Ok(())
    }

    /// Builds the archive of an organization anew.
    pub async fn rebuild(&self, org: OrgId) -> Result<Seq, PipelineError> {
        let turn = self.shared.turn(org).await;
        rebuild::run(&self.shared, org, &turn).await
    }

    /// What came in since the process began.
    pub fn intake(&self) -> Intake {
        let intake = &self.shared.intake;
        *intake.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sample of what passed by, of every public source.
    pub fn passed(&self) -> Vec<Passed> {
        self.shared.passing.kept()
    }

    /// How many rows rebuilds have read so far.
    pub fn rows_rebuilt(&self) -> u64 {
        self.shared.rebuilt.load(Ordering::Relaxed)
    }

    /// Makes what the archive has applied survive this process.
    pub async fn persist(&self) -> Result<(), PipelineError> {
        for (org, _) in self.shared.store.outbox_heads(&self.shared.install).await? {
            housekeeping::persist(&self.shared, org).await?;
        }
        Ok(())
    }

    /// Compares the archive of an organization with its files and with the store, and rebuilds it
    /// where they differ; tells whether they did.
    pub async fn check(&self, org: OrgId) -> Result<bool, PipelineError> {
        check::run(&self.shared, org).await
    }

    /// Brings the archive of an organization up to what is recorded by now.
    pub async fn catch_up(&self, org: OrgId) -> Result<Seq, PipelineError> {
        let scope = self.shared.scope("feeder", org)?;
        let head = self.shared.store.outbox_head(&scope).await?;
        feeder::catch_up(&self.shared, org, head).await
    }

    /// Does the jobs that are due now, for processes that do not stay.
    pub async fn run_due_jobs(&self) -> Result<(), PipelineError> {
        while one_job(&self.shared, &self.stop).await? {}
        Ok(())
    }

    /// Stops everything after its current step and waits, at most `within`.
    pub async fn shut_down(&self, within: Duration) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(within, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("some tasks did not stop in time; they go on at the next start");
        }
    }
}

async fn jobs(shared: Arc<Shared>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match one_job(&shared, &stop).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "jobs cannot be looked at"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = shared.work.notified() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Does one job that is due; answers whether there was one.
async fn one_job(shared: &Arc<Shared>, stop: &CancellationToken) -> Result<bool, PipelineError> {
    let claimed = shared
        .store
        .claim_job(&shared.install, &[rematch::KIND], rematch::LEASE)
        .await?;
    let Some(job) = claimed else { return Ok(false) };
    match rematch::run(shared, &job, stop).await {
        Ok(true) => shared.store.finish_job(&shared.install, &job).await?,
        // Stopped: the lease runs out and the job goes on where it was.
        Ok(false) => return Ok(false),
        Err(PipelineError::Store(hearken_store::Error::Stale)) => {}
        Err(error) => {
            tracing::warn!(job = job.id.0, kind = job.kind, %error, "job failed");
            let retry = (job.attempts < ATTEMPTS).then(|| {
                shared
                    .clock
                    .now()
                    .plus(RETRY * i64::from(job.attempts.max(1)))
            });
            shared
                .store
                .fail_job(&shared.install, &job, &error.to_string(), retry)
                .await?;
        }
    }
    Ok(true)
}
