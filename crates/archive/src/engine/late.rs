//! Phrases that became common after a segment was made. The segment still has their keys among the
//! rare ones; here are their codes. It all follows from the keys of the segment and the dictionary,
//! and is kept because looking it up takes time.

use super::{
    bits::Bits,
    column::Column,
    dictionary::{ERASED, Numbers},
};
use std::sync::Arc;

/// Places among a segment's rare phrases that are common by now, by rising code.
#[derive(Clone, Debug, Default)]
pub(super) struct Late {
    /// Codes below have been looked for.
    pub(super) upto: u32,
    /// Places among the rare phrases.
    pub(super) places: Column<u32>,
    /// The rows at these places.
    pub(super) rows: Column<u16>,
    /// The codes of the keys at these places.
    pub(super) codes: Column<u32>,
}

impl Late {
    /// Of a segment of which every phrase below a code is where it belongs.
    pub(super) fn none_below(upto: u32) -> Arc<Self> {
        Arc::new(Self {
            upto,
            ..Self::default()
        })
    }

    /// With the codes that the dictionary has by now.
    pub(super) fn with_new(&self, keys: &[u64], rows: &[u16], phrases: &Numbers) -> Self {
        let mut found: Vec<(u32, u32)> = Vec::new();
        let upto = self.upto.max(1);
        let new = phrases.keys_from(upto as usize);
        if keys.len() <= new.len() {
            let places = (0_u32..).zip(keys);
            let coded = places.filter_map(|(place, key)| Some((phrases.code(*key)?, place)));
            found.extend(coded.filter(|found| found.0 >= upto));
        } else {
            let new = (upto..).zip(new).filter(|new| *new.1 != ERASED);
            let mut new: Vec<(u64, u32)> = new.map(|(code, key)| (*key, code)).collect();
            new.sort_unstable();
            let mut place = 0;
            for (key, code) in new {
                place = first_not_below(keys, place, key);
                while keys.get(place) == Some(&key) {
                    found.push((code, place as u32));
                    place += 1;
                }
            }
        }
        found.sort_unstable();
        let mut next = Self {
            upto: phrases.len() as u32,
            ..self.clone()
        };
        if !found.is_empty() {
            let row = |place: u32| rows.get(place as usize).copied().unwrap_or_default();
            let (places, codes) = (found.iter().map(|f| f.1), found.iter().map(|f| f.0));
            next.rows.to_mut().extend(places.clone().map(row));
            next.places.to_mut().extend(places);
            next.codes.to_mut().extend(codes);
        }
        next
    }

    /// The places whose phrases have codes below `common`, of so many rare ones.
    pub(super) fn known(&self, common: u32, rare: usize) -> Bits {
        let mut known = Bits::none(rare);
        let places = self.places.iter().take(self.below(common));
        places.for_each(|place| known.set(*place as usize));
        known
    }

    /// Rows and codes below `common`.
    pub(super) fn of_codes(&self, common: u32) -> (&[u16], &[u32]) {
        let end = self.below(common);
        let (rows, codes) = (self.rows.get(..end), self.codes.get(..end));
        (rows.unwrap_or_default(), codes.unwrap_or_default())
    }

    fn below(&self, common: u32) -> usize {
        self.codes.partition_point(|code| *code < common)
    }

    /// Whether it can be that of a segment with so many rows and rare phrases.
    pub(super) fn fits(&self, rows: usize, rare: usize) -> bool {
        let same = self.places.len() == self.codes.len() && self.rows.len() == self.codes.len();
        same && self.places.iter().all(|place| (*place as usize) < rare)
            && self.rows.iter().all(|row| usize::from(*row) < rows)
            && self.codes.is_sorted()
            && self.codes.last().is_none_or(|code| *code < self.upto)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.places.heap_bytes() + self.rows.heap_bytes() + self.codes.heap_bytes()
    }
}

/// The first place from `from` on whose key is not below `key`, looked for in steps that double.
fn first_not_below(keys: &[u64], from: usize, key: u64) -> usize {
    let mut step = 1;
    while keys.get(from + step).is_some_and(|k| *k < key) {
        step *= 2;
    }
    let low = from + step / 2;
    let high = (from + step).min(keys.len());
    let between = keys.get(low..high).unwrap_or_default();
    low + between.partition_point(|k| *k < key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_codes_are_found_either_way() {
        let keys: Vec<u64> = (0..200).map(|n| n / 2 * 10).collect();
        let rows: Vec<u16> = (0..200).collect();
        let check = |steps: &[u64]| {
            let mut phrases = Numbers::new("phrases");
            let mut late = Late::default();
            for of_step in steps {
                for key in (0..1_000).filter(|key| key % steps.len() as u64 == *of_step) {
                    phrases.code_or_new(key).unwrap();
                }
                late = late.with_new(&keys, &rows, &phrases);
            }
            assert!(late.fits(200, 200));
            assert_eq!(late.places.len(), 200, "{steps:?}");
            assert_eq!(late.known(late.upto, 200).count(), 200);
            for (place, code) in late.places.iter().zip(late.codes.iter()) {
                assert_eq!(phrases.key(*code), keys[*place as usize]);
            }
            let (some, codes) = late.of_codes(40);
            assert!(some.len() < 200 && codes.iter().all(|code| *code < 40));
        };
        check(&[0]);
        check(&[1, 0]);
        check(&[4, 2, 0, 1, 3, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn keys_are_found_in_steps() {
        let keys = [2, 4, 4, 6, 8, 10, 12];
        for from in 0..=keys.len() {
            for key in 0..14 {
                let expect = from + keys[from..].partition_point(|k| *k < key);
                assert_eq!(first_not_below(&keys, from, key), expect, "{from} {key}");
            }
        }
    }
}
