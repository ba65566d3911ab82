//! How often signing in failed lately, per account and per address, within this process.

/// Counts failures.
pub(crate) struct Attempts {
    most: u32,
    window: i64,
}

impl Attempts {
    /// At most `most` failures within `window` microseconds.
    pub(crate) fn new(most: u32, window: i64) -> Self {
        Self { most, window }
    }
}
