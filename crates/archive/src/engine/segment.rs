//! A segment: up to 65,536 rows in time order, a column for each value. What the network said
//! never changes; tones, topics and deletions are copied when they are changed, so that readers
//! keep the state that they began with.

use super::{
    bits::Bits, column::Column, dictionary::Numbers, ends::Ends, late::Late, partial::Partials,
    postings::Postings, topics::Topics, words::Words,
};
use crate::{Cursor, grid::Point};
use hearken_model::{PostId, Sentiment, Span, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};

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
    pub(super) published: Column<i64>,
    pub(super) ids: Column<i64>,
    /// Rows by rising id.
    pub(super) by_id: Column<u16>,
    pub(super) author: Column<u32>,
    pub(super) source: Column<u16>,
    pub(super) language: Column<u16>,
    pub(super) country: Column<u16>,
    pub(super) place_kind: Column<u8>,
    pub(super) kind: Column<u8>,
    pub(super) reach: Column<u8>,
    /// Rows with a point, rising.
    pub(super) point_rows: Column<u16>,
    /// Their points in steps, see [`Point`].
    pub(super) latitudes: Column<i32>,
    pub(super) longitudes: Column<i32>,
    /// Where the common phrases of a row end; they begin where those of the row before end.
    pub(super) phrase_ends: Ends,
    pub(super) phrases: Column<u32>,
    /// The rows that have any phrase, as bits.
    pub(super) phrased: Column<u64>,
    /// Keys of phrases that were rare when the segment was made, rising, and the row of each.
    pub(super) rare: Column<u64>,
    pub(super) rare_rows: Column<u16>,
    /// The words of the texts.
    pub(super) words: Words,
}

impl Columns {
    /// The points, in the order of their rows.
    pub(super) fn points(&self) -> impl Fn(usize) -> Option<Point> {
        let (latitudes, longitudes): (&[i32], &[i32]) = (&self.latitudes, &self.longitudes);
        move |at| {
            Some(Point {
                latitude: latitudes.get(at).copied()?,
                longitude: longitudes.get(at).copied()?,
            })
        }
    }

    fn heap_bytes(&self) -> usize {
        let wide = self.published.heap_bytes() + self.ids.heap_bytes() + self.author.heap_bytes();
        let two = self.by_id.heap_bytes() + self.source.heap_bytes() + self.language.heap_bytes();
        let few = self.place_kind.heap_bytes() + self.kind.heap_bytes() + self.reach.heap_bytes();
        let places = self.country.heap_bytes() + self.point_rows.heap_bytes();
        let points = self.latitudes.heap_bytes() + self.longitudes.heap_bytes();
        wide + two
            + few
            + places
            + points
            + self.phrase_ends.heap_bytes()
            + self.phrases.heap_bytes()
            + self.phrased.heap_bytes()
            + self.rare.heap_bytes()
            + self.rare_rows.heap_bytes()
            + self.words.heap_bytes()
    }

    /// Bytes of all values.
    pub(super) fn all_bytes(&self) -> usize {
        self.sections().iter().map(|section| section.len()).sum()
    }

    /// Where the common phrases of a row begin.
    pub(super) fn phrases_before(&self, row: usize) -> usize {
        self.phrase_ends.before(row)
    }
}

/// The columns that order rows.
#[derive(Clone, Copy)]
pub(super) struct Cursors<'s> {
    published: &'s [i64],
    ids: &'s [i64],
}

impl Cursors<'_> {
    #[inline]
    pub(super) fn of(&self, row: usize) -> Cursor {
        let get = |column: &[i64]| column.get(row).copied().unwrap_or(i64::MIN);
        Cursor {
            published_at: Timestamp(get(self.published)),
            id: PostId(get(self.ids)),
        }
    }
}

/// A file that holds a part of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) file: u64,
    pub(super) checksum: u64,
}

/// A segment as of one state.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Names the rows, for caches; a segment with other rows has another.
    pub(super) name: u64,
    pub(super) columns: Arc<Columns>,
    pub(super) tones: Arc<Column<u8>>,
    pub(super) topics: Arc<Topics>,
    /// Rows that are not deleted.
    live: Arc<Bits>,
    live_count: usize,
    /// Lowest and highest id.
    ids: (i64, i64),
    /// Publication of the first and the last row.
    times: (i64, i64),
    /// Where the columns are kept, if they are; never changes again.
    pub(super) columns_kept: Option<Kept>,
    /// Where tones, topics and live rows are kept, if they are as they are here.
    pub(super) state_kept: Option<Kept>,
    /// What is known of phrases that became common later; shared by all states of the rows.
    late: Arc<Mutex<Arc<Late>>>,
    /// How much of that is in the file of the state: codes below.
    late_kept: u32,
    /// What was counted of this state.
    pub(super) partials: Arc<Partials>,
    /// Rows of values that were looked for; shared by all states of the rows.
    pub(super) postings: Arc<Postings>,
}

impl Segment {
    pub(super) fn new(name: u64, columns: Columns, tones: Vec<u8>, topics: Topics) -> Self {
        let rows = columns.published.len();
        Self::with_live(
            name,
            columns,
            tones.into(),
            topics,
            Bits::range(rows, 0, rows),
        )
    }

    pub(super) fn with_live(
        name: u64,
        columns: Columns,
        tones: Column<u8>,
        topics: Topics,
        live: Bits,
    ) -> Self {
        let id_of = |row: Option<&u16>| columns.ids.get(usize::from(*row?)).copied();
        let lowest = id_of(columns.by_id.first()).unwrap_or(i64::MAX);
        let highest = id_of(columns.by_id.last()).unwrap_or(i64::MIN);
        let first = columns.published.first().copied().unwrap_or(i64::MAX);
        let last = columns.published.last().copied().unwrap_or(i64::MIN);
        Self {
            ids: (lowest, highest),
            times: (first, last),
            name,
            columns: Arc::new(columns),
            tones: Arc::new(tones),
            topics: Arc::new(topics),
            live_count: live.count(),
            live: Arc::new(live),
            columns_kept: None,
            state_kept: None,
            late: Arc::default(),
            late_kept: 0,
            partials: Arc::default(),
            postings: Arc::default(),
        }
    }

    /// With what is known of phrases that became common later.
    pub(super) fn with_late(mut self, late: Arc<Late>) -> Self {
        self.late_kept = late.upto;
        self.late = Arc::new(Mutex::new(late));
        self
    }

    /// The phrases that became common after the segment was made.
    pub(super) fn late(&self, phrases: &Numbers) -> Arc<Late> {
        let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        if (late.upto as usize) < phrases.len() {
            let columns = &self.columns;
            *late = Arc::new(late.with_new(&columns.rare, &columns.rare_rows, phrases));
        }
        Arc::clone(&late)
    }

    /// The file of the state has all phrases with codes below that became common later.
    pub(super) fn late_kept(&self) -> usize {
        self.late_kept as usize
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
        let from = self.first_from(span.from);
        (from, self.first_from(span.to).max(from))
    }

    /// The first row published at a time or later.
    pub(super) fn first_from(&self, time: Timestamp) -> usize {
        if time.0 <= self.times.0 {
            return 0;
        }
        if time.0 > self.times.1 {
            return self.rows();
        }
        self.columns.published.partition_point(|at| *at < time.0)
    }

    /// The highest id of its rows, deleted ones included.
    pub(super) const fn highest_id(&self) -> i64 {
        self.ids.1
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
        self.cursors().of(row)
    }

    /// Where rows stand in the order of pages, for many of them.
    pub(super) fn cursors(&self) -> Cursors<'_> {
        Cursors {
            published: &self.columns.published,
            ids: &self.columns.ids,
        }
    }

    pub(super) fn phrases(&self, row: usize) -> &[u32] {
        self.phrases_of()(row)
    }

    /// The common phrases of rows, for many of them.
    #[inline]
    pub(super) fn phrases_of<'s>(&'s self) -> impl Fn(usize) -> &'s [u32] {
        let end_of = self.columns.phrase_ends.of();
        let phrases: &[u32] = &self.columns.phrases;
        move |row| {
            let start = row.checked_sub(1).map_or(0, &end_of);
            phrases.get(start..end_of(row)).unwrap_or_default()
        }
    }

    pub(super) fn delete(&mut self, row: u16) {
        if Arc::make_mut(&mut self.live).unset(usize::from(row)) {
            self.live_count -= 1;
            self.state_kept = None;
            self.partials = Arc::default();
        }
    }

    pub(super) fn set_tone(&mut self, row: u16, tone: Sentiment) {
        let tones = Arc::make_mut(&mut self.tones).to_mut();
        if let Some(cell) = tones.get_mut(usize::from(row)) {
            *cell = tone as u8;
            self.state_kept = None;
            self.partials = Arc::new(self.partials.without_tones());
        }
    }

    pub(super) fn topics_mut(&mut self) -> &mut Topics {
        self.state_kept = None;
        self.partials = Arc::default();
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
            point: point.and_then(c.points()),
        }
    }

    /// Bytes of memory of its own.
    pub(super) fn heap_bytes(&self) -> usize {
        let state = self.tones.heap_bytes() + self.live.bytes() + self.topics.heap_bytes();
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        self.columns.heap_bytes()
            + late.heap_bytes()
            + state
            + self.partials.heap_bytes()
            + self.postings.heap_bytes()
            + size_of::<Columns>()
            + size_of::<Self>()
    }

    /// Bytes of files that are mapped.
    pub(super) fn mapped_bytes(&self) -> usize {
        let columns = self.columns_kept.map_or(0, |_| self.columns.all_bytes());
        let state = |_| self.tones.len() + self.topics.listed() * 2;
        columns + self.state_kept.map_or(0, state)
    }
}
