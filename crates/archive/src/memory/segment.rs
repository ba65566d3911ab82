//! A segment: up to 65,536 rows in time order, a column for each value. What the network said
//! never changes; tones, topics and deletions are copied when they are changed, so that readers
//! keep the state that they began with.

use super::{bits::Bits, topics::Topics};
use crate::{Cursor, grid::Point};
use hearken_model::{PostId, Sentiment, Span, Timestamp};
use std::sync::Arc;

/// Most rows of a segment; rows are numbered by 16 bits.
pub(super) const ROWS_MAX: usize = 1 << 16;

/// The values of a row, coded.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    pub(super) published: i64,
    pub(super) id: i64,
    pub(super) author: u32,
    pub(super) source: u16,
    pub(super) language: u16,
    /// 0 for no place, else one more than the index of the code.
    pub(super) country: u16,
    /// 0 for no place, else one more than the number of the kind.
    pub(super) place_kind: u8,
    pub(super) kind: u8,
    /// 0 for none.
    pub(super) reach: u8,
    pub(super) tone: u8,
    pub(super) point: Option<Point>,
}

/// Columns that never change.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) published: Vec<i64>,
    pub(super) ids: Vec<i64>,
    /// Rows by rising id.
    pub(super) by_id: Vec<u16>,
    pub(super) author: Vec<u32>,
    pub(super) source: Vec<u16>,
    pub(super) language: Vec<u16>,
    pub(super) country: Vec<u16>,
    pub(super) place_kind: Vec<u8>,
    pub(super) kind: Vec<u8>,
    pub(super) reach: Vec<u8>,
    /// Rows with a point, rising.
    pub(super) point_rows: Vec<u16>,
    pub(super) points: Vec<Point>,
    /// Where the phrases of a row end; they begin where those of the row before end.
    pub(super) phrase_ends: Vec<u32>,
    pub(super) phrases: Vec<u32>,
}

impl Columns {
    /// Where the phrases of a row begin.
    pub(super) fn phrases_before(&self, row: usize) -> usize {
        let end = row.checked_sub(1).and_then(|row| self.phrase_ends.get(row));
        end.copied().unwrap_or_default() as usize
    }
}

/// A segment as of one state.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Names the rows, for caches; a segment with other rows has another.
    pub(super) name: u64,
    pub(super) columns: Arc<Columns>,
    pub(super) tones: Arc<Vec<u8>>,
    pub(super) topics: Arc<Topics>,
    /// Rows that are not deleted.
    live: Arc<Bits>,
    live_count: usize,
    /// Lowest and highest id.
    ids: (i64, i64),
}

impl Segment {
    pub(super) fn new(name: u64, columns: Columns, tones: Vec<u8>, topics: Topics) -> Self {
        let rows = columns.published.len();
        let lowest = columns.ids.iter().min().copied().unwrap_or(i64::MAX);
        let highest = columns.ids.iter().max().copied().unwrap_or(i64::MIN);
        Self {
            ids: (lowest, highest),
            name,
            columns: Arc::new(columns),
            tones: Arc::new(tones),
            topics: Arc::new(topics),
            live: Arc::new(Bits::range(rows, 0, rows)),
            live_count: rows,
        }
    }

    /// Rows, deleted ones included.
    pub(super) fn rows(&self) -> usize {
        self.columns.published.len()
    }

    pub(super) fn live_count(&self) -> usize {
        self.live_count
    }

    pub(super) fn live(&self) -> &Bits {
        &self.live
    }

    /// The rows published within a span: from, to.
    pub(super) fn range(&self, span: Span) -> (usize, usize) {
        let column = &self.columns.published;
        let from = column.partition_point(|at| *at < span.from.0);
        let to = column.partition_point(|at| *at < span.to.0);
        (from, to.max(from))
    }

    /// The row of a post, unless it is deleted.
    pub(super) fn find(&self, id: PostId) -> Option<u16> {
        if id.0 < self.ids.0 || id.0 > self.ids.1 {
            return None;
        }
        let columns = &self.columns;
        let id_of = |row: &u16| {
            columns
                .ids
                .get(usize::from(*row))
                .copied()
                .unwrap_or(i64::MAX)
        };
        let at = columns.by_id.binary_search_by_key(&id.0, id_of).ok()?;
        let row = columns.by_id.get(at).copied()?;
        self.live.has(usize::from(row)).then_some(row)
    }

    /// Where a row stands in the order of pages.
    pub(super) fn cursor(&self, row: usize) -> Cursor {
        let get = |column: &[i64]| column.get(row).copied().unwrap_or(i64::MIN);
        Cursor {
            published_at: Timestamp(get(&self.columns.published)),
            id: PostId(get(&self.columns.ids)),
        }
    }

    #[inline]
    pub(super) fn phrases(&self, row: usize) -> &[u32] {
        let columns = &self.columns;
        let end = columns.phrase_ends.get(row).copied().unwrap_or_default();
        let range = columns.phrases_before(row)..end as usize;
        columns.phrases.get(range).unwrap_or_default()
    }

    pub(super) fn delete(&mut self, row: u16) {
        if Arc::make_mut(&mut self.live).unset(usize::from(row)) {
            self.live_count -= 1;
        }
    }

    pub(super) fn set_tone(&mut self, row: u16, tone: Sentiment) {
        if let Some(cell) = Arc::make_mut(&mut self.tones).get_mut(usize::from(row)) {
            *cell = tone as u8;
        }
    }

    pub(super) fn topics_mut(&mut self) -> &mut Topics {
        Arc::make_mut(&mut self.topics)
    }

    /// The values of a row, to be written elsewhere.
    pub(super) fn fields(&self, row: usize) -> Fields {
        let c = &self.columns;
        let u16_of = |column: &[u16]| column.get(row).copied().unwrap_or_default();
        let u8_of = |column: &[u8]| column.get(row).copied().unwrap_or_default();
        let at = self.cursor(row);
        let point = c.point_rows.binary_search(&(row as u16)).ok();
        Fields {
            published: at.published_at.0,
            id: at.id.0,
            author: c.author.get(row).copied().unwrap_or_default(),
            source: u16_of(&c.source),
            language: u16_of(&c.language),
            country: u16_of(&c.country),
            place_kind: u8_of(&c.place_kind),
            kind: u8_of(&c.kind),
            reach: u8_of(&c.reach),
            tone: u8_of(&self.tones),
            point: point.and_then(|at| c.points.get(at).copied()),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let c = &self.columns;
        let wide = (c.published.capacity() + c.ids.capacity()) * 8;
        let four = (c.author.capacity() + c.phrase_ends.capacity() + c.phrases.capacity()) * 4;
        let two = c.by_id.capacity() + c.source.capacity() + c.language.capacity();
        let two = (two + c.country.capacity() + c.point_rows.capacity()) * 2;
        let one = c.place_kind.capacity() + c.kind.capacity() + c.reach.capacity();
        let points = c.points.capacity() * size_of::<Point>();
        let state = self.tones.capacity() + self.live.bytes() + self.topics.bytes();
        wide + four + two + one + points + state + size_of::<Columns>() + size_of::<Self>()
    }
}
