//! Endless acquisition under supervision: open at the last checkpoint, match, record, again; what
//! to do about an error is decided by its kind.

use crate::{PipelineError, context::Shared, import::threads, prepare, retention};
use hearken_connectors::{
    Acquire, Batch, Checkpoint, Connector, ConnectorError, ErrorKind, Job, Status,
};
use hearken_store::{Audience, RecordBatch};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Batches that wait between the network and the store.
const QUEUE: usize = 4;
/// The pause after a failure; it doubles up to [`PAUSE_MOST`].
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_MOST: Duration = Duration::from_mins(5);

/// A stream to be kept open.
#[derive(Clone)]
pub struct StreamTask {
    /// The connector.
    pub connector: &'static dyn Connector,
    /// Its settings.
    pub settings: Value,
}

/// Keeps a stream open until it is cancelled. Nothing is asked of the network while nobody has a
/// rule.
pub(crate) async fn run(
    shared: Arc<Shared>,
    task: StreamTask,
    status: watch::Sender<Option<Arc<Status>>>,
    stop: CancellationToken,
) {
    let name = task.connector.descriptor().name;
    let mut pause = PAUSE;
    while !stop.is_cancelled() {
        // Another process may have made the first rule.
        if let Err(error) = shared.refresh().await {
            tracing::warn!(connector = name, %error, "rules could not be read");
        }
        if shared.rulebook.current().matcher.is_empty() {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => continue,
            }
        }
        let error = tokio::select! {
            () = stop.cancelled() => return,
            ended = one_connection(&shared, &task, &status, &mut pause) => match ended {
                Ok(()) => { tracing::info!(connector = name, "stream ended"); return }
                Err(error) => error,
            },
        };
        let wait = match &error {
            PipelineError::Connector(error) => wait_after(error, pause),
            _ => Some(pause),
        };
        let Some(wait) = wait else {
            tracing::error!(connector = name, %error, "stream stopped for good");
            return;
        };
        tracing::warn!(connector = name, %error, wait_ms = wait.as_millis() as u64, "stream interrupted");
        pause = (pause * 2).min(PAUSE_MOST);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(shared.network.jitter(wait)) => {}
        }
    }
}

/// How long to wait before trying again; none for errors that trying does not mend.
fn wait_after(error: &ConnectorError, pause: Duration) -> Option<Duration> {
    match error.kind {
        ErrorKind::Retry => Some(error.retry_after.unwrap_or(pause)),
        ErrorKind::Quota | ErrorKind::Auth => Some(error.retry_after.unwrap_or(PAUSE_MOST)),
        ErrorKind::Reject | ErrorKind::Bug => None,
    }
}

async fn one_connection(
    shared: &Arc<Shared>,
    task: &StreamTask,
    status: &watch::Sender<Option<Arc<Status>>>,
    pause: &mut Duration,
) -> Result<(), PipelineError> {
    let name = task.connector.descriptor().name;
    let stored = shared
        .store
        .load_checkpoint(&shared.install, Audience::Everybody, name)
        .await?;
    let from: Vec<Checkpoint> = match &stored {
        Some(text) => vec![serde_json::from_str(text)?],
        None => Vec::new(),
    };
    let acquire = task
        .connector
        .open(&shared.network, &task.settings, Job::Stream, &from)?;
    let _ = status.send(Some(acquire.status()));
    let (sender, mut receiver) = mpsc::channel(QUEUE);
    let at = stored.unwrap_or_default();
    let reader = tokio::spawn(read(Arc::clone(shared), name, at, acquire, sender));
    let guard = AbortOnDrop(reader.abort_handle());
    while let Some(batch) = receiver.recv().await {
        record(shared, batch).await?;
        *pause = PAUSE;
    }
    drop(guard);
    reader.await?
}

/// A reader must not outlive the recorder that it feeds.
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read(
    shared: Arc<Shared>,
    name: &'static str,
    mut at: String,
    mut acquire: Box<dyn Acquire>,
    sender: mpsc::Sender<RecordBatch>,
) -> Result<(), PipelineError> {
    while let Some(batch) = acquire.next().await? {
        let mut ready = made_ready(&shared, batch, name).await?;
        if let Some(checkpoint) = &mut ready.checkpoint {
            checkpoint.after = Some(std::mem::replace(&mut at, checkpoint.value.clone()));
        }
        if sender.send(ready).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// Matches a batch under the rules as they are now.
pub(crate) async fn made_ready(
    shared: &Arc<Shared>,
    mut batch: Batch,
    instance: &str,
) -> Result<RecordBatch, PipelineError> {
    retention::leave_out(shared, &mut batch.items);
    shared.passing.take(&batch, shared.clock.now());
    shared.refresh().await?;
    for reject in batch.rejects.iter().take(5) {
        tracing::debug!(instance, %reject, "not understood");
    }
    let checkpoint = batch
        .checkpoint
        .as_ref()
        .map(serde_json::to_string)
        .transpose()?;
    let ruleset = shared.rulebook.current();
    let prepared = tokio::task::spawn_blocking(move || prepare(&ruleset, batch, threads())).await?;
    let mut record = RecordBatch::new(prepared.audience);
    record.changes = prepared.changes;
    record.checkpoint = checkpoint.map(|value| hearken_store::Checkpoint {
        instance: instance.to_owned(),
        value,
        after: None,
    });
    Ok(record)
}

/// Records a batch; trouble of the database is waited out, since the batch is in memory and the
/// connector would only bring it again.
pub(crate) async fn record(shared: &Arc<Shared>, batch: RecordBatch) -> Result<(), PipelineError> {
    let mut wait = Duration::from_millis(250);
    loop {
        match shared.record(batch.clone()).await {
            Ok(_) => {
                shared.recorded.notify_one();
                return Ok(());
            }
            // Another process went on from here: the stream is opened anew where that one is.
            Err(error @ hearken_store::Error::Stale) => return Err(error.into()),
            Err(error) if wait > PAUSE_MOST => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, wait_ms = wait.as_millis() as u64, "posts could not be recorded; trying again");
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        }
    }
}
