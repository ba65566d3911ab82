//! What a rule asks of a post besides the token that brought it up, in one word beside the posting:
//! most rules that are brought up are told to go without a look at the rule itself.

/// Ten bits of each token of a post.
#[derive(Debug, Default)]
pub(super) struct Marks([u64; 16]);

impl Marks {
    #[inline]
    pub(super) fn add(&mut self, hash: u64) {
        let mark = mark(hash);
        if let Some(word) = self.0.get_mut((mark >> 6) as usize) {
            *word |= 1 << (mark & 63);
        }
    }

    /// The mark in the lowest bit, others above.
    #[inline]
    const fn has(&self, mark: u64) -> u64 {
        let words = &self.0;
        #[expect(clippy::indexing_slicing, reason = "within the bound by the mask")]
        let word = words[(mark >> 6 & 15) as usize];
        word >> (mark & 63)
    }
}

const fn mark(hash: u64) -> u64 {
    hash >> 54
}

/// Marks of which a post must have one: six, ten bits each, of which some may be the same; above a
/// bit that says that there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Needs(u64);

impl Needs {
    /// Nothing that can be said here.
    pub(super) const NOTHING: Self = Self(0);
    const MOST: usize = 6;

    /// Of one hash or another.
    pub(super) fn any_of(mut hashes: impl Iterator<Item = u64>) -> Self {
        let Some(first) = hashes.next().map(mark) else {
            return Self::NOTHING;
        };
        let mut marks = [first; Self::MOST];
        for (slot, hash) in marks.iter_mut().skip(1).zip(hashes.by_ref()) {
            *slot = mark(hash);
        }
        if hashes.next().is_some() {
            return Self::NOTHING;
        }
        Self(marks.iter().fold(0, |all, mark| all << 10 | mark) << 1 | 1)
    }

    /// All six are looked at, which is faster than to ask each time whether to go on.
    #[inline]
    pub(super) fn may_be_met(self, marks: &Marks) -> bool {
        let looks = 0..Self::MOST;
        let any = looks.fold(!self.0, |any, n| {
            any | marks.has(self.0 >> (1 + 10 * n) & 1023)
        });
        any & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_needs_is_enough() {
        let hash = |n: u64| n << 54;
        let mut marks = Marks::default();
        marks.add(hash(700));
        assert!(Needs::any_of([1, 1023, 700].map(hash).into_iter()).may_be_met(&marks));
        assert!(!Needs::any_of([1, 1023, 701, 0, 2, 3].map(hash).into_iter()).may_be_met(&marks));
        assert!(Needs::any_of((0..7).map(hash)).may_be_met(&marks));
        assert!(Needs::any_of(std::iter::empty()).may_be_met(&marks));
    }
}
