//! Ids and secrets that are the same in every run.

use hearken::Ids;
use hearken_model::PublicId;
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers from a seed: different within a run, equal between runs with the same order of calls.
#[derive(Debug)]
pub struct SeededIds {
    next: AtomicU64,
}

impl SeededIds {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self {
            next: AtomicU64::new(seed),
        }
    }

    /// One step of SplitMix64, whose outputs never repeat before its period of 2^64.
    fn number(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self
            .next
            .fetch_add(STEP, Ordering::Relaxed)
            .wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Ids for SeededIds {
    fn public_id(&self) -> PublicId {
        PublicId((u128::from(self.number()) << 64) | u128::from(self.number()))
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.number().to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn equal_between_runs_and_different_within_one() {
        let (a, b, other) = (SeededIds::new(1), SeededIds::new(1), SeededIds::new(2));
        assert_eq!(a.public_id(), b.public_id());
        assert_eq!(a.secret(), b.secret());
        assert_ne!(a.public_id(), other.public_id());
        let many: BTreeSet<_> = (0..10_000).map(|_| a.public_id()).collect();
        assert_eq!(many.len(), 10_000);
    }
}
