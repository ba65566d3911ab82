//! The selected rows of a segment, and ways to go through them.
#![expect(
    clippy::inline_always,
    reason = "kernels: a call for every row would cost more than the row"
)]

use super::{
    bits::{Bits, count_between},
    ends::next,
    late::Late,
    rows::Rows,
    segment::Segment,
};
use std::sync::Arc;

/// Rows are looked for in a list that has so many times more of them.
const FEW: usize = 16;

/// Which of the rows from `from` to before `to` are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All live ones that are in a topic.
    All,
    /// Of these the ones of a tone.
    Tone(u8),
    /// Others.
    Some,
}

/// The selected rows of one segment.
#[derive(Debug)]
pub(super) struct Selected<'s> {
    pub(super) segment: &'s Segment,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) part: Part,
    /// None: every row from `from` to before `to`. Else these.
    pub(super) some: Option<Arc<Rows>>,
    /// Phrases of the segment that became common after it was made; there where they are asked for.
    pub(super) late: Option<Arc<Late>>,
}

impl<'s> Selected<'s> {
    /// All live rows in a topic, from one to before another.
    pub(super) fn all(segment: &'s Segment, from: usize, to: usize) -> Self {
        let is_full =
            segment.live_count() == segment.rows() && segment.topics.count() == segment.rows();
        let some = (!is_full && from < to).then(|| {
            let mut bits = segment.topics.any().clone();
            bits.and(segment.live());
            bits.keep_range(from, to);
            Arc::new(Rows::of_bits(segment.rows(), bits))
        });
        Self {
            segment,
            from,
            to: to.max(from),
            part: Part::All,
            some,
            late: None,
        }
    }

    /// Exactly these rows.
    pub(super) fn only(&self, rows: Arc<Rows>) -> Self {
        Self {
            segment: self.segment,
            from: self.from,
            to: self.to,
            part: Part::Some,
            some: Some(rows),
            late: self.late.clone(),
        }
    }

    /// Of the tone alone. What is all of a segment is kept for the next time.
    pub(super) fn of_tone(&self, tone: u8) -> Self {
        let rows = || {
            let mut bits = Bits::none(self.segment.rows());
            bits.add_where(&self.segment.tones, |t| t == tone);
            match &self.some {
                Some(rows) => bits.and(rows.bits()),
                None => bits.keep_range(self.from, self.to),
            }
            Arc::new(Rows::of_bits(self.segment.rows(), bits))
        };
        if !self.is_whole() {
            return self.only(rows());
        }
        Self {
            part: Part::Tone(tone),
            ..self.only(self.segment.partials.rows_of_tone(tone, rows))
        }
    }

    /// Whether what is counted of these rows can be kept with the segment: they follow from its
    /// state alone.
    pub(super) fn is_whole(&self) -> bool {
        self.part != Part::Some && self.from == 0 && self.to == self.segment.rows()
    }

    /// The whole that these rows are most of, and what they lack of it; none if they are no or
    /// little of a whole.
    pub(super) fn most(&self) -> Option<(Self, [Self; 2])> {
        let rows = self.segment.rows();
        let lacking = self.from + (rows - self.to);
        if self.part != Part::All || lacking == 0 || lacking * 2 > rows {
            return None;
        }
        let all = |from, to| Self {
            late: self.late.clone(),
            ..Self::all(self.segment, from, to)
        };
        Some((all(0, rows), [all(0, self.from), all(self.to, rows)]))
    }

    pub(super) fn len(&self) -> usize {
        self.some
            .as_ref()
            .map_or(self.to - self.from, |rows| rows.len())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a row is among them.
    #[inline(always)]
    fn has(&self, row: usize) -> bool {
        (self.from..self.to).contains(&row) && self.some.as_ref().is_none_or(|rows| rows.has(row))
    }

    /// How many of the rows are in a set.
    pub(super) fn count_of(&self, rows: &[u64]) -> u64 {
        let Some(some) = &self.some else {
            return count_between(rows, self.from, self.to);
        };
        if some.len() > rows.len() {
            let both = some.bits().words().iter().zip(rows);
            return both.map(|(a, b)| u64::from((a & b).count_ones())).sum();
        }
        let is_in = |row: &&u16| {
            let word = rows.get(usize::from(**row) / 64);
            word.is_some_and(|word| word >> (**row % 64) & 1 == 1)
        };
        some.list().iter().filter(is_in).count() as u64
    }

    /// The common phrases of all rows, one after the other, where no row between is left out.
    pub(super) fn all_phrases(&self) -> Option<&'s [u32]> {
        if self.some.is_some() {
            return None;
        }
        let columns = &self.segment.columns;
        let range = columns.phrases_before(self.from)..columns.phrases_before(self.to);
        columns.phrases.get(range)
    }

    /// Each selected row with each of its phrases that were common when the segment was made.
    #[inline(always)]
    pub(super) fn each_phrase(&self, mut f: impl FnMut(usize, u32)) {
        let segment = self.segment;
        let columns = &segment.columns;
        if self.some.is_some() {
            let phrases = segment.phrases_of();
            self.each(|row| phrases(row).iter().for_each(|code| f(row, *code)));
            return;
        }
        let mut start = columns.phrases_before(self.from);
        let phrases: &[u32] = &columns.phrases;
        self.each_in(&columns.phrase_ends.low, |row, low| {
            let end = next(start, low);
            let of_row = phrases.get(start..end);
            start = end;
            for code in of_row.unwrap_or_default() {
                f(row, *code);
            }
        });
    }

    /// Each selected row with each of its phrases that became common later, of codes below `common`.
    #[inline(always)]
    pub(super) fn each_late(&self, common: u32, mut f: impl FnMut(usize, u32)) {
        let Some(late) = &self.late else { return };
        let (rows, codes) = late.of_codes(common);
        for (row, code) in rows.iter().zip(codes) {
            let row = usize::from(*row);
            if self.has(row) {
                f(row, *code);
            }
        }
    }

    /// Each selected row with each of its rare phrases: where its key is in a rising list.
    pub(super) fn each_rare(&self, keys: &[u64], mut f: impl FnMut(usize, usize)) {
        let columns = &self.segment.columns;
        let mut rest = (0..).zip(keys).peekable();
        for (key, row) in columns.rare.iter().zip(columns.rare_rows.iter()) {
            while rest.next_if(|(_, k)| *k < key).is_some() {}
            let Some((place, at)) = rest.peek() else {
                return;
            };
            if *at == key && self.has(usize::from(*row)) {
                f(usize::from(*row), *place);
            }
        }
    }

    /// The keys of the phrases of selected rows that have no code below `common`, rising.
    pub(super) fn rare_keys(&self, common: u32) -> Vec<u64> {
        let columns = &self.segment.columns;
        let known = self
            .late
            .as_ref()
            .map(|late| late.known(common, columns.rare.len()));
        let rare = columns
            .rare
            .iter()
            .zip(columns.rare_rows.iter())
            .enumerate();
        let is_rare = |place| !known.as_ref().is_some_and(|known| known.has(place));
        let mut keys: Vec<u64> = rare
            .filter(|(place, (_, row))| self.has(usize::from(**row)) && is_rare(*place))
            .map(|(_, (key, _))| *key)
            .collect();
        keys.dedup();
        keys
    }

    /// The rows; none when they are all from `from` to `to`.
    pub(super) fn listed(&self) -> Option<&[u16]> {
        self.some.as_ref().map(|rows| rows.list())
    }

    /// The rows, where they are chosen by more than their time and topic.
    pub(super) fn filtered(&self) -> Option<&[u16]> {
        self.listed().filter(|_| self.part == Part::Some)
    }

    /// The rows as a list.
    pub(super) fn to_rows(&self) -> Vec<u16> {
        match self.listed() {
            Some(rows) => rows.to_vec(),
            None => (self.from..self.to).map(|row| row as u16).collect(),
        }
    }

    /// The rows as bits.
    pub(super) fn to_bits(&self) -> Bits {
        match &self.some {
            Some(rows) => rows.bits().clone(),
            None => Bits::range(self.segment.rows(), self.from, self.to),
        }
    }

    /// The newest row.
    pub(super) fn last(&self) -> Option<usize> {
        match self.listed() {
            Some(rows) => rows.last().map(|row| usize::from(*row)),
            None => self.to.checked_sub(1).filter(|row| *row >= self.from),
        }
    }

    /// How many of the rows lie before `row`.
    pub(super) fn before(&self, row: usize) -> usize {
        match self.listed() {
            Some(rows) => rows.partition_point(|r| usize::from(*r) < row),
            None => row.clamp(self.from, self.to) - self.from,
        }
    }

    /// The newest of a rising list of rows.
    pub(super) fn last_of(&self, list: &[u16]) -> Option<usize> {
        let inside = between(list, self.from, self.to).iter().rev();
        inside
            .map(|row| usize::from(*row))
            .find(|row| self.has(*row))
    }

    #[inline(always)]
    pub(super) fn each(&self, mut f: impl FnMut(usize)) {
        match self.listed() {
            Some(rows) => rows.iter().for_each(|row| f(usize::from(*row))),
            None => (self.from..self.to).for_each(f),
        }
    }

    /// The rows with their values in a column.
    #[inline(always)]
    pub(super) fn each_in<T: Copy>(&self, column: &[T], mut f: impl FnMut(usize, T)) {
        if let Some(rows) = self.listed() {
            for row in rows {
                let row = usize::from(*row);
                if let Some(value) = column.get(row) {
                    f(row, *value);
                }
            }
        } else {
            let part = column.get(self.from..self.to).unwrap_or_default();
            for (row, value) in (self.from..).zip(part) {
                f(row, *value);
            }
        }
    }

    /// The positions in a rising list of rows whose rows are selected, with the rows.
    #[inline(always)]
    pub(super) fn each_of(&self, list: &[u16], mut f: impl FnMut(usize, usize)) {
        // Most segments lie in a frame as a whole.
        let whole = self.from == 0 && self.to == self.segment.rows();
        let (start, inside) = if whole {
            (0, list)
        } else {
            let start = list.partition_point(|row| usize::from(*row) < self.from);
            (start, between(list, self.from, self.to))
        };
        match &self.some {
            None => {
                for (at, row) in (start..).zip(inside) {
                    f(at, usize::from(*row));
                }
            }
            Some(rows) if rows.len() * FEW < inside.len() => {
                for row in rows.list() {
                    let at = place_of(inside, *row, (self.from, self.to));
                    if inside.get(at) == Some(row) {
                        f(start + at, usize::from(*row));
                    }
                }
            }
            Some(rows) => {
                let bits = rows.bits();
                for (at, row) in (start..).zip(inside) {
                    if bits.has(usize::from(*row)) {
                        f(at, usize::from(*row));
                    }
                }
            }
        }
    }
}

/// The first place in a rising list whose row is not below a row. The rows of the list lie evenly
/// in a range, more or less: the place is near where it would be then, most of the time.
fn place_of(list: &[u16], row: u16, (from, to): (usize, usize)) -> usize {
    const NEAR: usize = 128;
    let guess = usize::from(row).saturating_sub(from) * list.len() / (to - from).max(1);
    let low = guess.saturating_sub(NEAR);
    let high = (guess + NEAR).min(list.len());
    let near = list.get(low..high).unwrap_or_default();
    let encloses = near.first().is_some_and(|first| *first <= row)
        && near.last().is_some_and(|last| *last >= row);
    if encloses {
        low + near.partition_point(|other| *other < row)
    } else {
        list.partition_point(|other| *other < row)
    }
}

/// The part of a rising list that lies in `from..to`.
pub(super) fn between(list: &[u16], from: usize, to: usize) -> &[u16] {
    let start = list.partition_point(|row| usize::from(*row) < from);
    let end = list.partition_point(|row| usize::from(*row) < to);
    list.get(start..end).unwrap_or_default()
}
