//! The units of tokens that stand often in a post, found once for all rules that ask. Without them each
//! rule would walk a long post of everyday words from end to end.

use super::dictionary::Id;
use crate::place::Unit;
use hashbrown::HashMap;
use hearken_model::Proximity;
use std::ops::Range;

/// A token in one reading of the post (by its number), and which units.
type Key = (usize, bool, Id);

/// The units of one post by token. Used for post after post.
#[derive(Debug, Default)]
pub(crate) struct Crowds {
    known: HashMap<Key, Range<usize>>,
    units: Vec<Unit>,
    /// Those of the keywords of the rule at hand.
    keywords: Vec<Range<usize>>,
}

impl Crowds {
    /// Forgets the post before, or the same one under the rules of another kernel.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.units.clear();
    }

    /// Makes known where a token stands, unless it is; `units` in the order of its places.
    pub(super) fn find(
        &mut self,
        (reading, proximity, id): (usize, Proximity, Id),
        units: impl Iterator<Item = Unit>,
    ) -> Range<usize> {
        let key = (reading, proximity == Proximity::Sentence, id);
        if let Some(range) = self.known.get(&key) {
            return range.clone();
        }
        let from = self.units.len();
        for unit in units {
            if self.units.get(from..).and_then(<[Unit]>::last) != Some(&unit) {
                self.units.push(unit);
            }
        }
        if let Some(fresh) = self.units.get_mut(from..) {
            fresh.sort_unstable();
        }
        let range = from..self.units.len();
        self.known.insert(key, range.clone());
        range
    }

    fn get(&self, range: &Range<usize>) -> &[Unit] {
        self.units.get(range.clone()).unwrap_or_default()
    }

    /// Begins with another rule.
    pub(super) fn forget_keywords(&mut self) {
        self.keywords.clear();
    }

    /// A keyword of the rule stands there.
    pub(super) fn add_keyword(&mut self, range: Range<usize>) {
        self.keywords.push(range);
    }

    /// Whether a keyword that was added stands in the unit.
    pub(super) fn has_keyword_in(&self, unit: &Unit) -> bool {
        let mut keywords = self.keywords.iter();
        keywords.any(|range| self.get(range).binary_search(unit).is_ok())
    }

    /// Whether one of these units, or one of a keyword that was added, is in the range.
    pub(super) fn meets(&self, range: &Range<usize>, others: &[Unit]) -> bool {
        let own = self.get(range);
        let mut keywords = self.keywords.iter();
        is_shared(own, others) || keywords.any(|range| is_shared(own, self.get(range)))
    }
}

/// Whether two sorted lists share a unit: the shorter one is walked.
fn is_shared(one: &[Unit], other: &[Unit]) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.iter().any(|unit| long.binary_search(unit).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_meet_in_their_units() {
        let mut crowds = Crowds::default();
        let sentence = Proximity::Sentence;
        let places = [(0, 1), (0, 1), (1, 9), (0, 5)];
        let first = crowds.find((0, sentence, 7), places.into_iter());
        assert_eq!(crowds.get(&first), [(0, 1), (0, 5), (1, 9)]);
        assert_eq!(crowds.find((0, sentence, 7), std::iter::empty()), first);
        let second = crowds.find((1, sentence, 7), std::iter::once((0, 5)));
        let third = crowds.find((0, Proximity::Paragraph, 7), std::iter::once((0, 2)));
        assert!(!crowds.meets(&first, &[]) && crowds.meets(&first, &[(0, 2), (1, 9)]));
        crowds.add_keyword(second);
        assert!(crowds.meets(&first, &[]) && !crowds.meets(&third, &[(0, 1)]));
        assert!(crowds.has_keyword_in(&(0, 5)) && !crowds.has_keyword_in(&(0, 1)));
        crowds.forget_keywords();
        assert!(!crowds.meets(&first, &[]));
        crowds.clear();
        assert_eq!(crowds.find((0, sentence, 7), std::iter::empty()), 0..0);
    }
}
