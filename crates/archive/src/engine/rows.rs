//! A choice of rows: as a rising list and as bits, each made when somebody asks for it.

use super::bits::Bits;
use std::sync::OnceLock;

/// Rows of a segment.
#[derive(Debug)]
pub(super) struct Rows {
    list: OnceLock<Vec<u16>>,
    bits: OnceLock<Bits>,
    count: usize,
    /// How many rows the segment has.
    of: usize,
}

impl Rows {
    /// From a rising list, of so many rows.
    pub(super) fn of_list(of: usize, list: Vec<u16>) -> Self {
        Self {
            count: list.len(),
            list: list.into(),
            bits: OnceLock::new(),
            of,
        }
    }

    /// From bits, of so many rows.
    pub(super) fn of_bits(of: usize, bits: Bits) -> Self {
        Self {
            count: bits.count(),
            list: OnceLock::new(),
            bits: bits.into(),
            of,
        }
    }

    /// Rising.
    pub(super) fn list(&self) -> &[u16] {
        let of_bits = || self.bits.get().map(Bits::rows).unwrap_or_default();
        self.list.get_or_init(of_bits)
    }

    pub(super) fn bits(&self) -> &Bits {
        self.bits.get_or_init(|| {
            let mut bits = Bits::none(self.of);
            bits.add_rows(self.list());
            bits
        })
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    #[inline]
    pub(super) fn has(&self, row: usize) -> bool {
        self.bits().has(row)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let list = self.list.get().map_or(0, Vec::capacity);
        list * size_of::<u16>() + self.bits.get().map_or(0, Bits::bytes)
    }
}
