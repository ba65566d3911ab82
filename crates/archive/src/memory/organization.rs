//! One organization: the published snapshot, its one writer at a time, and rebuilding.

use super::{call::Call, page, snapshot::Snapshot, text::Texts, writing::Writing};
use crate::{Answer, ArchiveError, Ask, Change, Cursor, Page, PostSource, Status, TextFilter};
use hearken_authz::OrgScope;
use hearken_model::{Seq, dataset::BoundDataset};
use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, atomic::AtomicU64},
    time::Duration,
};

/// A first rebuild shows what it has read after so many posts.
const SHOWN_ROWS: usize = 32_768;

/// Batches that were applied while a rebuild was reading.
type Log = Vec<(Seq, Vec<Change>)>;

pub(super) struct Organization {
    published: RwLock<Arc<Snapshot>>,
    /// Held by whoever makes the next snapshot; the log is there while a rebuild reads.
    writer: Mutex<Option<Log>>,
    /// Held by a rebuild, of which there is one at a time.
    rebuilding: Mutex<()>,
    /// Woken by every new snapshot.
    changed: (Mutex<()>, Condvar),
    /// The next name of a segment.
    names: AtomicU64,
    texts: Texts,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking writer leaves is the snapshot before it: states are made aside.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Organization {
    pub(super) fn new(text: Arc<dyn TextFilter>) -> Self {
        Self {
            published: RwLock::default(),
            writer: Mutex::default(),
            rebuilding: Mutex::default(),
            changed: (Mutex::default(), Condvar::new()),
            names: AtomicU64::new(1),
            texts: Texts::new(text),
        }
    }

    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(
            &self
                .published
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn publish(&self, next: Snapshot) {
        self.texts.keep(&next.segments);
        let next = Arc::new(next);
        let mut published = self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *published, next);
        drop(published);
        // Freed outside the lock, if this was its last user.
        drop(before);
        let waiting = lock(&self.changed.0);
        self.changed.1.notify_all();
        drop(waiting);
    }

    pub(super) fn wait_visible(&self, upto: Seq, within: Duration) -> bool {
        let waiting = lock(&self.changed.0);
        let missing = |(): &mut ()| self.snapshot().applied < upto;
        let waited = self.changed.1.wait_timeout_while(waiting, within, missing);
        drop(waited);
        self.snapshot().applied >= upto
    }

    pub(super) fn apply(&self, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        let mut log = lock(&self.writer);
        let state = Snapshot::clone(&self.snapshot());
        if upto <= state.applied {
            return Ok(());
        }
        let mut writing = Writing::new(state, &self.names);
        writing.apply(upto, changes)?;
        self.publish(writing.finish());
        if let Some(log) = log.as_mut() {
            log.push((upto, changes.to_vec()));
        }
        Ok(())
    }

    pub(super) fn rebuild(&self, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        let _one_at_a_time = lock(&self.rebuilding);
        let mut writer = lock(&self.writer);
        let before = self.snapshot();
        if before.applied == Seq(0) && before.segments.is_empty() {
            // Nothing to serve meanwhile: show what is read; changes wait for the end.
            let first = self.read_all(source, true);
            if first.is_err() {
                self.publish(Snapshot {
                    complete: false,
                    ..Snapshot::default()
                });
            }
            let next = first?.finish();
            let applied = next.applied;
            self.publish(next);
            return Ok(applied);
        }
        *writer = Some(Log::new());
        drop(writer);
        let read = self.read_all(source, false);
        let mut writer = lock(&self.writer);
        let log = writer.take().unwrap_or_default();
        let mut writing = read?;
        for (upto, changes) in &log {
            writing.apply(*upto, changes)?;
        }
        let next = writing.finish();
        let applied = next.applied;
        self.publish(next);
        Ok(applied)
    }

    fn read_all(
        &self,
        source: &mut dyn PostSource,
        show: bool,
    ) -> Result<Writing<'_>, ArchiveError> {
        let state = Snapshot {
            complete: !show,
            ..Snapshot::default()
        };
        let mut writing = Writing::new(state, &self.names);
        loop {
            let rows = source.next_rows().map_err(ArchiveError::Source)?;
            if rows.is_empty() {
                break;
            }
            writing.put(&rows.iter().collect::<Vec<_>>())?;
            if show && writing.pending() >= SHOWN_ROWS && writing.flush() {
                self.publish(writing.state().clone());
            }
        }
        writing.read(source.as_of());
        Ok(writing)
    }

    pub(super) fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError> {
        let snapshot = self.snapshot();
        let call = Call::new(&snapshot, dataset, asks, &self.texts, scope)?;
        let answer = |ask| Answer {
            data: call.answer(ask),
            exact: snapshot.complete,
            error_bound: None,
            as_of: snapshot.applied,
        };
        Ok(asks.iter().map(answer).collect())
    }

    pub(super) fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        let snapshot = self.snapshot();
        page::page(&snapshot, dataset, &self.texts, scope, after, limit)
    }

    pub(super) fn status(&self) -> Status {
        let mut status = self.snapshot().status();
        status.memory_bytes += self.texts.bytes() as u64;
        status
    }
}
