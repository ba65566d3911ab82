//! Where what each row has of something ends, in a column that has it for all rows.

use super::column::Column;

/// Ends, which rise by less than 2^16 in a block of rows.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The lowest 16 bits of the end of each row.
    pub(super) low: Column<u16>,
    /// The end before each block.
    pub(super) blocks: Column<u32>,
}

/// Rows of a block.
const BLOCK: usize = 64;
/// A row has at most so much.
pub(super) const MOST: usize = u16::MAX as usize / BLOCK;

impl Ends {
    /// Of ends that rise by at most [`MOST`].
    pub(super) fn new(ends: &[u32]) -> Self {
        let before = |block: usize| block.checked_sub(1).and_then(|row| ends.get(row));
        let blocks = (0..ends.len()).step_by(BLOCK).map(before);
        let blocks = blocks.map(|end| end.copied().unwrap_or_default());
        Self {
            low: ends
                .iter()
                .map(|end| *end as u16)
                .collect::<Vec<_>>()
                .into(),
            blocks: blocks.collect::<Vec<_>>().into(),
        }
    }

    /// Where each row ends, for many of them; 0 beyond the last.
    #[inline]
    pub(super) fn of(&self) -> impl Fn(usize) -> usize {
        let (low, blocks): (&[u16], &[u32]) = (&self.low, &self.blocks);
        move |row| {
            let end = low.get(row).zip(blocks.get(row / BLOCK));
            end.map_or(0, |(low, block)| next(*block as usize, *low))
        }
    }

    /// How much all rows before this one have.
    pub(super) fn before(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, self.of())
    }

    /// Whether they are of so many rows.
    pub(super) fn fits(&self, rows: usize) -> bool {
        [self.low.len(), self.blocks.len()] == [rows, rows.div_ceil(BLOCK)]
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.low.heap_bytes() + self.blocks.heap_bytes()
    }
}

/// The first number from `before` on with these lowest bits.
#[inline]
pub(super) const fn next(before: usize, low: u16) -> usize {
    before + low.wrapping_sub(before as u16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_what_they_were() {
        for step in [0, 1, 12, MOST as u32] {
            let expect: Vec<u32> = (1..=1000).map(|row| row * step).collect();
            let ends = Ends::new(&expect);
            assert!(ends.fits(1000) && !ends.fits(999));
            let of = ends.of();
            let got: Vec<u32> = (0..1000).map(|row| of(row) as u32).collect();
            assert_eq!(got, expect);
            assert_eq!(
                (ends.before(0), ends.before(1000)),
                (0, 1000 * step as usize)
            );
        }
        assert!(Ends::new(&[]).fits(0));
    }
}
