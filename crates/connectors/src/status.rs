//! How a running connector does: health for people, counters for metrics.

use hearken_model::Timestamp;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Health and counters of one running acquisition.
#[derive(Debug, Default)]
pub struct Status {
    /// Plain numbers that only rise.
    pub counters: Counters,
    health: Mutex<Health>,
}

impl Status {
    /// The health as it is now.
    pub fn health(&self) -> Health {
        self.health
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Changes the health.
    pub fn update(&self, change: impl FnOnce(&mut Health)) {
        change(&mut self.health.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Enters a state, remembering since when.
    pub fn enter(&self, state: HealthState, now: Timestamp) {
        self.update(|health| {
            if health.state != state {
                health.state = state;
                health.since = now;
            }
        });
    }

    /// Trouble that the connector deals with itself.
    pub fn fail(&self, error: impl Into<String>, now: Timestamp) {
        let error = error.into();
        self.update(|health| {
            if health.state != HealthState::Failing {
                health.state = HealthState::Failing;
                health.since = now;
            }
            health.last_error = Some(error);
            health.last_error_at = Some(now);
        });
    }
}

/// How a connector does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// In a word.
    pub state: HealthState,
    /// Since when.
    pub since: Timestamp,
    /// The last trouble, even when it is over.
    pub last_error: Option<String>,
    /// When that was.
    pub last_error_at: Option<Timestamp>,
    /// When something was last received.
    pub last_read_at: Option<Timestamp>,
    /// How far behind the network it is, in microseconds.
    pub lag_micros: Option<i64>,
    /// Where it is connected to.
    pub endpoint: Option<String>,
}

/// Health in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HealthState {
    /// Not connected yet.
    #[default]
    Starting,
    /// All is well.
    Running,
    /// Trouble, tries again.
    Failing,
    /// At the end of what there is, or told to stop.
    Finished,
}

impl HealthState {
    /// The word in metrics, logs and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Failing => "failing",
            Self::Finished => "finished",
        }
    }
}

/// Plain numbers that only rise.
#[derive(Debug, Default)]
pub struct Counters {
    /// Frames, lines or entries looked at.
    pub read: AtomicU64,
    /// Bytes received, as they came over the wire or from the file.
    pub bytes: AtomicU64,
    /// Posts handed on.
    pub posts: AtomicU64,
    /// Deletions handed on.
    pub deletes: AtomicU64,
    /// What could not be understood.
    pub rejects: AtomicU64,
    /// What had come before and was dropped.
    pub repeats: AtomicU64,
    /// Connections made.
    pub connects: AtomicU64,
    /// Connections, requests or reads that failed.
    pub failures: AtomicU64,
}

impl Counters {
    /// Adds.
    pub fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }

    /// Names and values, for metrics: `connector_<name>_total`.
    pub fn snapshot(&self) -> [(&'static str, u64); 8] {
        let get = |c: &AtomicU64| c.load(Ordering::Relaxed);
        [
            ("read", get(&self.read)),
            ("bytes", get(&self.bytes)),
            ("posts", get(&self.posts)),
            ("deletes", get(&self.deletes)),
            ("rejects", get(&self.rejects)),
            ("repeats", get(&self.repeats)),
            ("connects", get(&self.connects)),
            ("failures", get(&self.failures)),
        ]
    }
}
