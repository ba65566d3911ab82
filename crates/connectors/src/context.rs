//! What a connector gets from outside: the network, the clock, randomness.

use crate::HttpClient;
use hearken_model::Timestamp;
use std::{fmt, sync::Arc, time::Duration};

/// The outside world as parameters; cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The only way out.
    pub http: HttpClient,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    random: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl Context {
    /// With a clock and a source of evenly spread 64-bit numbers.
    pub fn new(
        http: HttpClient,
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        random: impl Fn() -> u64 + Send + Sync + 'static,
    ) -> Self {
        Self {
            http,
            now: Arc::new(now),
            random: Arc::new(random),
        }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// A random number.
    pub fn random(&self) -> u64 {
        (self.random)()
    }

    /// A random part of a duration, between half of it and all of it.
    pub fn jitter(&self, duration: Duration) -> Duration {
        let part = 0.5 + (self.random() >> 11) as f64 / (1_u64 << 53) as f64 / 2.0;
        duration.mul_f64(part)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").finish_non_exhaustive()
    }
}
