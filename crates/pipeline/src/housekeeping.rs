//! What is due by the clock: blocked posts whose undo window is over, posts that were kept long
//! enough, ended sessions, old jobs, changes of the setup of long ago, and outbox entries that the
//! archive has applied and keeps; and what the archive has in memory alone.

use crate::{PipelineError, check, context::Shared, retention};
use hearken_model::{OrgId, Seq, time::DAY};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often it looks.
const EVERY: Duration = Duration::from_mins(1);
/// Every so many rounds the archive is compared with its files and with the store.
const CHECK_ROUNDS: u64 = 6 * 60;
/// Every so many rounds, and at the start, posts are looked for that were kept long enough.
const RETENTION_ROUNDS: u64 = 24 * 60;
/// Jobs that ended are kept this long, to be looked at.
const KEEP_JOBS: i64 = 7 * DAY;
/// Outbox entries that stay after they were applied, for readers that are a little behind.
const KEEP_ENTRIES: i64 = 10_000;

pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    for number in 1_u64.. {
        if let Err(error) = round(&shared).await {
            tracing::error!(%error, "housekeeping failed");
        }
        if number % RETENTION_ROUNDS == 1
            && let Err(error) = retention::run(&shared, &stop).await
        {
            tracing::error!(%error, "posts could not be deleted after their retention");
        }
        if number % CHECK_ROUNDS == 0
            && let Err(error) = check_all(&shared, &stop).await
        {
            tracing::error!(%error, "the archive could not be checked");
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
    shared.store.prune_setup_changes(&shared.install).await?;
    for (org, _) in shared.store.outbox_heads(&shared.install).await? {
        let kept = persist(shared, org).await?;
        if kept.0 > KEEP_ENTRIES {
            let scope = shared.scope("housekeeping", org)?;
            shared
                .store
                .prune_outbox(&scope, Seq(kept.0 - KEEP_ENTRIES))
                .await?;
        }
    }
    Ok(())
}

/// Brings what the archive has of an organization into its files; answers the position of these.
pub(crate) async fn persist(shared: &Arc<Shared>, org: OrgId) -> Result<Seq, PipelineError> {
    let scope = shared.scope("housekeeping", org)?;
    let persist = move |archive: &dyn hearken_archive::Archive| archive.persist(&scope);
    shared.with_archive(persist).await
}

async fn check_all(shared: &Arc<Shared>, stop: &CancellationToken) -> Result<(), PipelineError> {
    for (org, _) in shared.store.outbox_heads(&shared.install).await? {
        if stop.is_cancelled() {
            break;
        }
        check::run(shared, org).await?;
    }
    Ok(())
}
