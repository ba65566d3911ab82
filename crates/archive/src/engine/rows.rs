//! A choice of rows: a rising list, and the same as bits once somebody asks for them.

use super::bits::Bits;
use std::sync::OnceLock;

/// Rows of a segment.
#[derive(Debug)]
pub(super) struct Rows {
    list: Vec<u16>,
    bits: OnceLock<Bits>,
    /// How many rows the segment has.
    of: usize,
}

impl Rows {
    /// From a rising list, of so many rows.
    pub(super) fn of_list(of: usize, list: Vec<u16>) -> Self {
        Self {
            list,
            bits: OnceLock::new(),
            of,
        }
    }

    /// From bits, of so many rows.
    pub(super) fn of_bits(of: usize, bits: Bits) -> Self {
        Self {
            list: bits.rows(),
            bits: bits.into(),
            of,
        }
    }

    /// Rising.
    pub(super) fn list(&self) -> &[u16] {
        &self.list
    }

    pub(super) fn bits(&self) -> &Bits {
        self.bits.get_or_init(|| {
            let mut bits = Bits::none(self.of);
            bits.add_rows(&self.list);
            bits
        })
    }

    #[inline]
    pub(super) fn has(&self, row: usize) -> bool {
        self.bits().has(row)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.list.capacity() * size_of::<u16>() + self.bits.get().map_or(0, Bits::bytes)
    }
}
