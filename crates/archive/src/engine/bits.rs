//! Sets of rows as bits.

/// A set of rows below a fixed length; asking beyond it answers no, setting beyond it does nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

const WORD: usize = 64;

impl Bits {
    /// No row of `rows`.
    pub(super) fn none(rows: usize) -> Self {
        Self {
            words: vec![0; rows.div_ceil(WORD)],
        }
    }

    /// The rows from `from` to before `to`, of `rows`.
    pub(super) fn range(rows: usize, from: usize, to: usize) -> Self {
        let mut bits = Self {
            words: vec![u64::MAX; rows.div_ceil(WORD)],
        };
        bits.keep_range(from, to);
        bits
    }

    /// From the words of a set of `rows`; none if there are more or fewer words than that takes.
    pub(super) fn of_words(rows: usize, words: Vec<u64>) -> Option<Self> {
        let fits = words.len() == rows.div_ceil(WORD);
        let mut bits = Self { words };
        bits.keep_range(0, rows);
        fits.then_some(bits)
    }

    /// The set, 64 rows a word, the lowest row in the lowest bit.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    #[inline]
    pub(super) fn has(&self, row: usize) -> bool {
        let word = self.words.get(row / WORD).copied().unwrap_or_default();
        word >> (row % WORD) & 1 == 1
    }

    #[inline]
    pub(super) fn set(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / WORD) {
            *word |= 1 << (row % WORD);
        }
    }

    /// Adds listed rows.
    pub(super) fn add_rows(&mut self, rows: &[u16]) {
        for row in rows {
            self.set(usize::from(*row));
        }
    }

    /// Adds the rows of a set, eight rows a byte, the lowest row in the lowest bit.
    pub(super) fn add_bytes(&mut self, bytes: &[u8]) {
        for (word, bytes) in self.words.iter_mut().zip(bytes.chunks(8)) {
            let bytes = bytes.iter().rev();
            *word |= bytes.fold(0, |word, byte| word << 8 | u64::from(*byte));
        }
    }

    /// Sets the row and tells whether it was not set.
    #[inline]
    pub(super) fn set_new(&mut self, row: usize) -> bool {
        self.words.get_mut(row / WORD).is_some_and(|word| {
            let bit = 1 << (row % WORD);
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }

    /// Takes the row out and tells whether it was in.
    pub(super) fn unset(&mut self, row: usize) -> bool {
        self.words.get_mut(row / WORD).is_some_and(|word| {
            let bit = 1 << (row % WORD);
            let was = *word & bit != 0;
            *word &= !bit;
            was
        })
    }

    pub(super) fn and(&mut self, other: &Self) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= b;
        }
    }

    pub(super) fn or(&mut self, other: &Self) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a |= b;
        }
    }

    /// Takes out everything outside `from..to`.
    pub(super) fn keep_range(&mut self, from: usize, to: usize) {
        for (n, word) in self.words.iter_mut().enumerate() {
            let start = n * WORD;
            if start + WORD <= from || start >= to {
                *word = 0;
                continue;
            }
            if start < from {
                *word &= u64::MAX << (from - start);
            }
            if to < start + WORD {
                *word &= u64::MAX >> (start + WORD - to);
            }
        }
    }

    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    pub(super) fn and_not(&mut self, other: &Self) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= !b;
        }
    }

    /// Adds the rows whose value in a column holds.
    #[inline]
    pub(super) fn add_where<T: Copy>(&mut self, column: &[T], holds: impl Fn(T) -> bool) {
        for (word, values) in self.words.iter_mut().zip(column.chunks(WORD)) {
            let mut found = 0;
            for (bit, value) in values.iter().enumerate() {
                found |= u64::from(holds(*value)) << bit;
            }
            *word |= found;
        }
    }

    /// The rows, rising.
    pub(super) fn rows(&self) -> Vec<u16> {
        let mut rows = Vec::with_capacity(self.count());
        for (n, word) in self.words.iter().enumerate() {
            let start = (n * WORD) as u16;
            let mut left = *word;
            while left != 0 {
                rows.push(start + left.trailing_zeros() as u16);
                left &= left - 1;
            }
        }
        rows
    }

    pub(super) fn first(&self) -> Option<usize> {
        let n = self.words.iter().position(|word| *word != 0)?;
        let word = self.words.get(n)?;
        Some(n * WORD + word.trailing_zeros() as usize)
    }

    pub(super) fn last(&self) -> Option<usize> {
        let n = self.words.iter().rposition(|word| *word != 0)?;
        let word = self.words.get(n)?;
        Some(n * WORD + WORD - 1 - word.leading_zeros() as usize)
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// How many rows from one to before another are in a set, given as words.
pub(super) fn count_between(words: &[u64], from: usize, to: usize) -> u64 {
    let first = from / WORD;
    let inside = words.get(first..to.div_ceil(WORD)).unwrap_or_default();
    let mut count = 0;
    for (word, start) in inside.iter().zip((first * WORD..).step_by(WORD)) {
        let mut word = *word;
        if start < from {
            word &= u64::MAX << (from - start);
        }
        if to < start + WORD {
            word &= u64::MAX >> (start + WORD - to);
        }
        count += u64::from(word.count_ones());
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_their_rows_and_no_other() {
        for (rows, from, to) in [
            (1, 0, 1),
            (64, 0, 64),
            (65, 64, 65),
            (200, 3, 130),
            (200, 64, 128),
            (200, 70, 70),
            (65536, 65535, 65536),
        ] {
            let bits = Bits::range(rows, from, to);
            let expect: Vec<u16> = (from..to).map(|n| n as u16).collect();
            assert_eq!(bits.rows(), expect, "{rows} {from}..{to}");
            assert_eq!(bits.count(), expect.len());
            let all = Bits::range(rows, 0, rows);
            assert_eq!(
                count_between(all.words(), from, to),
                expect.len() as u64,
                "{rows} {from}..{to}"
            );
            assert_eq!(bits.first().map(|n| n as u16), expect.first().copied());
            assert_eq!(bits.last().map(|n| n as u16), expect.last().copied());
        }
    }

    #[test]
    fn columns_become_sets() {
        let column: Vec<u8> = (0..130).map(|n| n % 3).collect();
        let mut bits = Bits::none(column.len());
        bits.add_where(&column, |value| value == 1);
        let expect: Vec<u16> = (1..130).step_by(3).collect();
        assert_eq!(bits.rows(), expect);
        let mut rest = Bits::range(130, 0, 130);
        rest.and_not(&bits);
        assert_eq!(rest.count(), 130 - expect.len());
    }

    #[test]
    fn setting_tells_what_was() {
        let mut bits = Bits::none(100);
        assert!(bits.set_new(99) && !bits.set_new(99));
        assert!(!bits.set_new(128), "beyond the end");
        assert!(bits.has(99) && !bits.has(98) && !bits.has(1000));
        assert!(bits.unset(99) && !bits.unset(99));
    }
}
