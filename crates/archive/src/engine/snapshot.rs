//! One state of an organization, as readers see it.

use super::{dictionary::Dictionaries, segment::Segment};
use crate::{ArchiveError, Cursor, PostRow, Status};
use hearken_model::Seq;
use std::sync::{Arc, PoisonError, RwLock};

/// Segments at one position of the outbox. Never changes; the next state is another snapshot that
/// shares what stayed.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// In the order of their making.
    pub(super) segments: Vec<Arc<Segment>>,
    /// Grows while the snapshot stands, which adds codes that no row of it has.
    pub(super) dictionaries: Arc<RwLock<Dictionaries>>,
    pub(super) applied: Seq,
    pub(super) complete: bool,
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            segments: Vec::new(),
            dictionaries: Arc::default(),
            applied: Seq(0),
            complete: true,
        }
    }
}

impl Snapshot {
    pub(super) fn with_dictionaries<T>(&self, f: impl FnOnce(&Dictionaries) -> T) -> T {
        f(&self
            .dictionaries
            .read()
            .unwrap_or_else(PoisonError::into_inner))
    }

    /// Codes rows; the lock is held for a few of them at a time.
    pub(super) fn push<'r>(
        &self,
        rows: impl Iterator<Item = &'r PostRow>,
        pending: &mut super::build::Pending,
    ) -> Result<(), ArchiveError> {
        let dictionaries = self.dictionaries.write();
        let mut dictionaries = dictionaries.unwrap_or_else(PoisonError::into_inner);
        if dictionaries.must_count() {
            let of_segments = self.segments.iter().map(|s| &*s.columns.rare);
            dictionaries.count(of_segments.chain([pending.rare()]));
        }
        for row in rows {
            pending.push(row, &mut dictionaries)?;
        }
        Ok(())
    }

    pub(super) fn status(&self) -> Status {
        let ends = |end: fn(&Segment) -> Option<usize>| {
            let rows = self.segments.iter();
            rows.filter_map(move |s| end(s).map(|row| s.cursor(row)))
        };
        let at = |cursor: Cursor| cursor.published_at;
        Status {
            applied: self.applied,
            posts: self.segments.iter().map(|s| s.live_count() as u64).sum(),
            oldest: ends(|s| s.live().first()).min().map(at),
            newest: ends(|s| s.live().last()).max().map(at),
            memory_bytes: self.heap_bytes() as u64,
            mapped_bytes: self.mapped_bytes() as u64,
            complete: self.complete,
        }
    }

    fn heap_bytes(&self) -> usize {
        let segments: usize = self.segments.iter().map(|s| s.heap_bytes()).sum();
        segments + self.with_dictionaries(Dictionaries::bytes)
    }

    fn mapped_bytes(&self) -> usize {
        self.segments.iter().map(|s| s.mapped_bytes()).sum()
    }

    /// Bytes in memory and in mapped files.
    pub(super) fn size(&self) -> u64 {
        (self.heap_bytes() + self.mapped_bytes()) as u64
    }

    /// Rows of segments that are in no file.
    pub(super) fn unkept_rows(&self) -> usize {
        let unkept = self.segments.iter().filter(|s| s.columns_kept.is_none());
        unkept.map(|s| s.rows()).sum()
    }
}
