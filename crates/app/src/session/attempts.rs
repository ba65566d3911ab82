//! How often signing in failed lately, per account and per address, within this process.
//!
//! Not a lock-out: a window that passes. It bounds guessing; a restart forgets it.

use crate::{App, AppError, Code, Result};
use hearken_model::{Timestamp, time::SECOND};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Keys that are remembered before those whose window has passed are dropped.
const KEYS: usize = 10_000;

/// Counts failures.
#[derive(Debug)]
pub(crate) struct Attempts {
    most: u32,
    window: i64,
    failures: Mutex<HashMap<String, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    since: Timestamp,
}

impl Attempts {
    /// At most `most` failures within `window` microseconds.
    pub(crate) fn new(most: u32, window: i64) -> Self {
        Self {
            most,
            window,
            failures: Mutex::default(),
        }
    }

    /// Counts a try against each key before it is made, so that parallel tries cannot pass together;
    /// answers the microseconds to wait when one of the keys has used up its tries.
    pub(crate) fn take(&self, keys: &[String], now: Timestamp) -> std::result::Result<(), i64> {
        let mut failures = self.lock();
        if failures.len() > KEYS {
            failures.retain(|_, f| self.is_recent(*f, now));
        }
        let waits = keys.iter().filter_map(|key| {
            let f = *failures.get(key)?;
            let spent = f.count >= self.most && self.is_recent(f, now);
            spent.then(|| f.since.0.saturating_add(self.window) - now.0)
        });
        if let Some(wait) = waits.max() {
            return Err(wait);
        }
        for key in keys {
            let f = failures.entry(key.clone()).or_insert(Failures {
                count: 0,
                since: now,
            });
            if !self.is_recent(*f, now) {
                *f = Failures {
                    count: 0,
                    since: now,
                };
            }
            f.count += 1;
        }
        Ok(())
    }

    /// The try succeeded: it does not count, and the account starts afresh.
    pub(crate) fn succeeded(&self, account: &str, others: &[String]) {
        let mut failures = self.lock();
        failures.remove(account);
        for key in others {
            if let Some(f) = failures.get_mut(key) {
                f.count = f.count.saturating_sub(1);
            }
        }
    }

    fn is_recent(&self, f: Failures, now: Timestamp) -> bool {
        now.0 < f.since.0.saturating_add(self.window)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Counts a try against each key; `too_many_attempts`, with the seconds to wait, when one of
    /// them has used up its tries.
    pub(crate) fn take_attempt(&self, keys: &[String]) -> Result<()> {
        self.attempts.take(keys, self.now()).map_err(|wait| {
            let seconds = wait.max(0) / SECOND + 1;
            AppError::new(Code::TooManyAttempts).with("retry_after", seconds)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_used_up_and_come_back() {
        let attempts = Attempts::new(2, 100);
        let key = ["account:demo".to_owned()];
        let other = ["address:::1".to_owned(), "account:other".to_owned()];
        let at = Timestamp;
        assert_eq!(attempts.take(&key, at(0)), Ok(()));
        assert_eq!(attempts.take(&key, at(10)), Ok(()));
        assert_eq!(attempts.take(&key, at(30)), Err(70));
        assert_eq!(attempts.take(&other, at(30)), Ok(()));
        assert_eq!(attempts.take(&key, at(100)), Ok(()));
        attempts.succeeded("account:demo", &[]);
        assert_eq!(attempts.take(&key, at(101)), Ok(()));
        assert_eq!(attempts.take(&key, at(101)), Ok(()));
        assert_eq!(attempts.take(&key, at(101)), Err(100));
    }

    #[test]
    fn a_success_gives_the_address_its_try_back() {
        let attempts = Attempts::new(2, 100);
        let keys = ["account:a".to_owned(), "address:::1".to_owned()];
        for _ in 0..10 {
            assert_eq!(attempts.take(&keys, Timestamp(0)), Ok(()));
            attempts.succeeded("account:a", &keys[1..]);
        }
    }
}
