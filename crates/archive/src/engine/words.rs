//! The words of a segment's texts: by key, the rows that have each.
//!
//! Of a key 48 bits are kept, which is enough to tell the few hundred thousand words of a segment
//! apart; where two are the same, their rows are. The words stand in the order of their keys, in
//! buckets by the keys' highest bits. Of each, a bucket has the rest of the key, how many bytes its
//! rows take, and these: the first row and the steps to the others, or a bit a row where that is
//! not longer. Most words stand in one row of a segment and take seven bytes.

use super::{bits::Bits, column::Column};
use hearken_model::annotation::WordKey;

/// Rows by word; made once.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Where each of a power of two of buckets begins in `entries`, and where the last ends;
    /// nothing where there is no word.
    pub(super) starts: Column<u32>,
    /// Of each word a head, then its rows, as [`Rows`] reads them.
    pub(super) entries: Column<u8>,
}

/// Bits of a key that are kept.
const KEY: u32 = 48;
/// Bytes of a head: the bits of the key that the bucket does not tell, above them the bytes of the
/// rows less one. Where these bits are too few they are all set, and two more bytes follow.
const HEAD: usize = 5;
/// So many buckets tell the bits of a key that have no place in a head.
const BUCKETS_LEAST: usize = 1 << (KEY as usize - 8 * HEAD);
const BUCKETS_MOST: usize = 1 << 16;
const WORDS_A_BUCKET: usize = 20;
/// The least step that takes two bytes, and the least that takes four.
const TWO: u16 = 1 << 7;
const FOUR: u16 = 0x7fff;

/// The rows of one word, as they stand in an entry.
#[derive(Clone, Copy)]
enum Rows<'w> {
    /// The first row in two bytes, then each step to the next in one, two or four: seven bits,
    /// or a bit set and fifteen bits, or these all set and sixteen bits.
    Steps(&'w [u8]),
    /// A bit a row.
    Bits(&'w [u8]),
}

impl<'w> Rows<'w> {
    /// In a segment of so many rows.
    const fn new(bytes: &'w [u8], rows: usize) -> Self {
        if bytes.len() < rows.div_ceil(8) {
            Self::Steps(bytes)
        } else {
            Self::Bits(bytes)
        }
    }

    fn each(self, mut f: impl FnMut(u16)) {
        match self {
            Self::Steps(bytes) => {
                let Some((first, mut bytes)) = bytes.split_first_chunk() else {
                    return;
                };
                let mut row = u16::from_le_bytes(*first);
                f(row);
                while let Some(step) = read_step(&mut bytes) {
                    row = row.wrapping_add(step);
                    f(row);
                }
            }
            Self::Bits(bytes) => {
                for (byte, first) in bytes.iter().zip((0..=u16::MAX).step_by(8)) {
                    let mut left = *byte;
                    while left != 0 {
                        f(first + left.trailing_zeros() as u16);
                        left &= left - 1;
                    }
                }
            }
        }
    }

    fn bits(self, rows: usize) -> Bits {
        let mut bits = Bits::none(rows);
        match self {
            Self::Steps(_) => self.each(|row| bits.set(row.into())),
            Self::Bits(bytes) => bits.add_bytes(bytes),
        }
        bits
    }
}

/// The entries of a bucket: of each word the bits of its key `below` those of the bucket, and its
/// rows.
struct Entries<'w> {
    bytes: &'w [u8],
    below: u32,
}

impl<'w> Iterator for Entries<'w> {
    type Item = (u64, &'w [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (head, mut bytes) = self.bytes.split_first_chunk::<HEAD>()?;
        let head = head.iter().rev();
        let head = head.fold(0, |head, byte| head << 8 | u64::from(*byte));
        let mut length = head >> self.below;
        if length == most_in_head(self.below) {
            let (long, rest) = bytes.split_first_chunk()?;
            length = u16::from_le_bytes(*long).into();
            bytes = rest;
        }
        let (rows, rest) = bytes.split_at_checked(length as usize + 1)?;
        self.bytes = rest;
        Some((head & low(self.below), rows))
    }
}

impl Words {
    /// The rows, of a segment of so many, that have all of the words; all of them where none is
    /// asked for.
    pub(super) fn rows_with(&self, words: &[WordKey], rows: usize) -> Bits {
        let mut found: Option<Bits> = None;
        for word in words {
            let Some(own) = self.find(*word) else {
                return Bits::none(rows);
            };
            let bits = Rows::new(own, rows).bits(rows);
            match &mut found {
                Some(found) => found.and(&bits),
                None => found = Some(bits),
            }
        }
        found.unwrap_or_else(|| Bits::range(rows, 0, rows))
    }

    fn find(&self, word: WordKey) -> Option<&[u8]> {
        let (key, below) = (short(word.0), self.below()?);
        let own = key & low(below);
        let mut entries = self.bucket((key >> below) as usize, below);
        let found = entries.find(|(other, _)| *other >= own)?;
        (found.0 == own).then_some(found.1)
    }

    /// Bits of a key below those that tell its bucket; none where there is no bucket.
    fn below(&self) -> Option<u32> {
        let buckets = self.starts.len().checked_sub(1)?;
        KEY.checked_sub(buckets.checked_ilog2()?)
    }

    fn bucket(&self, number: usize, below: u32) -> Entries<'_> {
        let ends = self.starts.get(number..).and_then(|s| s.first_chunk::<2>());
        let range = ends.map_or(0..0, |[start, end]| *start as usize..*end as usize);
        let bytes = self.entries.get(range).unwrap_or_default();
        Entries { bytes, below }
    }

    /// The kept bits of each key and its rows, rising.
    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let below = self.below().unwrap_or(KEY);
        let buckets = 0..self.starts.len().saturating_sub(1);
        buckets.flat_map(move |bucket| {
            let upper = (bucket as u64) << below;
            let entries = self.bucket(bucket, below);
            entries.map(move |(own, rows)| (upper | own, rows))
        })
    }

    /// Of new rows: each word of each, in any order, repetitions included.
    pub(super) fn of_new(mut pairs: Vec<(u64, u16)>, rows: usize) -> Self {
        for pair in &mut pairs {
            pair.0 = short(pair.0);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let words = || pairs.chunk_by(|a, b| a.0 == b.0);
        let mut writer = Writer::new(words().count(), rows);
        let mut list = Vec::new();
        for same in words() {
            list.clear();
            list.extend(same.iter().map(|pair| pair.1));
            writer.push(same.first().map_or(0, |pair| pair.0), &list);
        }
        writer.finish()
    }

    /// Of rows of other segments (each with its number of rows), of which `moved` tells where in
    /// the `rows` new ones they are.
    pub(super) fn of_moved<'s>(
        from: impl Iterator<Item = (&'s Self, usize)>,
        rows: usize,
        moved: impl Fn(usize, u16) -> Option<u16>,
    ) -> Self {
        let mut entries: Vec<(u64, u32, Rows<'_>)> = Vec::new();
        for ((words, of), source) in from.zip(0..) {
            let all = words.all();
            entries.extend(all.map(|(key, own)| (key, source, Rows::new(own, of))));
        }
        // Rising lists one after the other: the stable sort merges them.
        entries.sort_by_key(|entry| entry.0);
        let words = || entries.chunk_by(|a, b| a.0 == b.0);
        let mut writer = Writer::new(words().count(), rows);
        let mut list: Vec<u16> = Vec::new();
        for same in words() {
            list.clear();
            for (_, source, own) in same {
                own.each(|row| list.extend(moved(*source as usize, row)));
            }
            if !list.is_sorted() {
                list.sort_unstable();
            }
            writer.push(same.first().map_or(0, |entry| entry.0), &list);
        }
        writer.finish()
    }

    /// Whether the buckets are those of a file that was written.
    pub(super) fn fits(&self) -> bool {
        match self.starts.split_last() {
            None => self.entries.is_empty(),
            Some((end, starts)) => {
                let count = starts.len();
                count.is_power_of_two()
                    && (BUCKETS_LEAST..=BUCKETS_MOST).contains(&count)
                    && *end as usize == self.entries.len()
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.starts.heap_bytes() + self.entries.heap_bytes()
    }
}

const fn short(key: u64) -> u64 {
    key >> (u64::BITS - KEY)
}

/// So many low bits set.
const fn low(bits: u32) -> u64 {
    (1 << bits) - 1
}

/// What the bits of a head above those of the key tell at most.
const fn most_in_head(below: u32) -> u64 {
    low((8 * HEAD as u32).saturating_sub(below))
}

fn write_step(bytes: &mut Vec<u8>, step: u16) {
    if step < TWO {
        bytes.push(step as u8);
        return;
    }
    let [high, low] = step.min(FOUR).to_be_bytes();
    bytes.extend([high | 0x80, low]);
    if step >= FOUR {
        bytes.extend(step.to_le_bytes());
    }
}

#[inline]
fn read_step(bytes: &mut &[u8]) -> Option<u16> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    if *first < 0x80 {
        return Some(u16::from(*first));
    }
    let (second, rest) = rest.split_first()?;
    *bytes = rest;
    let step = u16::from_be_bytes([*first & 0x7f, *second]);
    if step < FOUR {
        return Some(step);
    }
    let (step, rest) = rest.split_first_chunk()?;
    *bytes = rest;
    Some(u16::from_le_bytes(*step))
}

struct Writer {
    starts: Vec<u32>,
    entries: Vec<u8>,
    buckets: usize,
    /// Rows of the segment as bytes of bits.
    bits: usize,
    /// The rows of a word.
    own: Vec<u8>,
}

impl Writer {
    /// Of so many words, or fewer.
    fn new(words: usize, rows: usize) -> Self {
        let buckets = (words / WORDS_A_BUCKET).next_power_of_two();
        Self {
            starts: Vec::new(),
            entries: Vec::new(),
            buckets: buckets.clamp(BUCKETS_LEAST, BUCKETS_MOST),
            bits: rows.div_ceil(8),
            own: Vec::new(),
        }
    }

    /// Adds the (rising) rows of the next key.
    fn push(&mut self, key: u64, list: &[u16]) {
        let Some((first, others)) = list.split_first() else {
            return;
        };
        let below = KEY - self.buckets.ilog2();
        self.begin((key >> below) as usize);
        self.own.clear();
        self.own.extend(first.to_le_bytes());
        let mut before = *first;
        for row in others {
            if self.own.len() >= self.bits {
                break;
            }
            write_step(&mut self.own, row - before);
            before = *row;
        }
        if self.own.len() >= self.bits {
            self.own.clear();
            self.own.resize(self.bits, 0);
            for row in list {
                if let Some(byte) = self.own.get_mut(usize::from(row / 8)) {
                    *byte |= 1 << (row % 8);
                }
            }
        }
        let length = (self.own.len() as u16).saturating_sub(1);
        let told = most_in_head(below).min(length.into());
        let head = (key & low(below) | told << below).to_le_bytes();
        self.entries.extend(head.iter().take(HEAD));
        if told == most_in_head(below) {
            self.entries.extend(length.to_le_bytes());
        }
        self.entries.extend_from_slice(&self.own);
    }

    /// Notes where the buckets up to this one begin.
    fn begin(&mut self, bucket: usize) {
        let at = self.entries.len() as u32;
        self.starts.resize((bucket + 1).max(self.starts.len()), at);
    }

    fn finish(mut self) -> Words {
        if self.entries.is_empty() {
            return Words::default();
        }
        self.begin(self.buckets);
        self.entries.shrink_to_fit();
        Words {
            starts: self.starts.into(),
            entries: self.entries.into(),
        }
    }
}

#[cfg(test)]
mod tests;
