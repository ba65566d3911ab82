//! File imports: read, match, record, step by step. An import that is interrupted goes on at its
//! checkpoint; each step and its counters are one transaction, so nothing comes twice.

use crate::{
    PipelineError, Trouble,
    context::{Notice, Shared},
    prepare,
};
use hearken_authz::OrgScope;
use hearken_connectors::{Acquire, Batch, Checkpoint, Job, files::ImportJob, registry};
use hearken_model::{ImportId, PublicId};
use hearken_store::{Import, ImportState, ImportStep, RecordBatch};
use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Batches that wait between reading and recording.
const QUEUE: usize = 2;
/// An import that did not move for this long has no other process that goes on with it.
const STANDS_STILL: Duration = Duration::from_secs(3);
/// The pause after trouble of the database; it doubles up to [`PAUSE_MOST`].
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_MOST: Duration = Duration::from_mins(1);
/// Rejects that are logged with their reason; the rest is only counted.
const REJECTS_LOGGED: u64 = 20;

/// An import to be run.
#[derive(Clone, Debug)]
pub struct ImportTask {
    /// Its row.
    pub import: ImportId,
    /// Its id outside, for notices.
    pub public_id: PublicId,
    /// The file and how to read it.
    pub job: ImportJob,
    /// Whether the file goes when the import has ended, however it ended.
    pub temporary: bool,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportOutcome {
    /// Its row with the counters.
    pub import: Import,
}

struct Step {
    batch: RecordBatch,
}

/// Runs an import to its end (or until it is stopped: then it goes on at the next start). The row
/// says how it stands at every moment.
pub(crate) async fn run(
    shared: Arc<Shared>,
    task: ImportTask,
    stop: CancellationToken,
) -> Result<ImportOutcome, PipelineError> {
    let scope = shared.scope("import", task.job.org)?;
    let mut pause = PAUSE;
    let outcome = loop {
        match steps(&shared, &scope, &task, &stop).await {
            // A person cancelled it, or another process goes on with it.
            Err(PipelineError::Store(hearken_store::Error::Stale)) if !stop.is_cancelled() => {
                while_it_moves(&shared, &scope, task.import).await?;
            }
            Err(error) if Trouble::of(&error).is_some() => {
                let name = task.public_id;
                tracing::error!(import = %name, %error, wait_ms = pause.as_millis() as u64, "import interrupted; it goes on");
                set_trouble(&shared, &task, Trouble::of(&error));
                shared.notify(task.job.org, Notice::Import(task.public_id));
                tokio::select! {
                    () = stop.cancelled() => break Ok(false),
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(PAUSE_MOST);
            }
            outcome => break outcome,
        }
    };
    set_trouble(&shared, &task, None);
    let ended = match &outcome {
        Ok(true) => Some((ImportState::Done, None)),
        Ok(false) => None,
        Err(error) => Some((ImportState::Failed, Some(error.to_string()))),
    };
    if let Some((state, error)) = ended {
        let mut tx = shared.store.begin().await?;
        match tx
            .set_import_state(&scope, task.import, state, error.as_deref())
            .await
        {
            Ok(()) => tx.commit().await?,
            Err(hearken_store::Error::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
    shared.notify(task.job.org, Notice::Import(task.public_id));
    let import = shared.store.load_import(&scope, task.import).await?;
    if task.temporary
        && import.state.is_over()
        && let Err(error) = tokio::fs::remove_file(&task.job.path).await
    {
        tracing::warn!(import = %task.public_id, %error, "the file of an import stays");
    }
    outcome.map(|_| ImportOutcome { import })
}

/// Waits while another process goes on with an import: until it is over, or stands still.
async fn while_it_moves(
    shared: &Shared,
    scope: &OrgScope,
    import: ImportId,
) -> Result<(), PipelineError> {
    loop {
        let before = shared.store.load_import(scope, import).await?;
        if before.state.is_over() {
            return Ok(());
        }
        tokio::time::sleep(STANDS_STILL).await;
        let after = shared.store.load_import(scope, import).await?;
        if after.checkpoint == before.checkpoint {
            return Ok(());
        }
    }
}

fn set_trouble(shared: &Shared, task: &ImportTask, trouble: Option<Trouble>) {
    let key = (task.job.org, task.import);
    let mut troubles = shared
        .troubles
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    match trouble {
        Some(trouble) => troubles.insert(key, trouble),
        None => troubles.remove(&key),
    };
}

/// Answers whether the end of the file was reached.
async fn steps(
    shared: &Arc<Shared>,
    scope: &OrgScope,
    task: &ImportTask,
    stop: &CancellationToken,
) -> Result<bool, PipelineError> {
    let import = shared.store.load_import(scope, task.import).await?;
    if import.state.is_over() {
        return Ok(false);
    }
    let from: Vec<Checkpoint> = match &import.checkpoint {
        Some(text) => vec![serde_json::from_str(text)?],
        None => Vec::new(),
    };
    let settings = serde_json::Value::Object(serde_json::Map::new());
    let acquire = registry::importer(task.job.format).open(
        &shared.network,
        &settings,
        Job::Import(task.job.clone()),
        &from,
    )?;
    if import.state == ImportState::Queued {
        let mut tx = shared.store.begin().await?;
        tx.set_import_state(scope, task.import, ImportState::Running, None)
            .await?;
        tx.commit().await?;
    }
    let (sender, mut receiver) = mpsc::channel::<Step>(QUEUE);
    let reader = tokio::spawn(read(
        Arc::clone(shared),
        task.clone(),
        acquire,
        import.checkpoint,
        sender,
    ));
    loop {
        let step = tokio::select! {
            () = stop.cancelled() => { reader.abort(); return Ok(false); }
            step = receiver.recv() => step,
        };
        let Some(step) = step else { break };
        shared.record(step.batch).await?;
        set_trouble(shared, task, None);
        shared.recorded.notify_one();
        shared.notify(task.job.org, Notice::Import(task.public_id));
    }
    reader.await??;
    Ok(true)
}

/// Reads and prepares ahead of the recorder, as far as the queue allows.
async fn read(
    shared: Arc<Shared>,
    task: ImportTask,
    mut acquire: Box<dyn Acquire>,
    mut at: Option<String>,
    sender: mpsc::Sender<Step>,
) -> Result<(), PipelineError> {
    let mut rejected = 0;
    while let Some(batch) = acquire.next().await? {
        log_rejects(&batch, &mut rejected);
        let from = at.clone();
        at = batch
            .checkpoint
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?
            .or(at);
        let step = ImportStep {
            import: task.import,
            read: batch.read,
            rejected: batch.rejects.len() as u64,
            from,
            checkpoint: at.clone(),
        };
        shared.refresh().await?;
        let ruleset = shared.rulebook.current();
        let prepared =
            tokio::task::spawn_blocking(move || prepare(&ruleset, batch, threads())).await?;
        let mut record = RecordBatch::new(prepared.audience);
        record.changes = prepared.changes;
        record.import = Some(step);
        if sender.send(Step { batch: record }).await.is_err() {
            break;
        }
    }
    Ok(())
}

fn log_rejects(batch: &Batch, before: &mut u64) {
    for reject in &batch.rejects {
        *before += 1;
        if *before <= REJECTS_LOGGED {
            tracing::warn!(%reject, "left out of the import");
        }
    }
}

/// Threads that prepare one batch.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .min(8)
}
