//! How long to wait before the next try.

use crate::Context;
use std::time::Duration;

/// Doubles with every failure, up to a bound; a random part keeps a crowd from coming at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            failures: 0,
        }
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// The pause after one more failure, at least what the other side asked for.
    pub(super) fn pause(&mut self, context: &Context, asked: Option<Duration>) -> Duration {
        let doubled = self.first.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        let pause = context.jitter(doubled.min(self.longest));
        pause.max(asked.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HttpClient, HttpOptions};
    use hearken_model::Timestamp;

    fn context(random: u64) -> Context {
        let http = HttpClient::new(HttpOptions::default()).expect("tls");
        Context::new(http, || Timestamp(0), move || random)
    }

    #[test]
    fn it_doubles_up_to_its_bound_and_spreads() {
        let second = Duration::from_secs(1);
        let mut backoff = Backoff::new(second, 8 * second);
        let most = context(u64::MAX);
        let pauses: Vec<_> = (0..5)
            .map(|_| backoff.pause(&most, None).as_secs_f64())
            .collect();
        for (pause, expect) in pauses.iter().zip([1.0, 2.0, 4.0, 8.0, 8.0]) {
            assert!((pause - expect).abs() < 0.001, "{pauses:?}");
        }
        backoff.reset();
        let least = backoff.pause(&context(0), None);
        assert_eq!(least, second / 2);
        let asked = backoff.pause(&context(0), Some(60 * second));
        assert_eq!(asked, 60 * second, "the other side asked for a minute");
    }
}
