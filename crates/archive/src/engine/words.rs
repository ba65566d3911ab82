//! The words of a segment's texts: by key, the rows that have each.
//!
//! Of a key 48 bits are kept, which is enough to tell the few hundred thousand words of a segment
//! apart; where two are the same, their rows are. Most words stand in one row of a segment, which is
//! then named beside the key; others have a rising list, or a bit a row where that is shorter.

use super::{bits::Bits, column::Column};
use hearken_model::annotation::WordKey;

/// Rows by word; made once.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The upper 32 bits of each key, rising ...
    pub(super) keys: Column<u32>,
    /// ... and the next 16, rising among equal ones.
    pub(super) checks: Column<u16>,
    /// The row of a word with its highest bit set, or where in `rows` its length and list begin.
    pub(super) places: Column<u32>,
    /// Of each list its length and rows; or [`ALL_BITS`] and the bits.
    pub(super) rows: Column<u16>,
}

const ONE_ROW: u32 = 1 << 31;
const ALL_BITS: u16 = 0;

/// The rows of one word.
#[derive(Clone, Copy)]
enum Entry<'w> {
    One(u16),
    List(&'w [u16]),
    Bits(&'w [u16]),
}

const UNIT: usize = 16;

impl Entry<'_> {
    fn each(self, mut f: impl FnMut(u16)) {
        match self {
            Self::One(row) => f(row),
            Self::List(rows) => rows.iter().copied().for_each(f),
            Self::Bits(units) => {
                for (unit, first) in units.iter().zip((0..).step_by(UNIT)) {
                    let mut left = *unit;
                    while left != 0 {
                        f((first + left.trailing_zeros()) as u16);
                        left &= left - 1;
                    }
                }
            }
        }
    }

    fn bits(self, rows: usize) -> Bits {
        let mut bits = Bits::none(rows);
        match self {
            Self::One(row) => bits.set(row.into()),
            Self::List(list) => bits.add_rows(list),
            Self::Bits(units) => bits.add_units(units),
        }
        bits
    }
}

impl Words {
    /// The rows, of a segment of so many, that have all of the words; all of them where none is
    /// asked for.
    pub(super) fn rows_with(&self, words: &[WordKey], rows: usize) -> Bits {
        let mut found: Option<Bits> = None;
        for word in words {
            let Some(place) = self.find(*word) else {
                return Bits::none(rows);
            };
            let bits = self.entry(place, rows).bits(rows);
            match &mut found {
                Some(found) => found.and(&bits),
                None => found = Some(bits),
            }
        }
        found.unwrap_or_else(|| Bits::range(rows, 0, rows))
    }

    fn find(&self, word: WordKey) -> Option<usize> {
        let (key, check) = split(short(word.0));
        let from = self.keys.partition_point(|other| *other < key);
        let same = self.keys.iter().skip(from).take_while(|k| **k == key);
        let checks = self.checks.iter().skip(from).zip(same);
        let at = checks.map(|(check, _)| *check).position(|c| c == check)?;
        Some(from + at)
    }

    fn entry(&self, place: usize, rows: usize) -> Entry<'_> {
        let at = self.places.get(place).copied().unwrap_or(ONE_ROW);
        if at & ONE_ROW != 0 {
            return Entry::One(at as u16);
        }
        let own = self.rows.get(at as usize..).unwrap_or_default();
        match own.split_first() {
            Some((&ALL_BITS, bits)) => {
                Entry::Bits(bits.get(..rows.div_ceil(UNIT)).unwrap_or_default())
            }
            Some((length, list)) => Entry::List(list.get(..usize::from(*length)).unwrap_or(list)),
            None => Entry::List(&[]),
        }
    }

    fn shorts(&self) -> impl Iterator<Item = u64> {
        let keys = self.keys.iter().zip(self.checks.iter());
        keys.map(|(key, check)| u64::from(*key) << 16 | u64::from(*check))
    }

    /// Of new rows: each word of each, in any order, repetitions included.
    pub(super) fn of_new(mut pairs: Vec<(u64, u16)>, rows: usize) -> Self {
        for pair in &mut pairs {
            pair.0 = short(pair.0);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut writer = Writer::new(rows);
        let mut list = Vec::new();
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            list.extend(same.iter().map(|pair| pair.1));
            writer.push(same.first().map_or(0, |pair| pair.0), &list);
        }
        writer.finish()
    }

    /// Of rows of other segments (each with its number of rows), of which `moved` tells where in
    /// the `rows` new ones they are.
    pub(super) fn of_moved<'s>(
        from: impl Iterator<Item = (&'s Self, usize)> + Clone,
        rows: usize,
        moved: impl Fn(usize, u16) -> Option<u16>,
    ) -> Self {
        let mut entries: Vec<(u64, u32, u32)> = Vec::new();
        for ((words, _), source) in from.clone().zip(0..) {
            let keys = words.shorts().zip(0..);
            entries.extend(keys.map(|(key, place)| (key, source, place)));
        }
        // Rising lists one after the other: the stable sort merges them.
        entries.sort_by_key(|entry| entry.0);
        let from: Vec<(&Self, usize)> = from.collect();
        let mut writer = Writer::new(rows);
        let mut list: Vec<u16> = Vec::new();
        for same in entries.chunk_by(|a, b| a.0 == b.0) {
            list.clear();
            for (_, source, place) in same {
                let source = *source as usize;
                if let Some((words, of)) = from.get(source) {
                    words
                        .entry(*place as usize, *of)
                        .each(|row| list.extend(moved(source, row)));
                }
            }
            if !list.is_sorted() {
                list.sort_unstable();
            }
            writer.push(same.first().map_or(0, |entry| entry.0), &list);
        }
        writer.finish()
    }

    /// Whether every key has a place.
    pub(super) fn fits(&self) -> bool {
        [self.checks.len(), self.places.len()] == [self.keys.len(); 2]
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.keys.heap_bytes()
            + self.checks.heap_bytes()
            + self.places.heap_bytes()
            + self.rows.heap_bytes()
    }
}

const fn short(key: u64) -> u64 {
    key >> 16
}

const fn split(short: u64) -> (u32, u16) {
    ((short >> 16) as u32, short as u16)
}

struct Writer {
    words: Words,
    /// Of all rows, as bits.
    units: usize,
}

impl Writer {
    fn new(rows: usize) -> Self {
        Self {
            words: Words::default(),
            units: rows.div_ceil(UNIT),
        }
    }

    fn finish(mut self) -> Words {
        let words = &mut self.words;
        words.keys.to_mut().shrink_to_fit();
        words.checks.to_mut().shrink_to_fit();
        words.places.to_mut().shrink_to_fit();
        words.rows.to_mut().shrink_to_fit();
        self.words
    }

    /// Adds the (rising) rows of the next key.
    fn push(&mut self, short: u64, list: &[u16]) {
        let rows = self.words.rows.to_mut();
        let at = rows.len();
        let place = match list {
            [] => return,
            [row] => ONE_ROW | u32::from(*row),
            list if list.len() < self.units => {
                rows.push(list.len() as u16);
                rows.extend_from_slice(list);
                at as u32
            }
            list => {
                rows.push(ALL_BITS);
                rows.resize(at + 1 + self.units, 0);
                for row in list {
                    if let Some(unit) = rows.get_mut(at + 1 + usize::from(*row) / UNIT) {
                        *unit |= 1 << (usize::from(*row) % UNIT);
                    }
                }
                at as u32
            }
        };
        let (key, check) = split(short);
        self.words.keys.to_mut().push(key);
        self.words.checks.to_mut().push(check);
        self.words.places.to_mut().push(place);
    }
}
