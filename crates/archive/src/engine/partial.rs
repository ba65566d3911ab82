//! What was counted of a whole segment, kept until the segment changes: a dashboard over months
//! adds up a few numbers per segment and looks at rows only where its frame begins and ends.
//!
//! Tables of small dimensions are kept at once. Posts by author and by phrase cost more to keep than
//! to count once, so they are kept when the same state is asked for a second time.

use super::{codes::Codes, totals::Table};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// Most tables of a segment; topics and categories make new ones as they change.
const TABLES: usize = 24;

/// Codes with their posts.
pub(super) type Counts = Arc<Vec<(u32, u32)>>;

/// Counts of one state of a segment.
#[derive(Debug, Default)]
pub(super) struct Partials {
    tables: Mutex<Vec<(Codes, Arc<Table>)>>,
    authors: Totalled,
    phrases: Totalled,
}

#[derive(Debug, Default)]
struct Totalled {
    was_asked: AtomicBool,
    counts: Mutex<Option<Counts>>,
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
        count: impl FnOnce() -> Vec<(u32, u32)>,
    ) -> Option<Counts> {
        let totalled = match codes {
            Codes::Author => &self.authors,
            Codes::Phrase(_) => &self.phrases,
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

    /// What stays right when tones change.
    pub(super) fn without_tones(&self) -> Self {
        let same = |totalled: &Totalled| Totalled {
            was_asked: AtomicBool::new(totalled.was_asked.load(Ordering::Relaxed)),
            counts: Mutex::new(lock(&totalled.counts).clone()),
        };
        Self {
            tables: Mutex::default(),
            authors: same(&self.authors),
            phrases: same(&self.phrases),
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let tables: usize = lock(&self.tables).iter().map(|t| t.1.heap_bytes()).sum();
        let counts = [&self.authors, &self.phrases].map(|totalled| {
            let counts = lock(&totalled.counts);
            counts
                .as_ref()
                .map_or(0, |counts| counts.capacity() * size_of::<(u32, u32)>())
        });
        tables + counts.iter().sum::<usize>()
    }
}
