//! The ruleset in force, and its upkeep in the background: edits that piled up are merged into what is
//! compiled, and once in a while everything is read again, should a change have been missed.

use crate::{PipelineError, Ruleset, context::Shared};
use hearken_authz::InstallScope;
use hearken_store::Store;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio::{
    sync::{Mutex, Notify},
    task::spawn_blocking,
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// How often everything is read again.
const EVERY: Duration = Duration::from_hours(1);
/// How often it looks whether a ruleset is in use that is not in force any more.
const IN_USE: Duration = Duration::from_millis(100);
/// How often is tried to catch up with people who go on editing.
const TRIES: usize = 5;
/// So few edits are read in no time.
const FEW: i64 = 10;

/// The ruleset in force. Readers take it as it is; an edit puts a new one in its place, and who
/// matches meanwhile goes on with what was in force.
#[derive(Debug, Default)]
pub struct Rulebook {
    current: RwLock<Arc<Ruleset>>,
    /// Whose turn it is to put another one in place.
    turn: Mutex<()>,
    /// Rung when edits have piled up.
    worn: Notify,
}

impl Rulebook {
    /// The ruleset in force.
    pub fn current(&self) -> Arc<Ruleset> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Brings in force what was committed before the call, by whomever.
    pub async fn refresh(&self, store: &Store, scope: &InstallScope) -> Result<(), PipelineError> {
        let revision = store.setup_revision(scope).await?;
        if self.is_at(revision) {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        // Somebody else may have been faster, and may have come further.
        let revision = store.setup_revision(scope).await?;
        if self.is_at(revision) {
            return Ok(());
        }
        let known = self.current();
        let fresh = match known.advanced(store, scope, revision).await? {
            Some(fresh) => fresh,
            None => Ruleset::load(store, scope, &known).await?,
        };
        if fresh.is_worn() {
            self.worn.notify_one();
        }
        self.put(fresh);
        Ok(())
    }

    /// Compiles the ruleset in force into one part, where edits have piled up. Edits meanwhile come
    /// into force as ever.
    pub async fn merge(&self, store: &Store, scope: &InstallScope) -> Result<(), PipelineError> {
        let current = self.current();
        if current.is_worn() {
            let merged = spawn_blocking(move || current.merged()).await?;
            self.adopt(merged, store, scope).await?;
        }
        Ok(())
    }

    /// Reads everything, and puts it in force where it is not what is in force; whether it was not.
    pub async fn compare(
        &self,
        store: &Store,
        scope: &InstallScope,
    ) -> Result<bool, PipelineError> {
        let mut known = self.current().as_ref().clone();
        let mut fresh = Ruleset::load(store, scope, &known).await?;
        for _ in 0..TRIES {
            let revision = store.setup_revision(scope).await?;
            let newer = known.advanced(store, scope, revision).await?;
            let both = newer.zip(fresh.advanced(store, scope, revision).await?);
            let Some(both) = both else { break };
            (known, fresh) = both;
            // What is committed while it is read may be in one and not in the other.
            if store.setup_revision(scope).await? != revision {
                continue;
            }
            let other = fresh.clone();
            if spawn_blocking(move || known.is_same(&other)).await? {
                break;
            }
            return self.adopt(fresh, store, scope).await;
        }
        Ok(false)
    }

    /// Puts a ruleset in force that was made aside, with what changed meanwhile. Whether it was: it
    /// is let go when what changed is not known.
    async fn adopt(
        &self,
        mut aside: Ruleset,
        store: &Store,
        scope: &InstallScope,
    ) -> Result<bool, PipelineError> {
        // Most of what changed meanwhile is read before anybody has to wait for the turn.
        for _ in 0..TRIES {
            let revision = store.setup_revision(scope).await?;
            if revision - aside.revision < FEW {
                break;
            }
            let Some(newer) = aside.advanced(store, scope, revision).await? else {
                return Ok(false);
            };
            aside = newer;
        }
        let _turn = self.turn.lock().await;
        let revision = store.setup_revision(scope).await?;
        let fresh = aside.advanced(store, scope, revision).await?;
        Ok(fresh.map(|fresh| self.put(fresh)).is_some())
    }

    fn is_at(&self, revision: i64) -> bool {
        revision != 0 && self.current().revision == revision
    }

    /// Puts it in force. To free what is compiled takes a while, so it is done neither under the lock
    /// nor by who matched by it last.
    fn put(&self, fresh: Ruleset) {
        let mut fresh = Arc::new(fresh);
        {
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::swap(&mut *current, &mut fresh);
        }
        let before = fresh;
        tokio::spawn(async move {
            while Arc::strong_count(&before) > 1 {
                sleep(IN_USE).await;
            }
            spawn_blocking(move || drop(before));
        });
    }
}

/// Keeps the ruleset in order until it is cancelled.
pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    let (book, store, install) = (&shared.rulebook, &shared.store, &shared.install);
    let mut next = Instant::now() + EVERY;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = book.worn.notified() => {
                if let Err(error) = book.merge(store, install).await {
                    tracing::error!(%error, "edits could not be merged into the rules");
                }
            }
            () = sleep_until(next) => {
                next = Instant::now() + EVERY;
                match book.compare(store, install).await {
                    Ok(false) => {}
                    Ok(true) => tracing::error!("the rules in force were not those that are stored; they are now"),
                    Err(error) => tracing::error!(%error, "rules could not be compared with the store"),
                }
            }
        }
    }
}
