//! Remembers what was seen lately, so that a rewound stream repeats nothing.

use std::collections::{HashSet, VecDeque};

/// The last keys, up to a bound.
#[derive(Debug)]
pub(super) struct Recent {
    known: HashSet<u64>,
    order: VecDeque<u64>,
    most: usize,
}

impl Recent {
    pub(super) fn new(most: usize) -> Self {
        Self {
            known: HashSet::new(),
            order: VecDeque::new(),
            most,
        }
    }

    /// Remembers a key; false when it was known.
    pub(super) fn is_new(&mut self, key: u64) -> bool {
        if !self.known.insert(key) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_known() {
        let mut recent = Recent::new(2);
        let seen = [1, 2, 1, 3, 2, 1].map(|key| recent.is_new(key));
        assert_eq!(seen, [true, true, false, true, false, true]);
        assert_eq!((recent.known.len(), recent.order.len()), (2, 2));
    }
}
