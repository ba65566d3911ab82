//! What is due by the clock: blocked posts whose undo window is over, ended sessions, old jobs, and
//! outbox entries that the archive has applied.

use crate::{PipelineError, context::Shared};
use hearken_model::{Seq, time::DAY};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(1);
/// Jobs that ended are kept this long, to be looked at.
const KEEP_JOBS: i64 = 7 * DAY;
/// Outbox entries that stay after they were applied, for readers that are a little behind.
const KEEP_ENTRIES: i64 = 10_000;

pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    loop {
        if let Err(error) = round(&shared).await {
            tracing::error!(%error, "housekeeping failed");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn round(shared: &Arc<Shared>) -> Result<(), PipelineError> {
    let now = shared.clock.now();
    let deleted = shared.store.purge_hidden(&shared.install).await?;
    if deleted > 0 {
        tracing::info!(
            posts = deleted,
            "blocked posts deleted after their undo window"
        );
        shared.recorded.notify_one();
    }
    shared.store.sweep_sessions(&shared.install).await?;
    shared
        .store
        .sweep_jobs(&shared.install, now.plus(-KEEP_JOBS))
        .await?;
    for (org, _) in shared.store.outbox_heads(&shared.install).await? {
        let scope = shared.scope("housekeeping", org)?;
        let applied = shared.archive.applied(&scope)?;
        if applied.0 > KEEP_ENTRIES {
            shared
                .store
                .prune_outbox(&scope, Seq(applied.0 - KEEP_ENTRIES))
                .await?;
        }
    }
    Ok(())
}
