//! A clock that moves when it is told to.

use hearken::Clock;
use hearken_model::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Stands still until [`SteppedClock::step`]. Shared by everything of one [`crate::TestApp`].
#[derive(Debug)]
pub struct SteppedClock {
    micros: AtomicI64,
}

impl SteppedClock {
    /// Begins at an instant.
    pub const fn at(start: Timestamp) -> Self {
        Self {
            micros: AtomicI64::new(start.0),
        }
    }

    /// Moves on by so many microseconds; back when negative.
    pub fn step(&self, micros: i64) {
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Jumps to an instant.
    pub fn set(&self, now: Timestamp) {
        self.micros.store(now.0, Ordering::Relaxed);
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.micros.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_only_when_told() {
        let clock = SteppedClock::at(Timestamp(5));
        assert_eq!((clock.now(), clock.now()), (Timestamp(5), Timestamp(5)));
        clock.step(3);
        assert_eq!(clock.now(), Timestamp(8));
        clock.set(Timestamp(1));
        assert_eq!(clock.now(), Timestamp(1));
    }
}
