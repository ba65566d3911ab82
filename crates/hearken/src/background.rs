//! What the use-cases do in the background: their jobs, and what is due by the clock.

use hearken_app::{App, jobs};
use std::{sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often it is looked for jobs when there were none.
const REST: Duration = Duration::from_secs(1);
/// How often what is kept no longer is removed.
const SWEEP: Duration = Duration::from_mins(1);

/// The tasks of a process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Background {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Background {
    /// Starts them.
    pub(crate) fn start(&self, app: &Arc<App>) {
        self.tasks.spawn(work(Arc::clone(app), self.stop.clone()));
        self.tasks.spawn(sweep(Arc::clone(app), self.stop.clone()));
    }

    /// Stops them after their current step.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

async fn work(app: Arc<App>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match jobs::run_due(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, source = ?error.source, "a job could not be done");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn sweep(app: Arc<App>, stop: CancellationToken) {
    loop {
        if let Err(error) = jobs::sweep(&app).await {
            tracing::error!(%error, source = ?error.source, "sweeping failed");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
    }
}
