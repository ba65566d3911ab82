//! How many posts had a phrase that has no code yet: never too few, now and then too many. What is
//! counted too often gets its code too early, which costs a few bytes and changes no answer.
//!
//! A count-min sketch with conservative update (Cormode and Muthukrishnan, 2005; Estan and
//! Varghese, 2002): two counters of two bits for a key, a byte or two for each key there is. It is
//! in no file; whoever writes first after a start counts again.

use super::dictionary::spread;

/// A phrase is common, and gets a code, with so many posts. No list shows a phrase of fewer
/// (ANA-176).
pub(super) const COMMON_POSTS: u64 = 3;

/// Counters stop here.
const MOST: u64 = COMMON_POSTS - 1;
/// Counters for a key; each key takes two.
const COUNTERS: usize = 4;
const COUNTERS_A_WORD: usize = 32;
const LEAST_ROOM: usize = 1 << 14;

/// Counters of keys.
#[derive(Debug)]
pub(super) struct Seen {
    words: Vec<u64>,
    /// Keys that may still be added before counts are too often too high.
    room: usize,
}

impl Seen {
    /// Counts keys; there is room for as many again.
    pub(super) fn of<'k>(lists: impl Iterator<Item = &'k [u64]> + Clone) -> Self {
        let keys: usize = lists.clone().map(<[u64]>::len).sum();
        let room = (keys * 2).max(LEAST_ROOM);
        let mut seen = Self {
            words: vec![0; room * COUNTERS / COUNTERS_A_WORD],
            room,
        };
        for key in lists.flatten() {
            seen.makes_common(*key);
        }
        seen
    }

    pub(super) fn has_room(&self) -> bool {
        self.room > 0
    }

    /// Counts one more post with a key; tells whether the key is common by now.
    pub(super) fn makes_common(&mut self, key: u64) -> bool {
        let places = self.places(key);
        let counts = places.map(|place| self.count(place));
        let least = counts.into_iter().min().unwrap_or_default();
        if least >= MOST {
            return true;
        }
        for place in places {
            if self.count(place) == least
                && let Some(word) = self.words.get_mut(place / COUNTERS_A_WORD)
            {
                *word += 1 << (place % COUNTERS_A_WORD * 2);
            }
        }
        self.room = self.room.saturating_sub(1);
        false
    }

    fn places(&self, key: u64) -> [usize; 2] {
        let counters = (self.words.len() * COUNTERS_A_WORD) as u64;
        let spread = spread(key);
        [spread >> 32, spread & u64::from(u32::MAX)].map(|part| ((part * counters) >> 32) as usize)
    }

    fn count(&self, place: usize) -> u64 {
        let word = self.words.get(place / COUNTERS_A_WORD);
        word.map_or(0, |word| word >> (place % COUNTERS_A_WORD * 2) & 3)
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::Random;

    #[test]
    fn the_third_post_is_never_missed_and_seldom_foreseen() {
        for numbered in [true, false] {
            let mut random = Random::new(1);
            let keys = (0..100_000_u64).map(|n| if numbered { n } else { random.number() });
            let keys: Vec<u64> = keys.collect();
            let mut seen = Seen::of([keys.as_slice()].into_iter());
            assert!(seen.has_room());
            let twice = keys.iter().filter(|key| seen.makes_common(**key)).count();
            assert!(twice < keys.len() / 10, "{twice} after their second post");
            assert!(keys.iter().all(|key| seen.makes_common(*key)));
            let new = (0..10_000).map(|_| random.number() | 1 << 40);
            let new = new.filter(|key| seen.makes_common(*key)).count();
            assert!(new < 1_000, "{new} with their first post");
            for _ in 0..200_000 {
                seen.makes_common(random.number());
            }
            assert!(!seen.has_room());
        }
    }
}
