//! What was counted of a whole segment, kept until the segment changes: a dashboard over months
//! adds up a few numbers per segment and looks at rows only where its frame begins and ends.
//!
//! Tables of small dimensions are kept at once. Posts by author and by phrase cost more to keep than
//! to count once, so they are kept when the same state is asked for a second time.

use super::{
    by_row::ByRow, cells::PartialCluster, codes::Codes, rows::Rows, selected::Part, table::Table,
};
use std::sync::{
    Arc, Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// Most tables of a segment; topics and categories make new ones as they change.
const TABLES: usize = 24;

/// Zooms of a map that are kept.
const ZOOMS: usize = 3;
const TONES: usize = 4;

/// Posts by code: most authors have one in a segment.
#[derive(Debug, Default)]
pub(super) struct Counts {
    once: Vec<u32>,
    more: Vec<(u32, u32)>,
}

impl Counts {
    /// From posts by code.
    pub(super) fn of(posts: &[u32]) -> Self {
        let mut counts = Self::default();
        for (code, posts) in (0..).zip(posts) {
            match posts {
                0 => {}
                1 => counts.once.push(code),
                more => counts.more.push((code, *more)),
            }
        }
        counts.once.shrink_to_fit();
        counts.more.shrink_to_fit();
        counts
    }

    /// Each code with its posts.
    #[inline]
    pub(super) fn each(&self, mut f: impl FnMut(u32, u32)) {
        self.once.iter().for_each(|code| f(*code, 1));
        self.more.iter().for_each(|(code, posts)| f(*code, *posts));
    }

    fn heap_bytes(&self) -> usize {
        self.once.capacity() * size_of::<u32>() + self.more.capacity() * size_of::<(u32, u32)>()
    }
}

type CellsOfZoom = (u8, Arc<[PartialCluster]>);

/// Counts of one state of a segment.
#[derive(Debug, Default)]
pub(super) struct Partials {
    tables: Mutex<Vec<(Codes, Arc<Table>)>>,
    cells: Mutex<Vec<CellsOfZoom>>,
    authors: Totalled,
    phrases: Totalled,
    phrases_of_tone: [Totalled; TONES],
    rows_of_tone: [OnceLock<Arc<Rows>>; TONES],
    /// None in it where they can't be told.
    by_row: OnceLock<Option<Arc<ByRow>>>,
}

#[derive(Debug, Default)]
struct Totalled {
    was_asked: AtomicBool,
    counts: Mutex<Option<Arc<Counts>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Partials {
    /// The segment's posts by code and tone, counted if they are not known.
    pub(super) fn table(&self, codes: &Codes, count: impl FnOnce() -> Table) -> Arc<Table> {
        let known = lock(&self.tables);
        if let Some((_, table)) = known.iter().find(|table| table.0 == *codes) {
            return Arc::clone(table);
        }
        drop(known);
        let table = Arc::new(count());
        let mut known = lock(&self.tables);
        if known.len() >= TABLES {
            known.remove(0);
        }
        known.push((codes.clone(), Arc::clone(&table)));
        table
    }

    /// The segment's posts by author or phrase, as the columns have them, if they are worth being known by now.
    pub(super) fn counts(
        &self,
        codes: &Codes,
        part: Part,
        count: impl FnOnce() -> Counts,
    ) -> Option<Arc<Counts>> {
        let totalled = match (codes, part) {
            (Codes::Author, Part::All) => &self.authors,
            (Codes::Phrase(_), Part::All) => &self.phrases,
            (Codes::Phrase(_), Part::Tone(tone)) => self.phrases_of_tone.get(usize::from(tone))?,
            _ => return None,
        };
        if let Some(counts) = &*lock(&totalled.counts) {
            return Some(Arc::clone(counts));
        }
        if !totalled.was_asked.swap(true, Ordering::Relaxed) {
            return None;
        }
        let counts = Arc::new(count());
        *lock(&totalled.counts) = Some(Arc::clone(&counts));
        Some(counts)
    }

    /// The segment's posts by cell of a map, counted if they are not known.
    pub(super) fn cells(
        &self,
        zoom: u8,
        count: impl FnOnce() -> Vec<PartialCluster>,
    ) -> Arc<[PartialCluster]> {
        let known = lock(&self.cells);
        if let Some((_, cells)) = known.iter().find(|cells| cells.0 == zoom) {
            return Arc::clone(cells);
        }
        drop(known);
        let cells: Arc<[PartialCluster]> = count().into();
        let mut known = lock(&self.cells);
        if known.len() >= ZOOMS {
            known.remove(0);
        }
        known.push((zoom, Arc::clone(&cells)));
        cells
    }

    /// The segment's rows of a tone.
    pub(super) fn rows_of_tone(&self, tone: u8, list: impl FnOnce() -> Arc<Rows>) -> Arc<Rows> {
        match self.rows_of_tone.get(usize::from(tone)) {
            Some(known) => Arc::clone(known.get_or_init(list)),
            None => list(),
        }
    }

    /// The topics of the segment's rows.
    pub(super) fn by_row(&self, make: impl FnOnce() -> Option<ByRow>) -> Option<Arc<ByRow>> {
        self.by_row.get_or_init(|| make().map(Arc::new)).clone()
    }

    /// What stays right when tones change.
    pub(super) fn without_tones(&self) -> Self {
        let same = |totalled: &Totalled| Totalled {
            was_asked: AtomicBool::new(totalled.was_asked.load(Ordering::Relaxed)),
            counts: Mutex::new(lock(&totalled.counts).clone()),
        };
        Self {
            authors: same(&self.authors),
            phrases: same(&self.phrases),
            by_row: self.by_row.clone(),
            ..Self::default()
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let tables: usize = lock(&self.tables).iter().map(|t| t.1.heap_bytes()).sum();
        let counts = [&self.authors, &self.phrases].into_iter();
        let counts = counts.chain(&self.phrases_of_tone).map(|totalled| {
            let counts = lock(&totalled.counts);
            counts.as_ref().map_or(0, |counts| counts.heap_bytes())
        });
        let cells = lock(&self.cells);
        let cells = cells.iter().map(|cells| size_of_val(&*cells.1));
        let rows = self.rows_of_tone.iter().filter_map(OnceLock::get);
        let rows = rows.map(|rows| rows.heap_bytes());
        let by_row = self.by_row.get().and_then(Option::as_ref);
        let by_row = by_row.map_or(0, |by_row| by_row.heap_bytes());
        by_row + tables + counts.chain(cells).chain(rows).sum::<usize>()
    }
}
