//! One organization: the published snapshot, its one writer at a time, its files, and rebuilding.

use super::{
    call::Selection,
    files::{Flaw, Folder, Loaded},
    page,
    projections::Projections,
    snapshot::Snapshot,
    text::Texts,
    writing::Writing,
};
use crate::{
    Answer, ArchiveError, Ask, Change, Cursor, Page, PostSource, Status, TextFilter, disk::Disk,
};
use hearken_authz::OrgScope;
use hearken_model::{Seq, dataset::BoundDataset};
use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, TryLockError, atomic::AtomicU64},
    time::Duration,
};

/// A first rebuild shows what it has read after so many posts.
const SHOWN_ROWS: usize = 32_768;
/// So many rows that are in no file are written without waiting to be asked to.
const UNKEPT_ROWS: usize = 131_072;

/// Batches that were applied while a rebuild was reading.
type Log = Vec<(Seq, Vec<Change>)>;

/// Where an organization's files would be.
pub(super) struct Place {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) path: PathBuf,
}

/// What the one writer has.
#[derive(Default)]
struct Writer {
    /// There while a rebuild reads.
    log: Option<Log>,
    /// Held from the first use on; none where there are no files or another process has them.
    folder: Option<Arc<Folder>>,
    /// The organization was dropped: nothing is written for it any more.
    dropped: bool,
}

pub(super) struct Organization {
    /// None while asleep: everything is in files and nothing of it in memory.
    published: RwLock<Option<Arc<Snapshot>>>,
    /// Held by whoever makes the next snapshot.
    writer: Mutex<Writer>,
    /// Held by a rebuild, of which there is one at a time.
    rebuilding: Mutex<()>,
    /// Woken by every new snapshot.
    changed: (Mutex<()>, Condvar),
    /// The next name of a segment or file.
    names: Arc<AtomicU64>,
    texts: Texts,
    projections: Projections,
    place: Option<Place>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking writer leaves is the snapshot before it: states are made aside.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Organization {
    pub(super) fn new(text: Arc<dyn TextFilter>, place: Option<Place>) -> Self {
        Self {
            published: RwLock::default(),
            writer: Mutex::default(),
            rebuilding: Mutex::default(),
            changed: (Mutex::default(), Condvar::new()),
            names: Arc::new(AtomicU64::new(1)),
            texts: Texts::new(text),
            projections: Projections::default(),
            place,
        }
    }

    fn awake(&self) -> Option<Arc<Snapshot>> {
        let published = self.published.read();
        published.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The current state; read from files if need be.
    fn snapshot(&self) -> Result<Arc<Snapshot>, ArchiveError> {
        match self.awake() {
            Some(snapshot) => Ok(snapshot),
            None => self.wake(&mut lock(&self.writer)),
        }
    }

    fn wake(&self, writer: &mut Writer) -> Result<Arc<Snapshot>, ArchiveError> {
        if let Some(snapshot) = self.awake() {
            return Ok(snapshot);
        }
        self.take_folder(writer)?;
        let state = match &writer.folder {
            None => Snapshot::default(),
            Some(folder) => match folder.load()? {
                Loaded::Nothing => Snapshot::default(),
                Loaded::State(state) => state,
                Loaded::Damaged(file, flaw) => {
                    if matches!(flaw, Flaw::Form) {
                        tracing::info!(%file, %flaw, "the archive is built anew from the store");
                    } else {
                        tracing::error!(%file, %flaw, "a file of the archive is not whole: all is read anew");
                    }
                    folder.clear()?;
                    Snapshot {
                        complete: false,
                        ..Snapshot::default()
                    }
                }
            },
        };
        Ok(self.publish(state))
    }

    /// Takes hold of the folder, unless another process has it. Tells whether it is new here.
    fn take_folder(&self, writer: &mut Writer) -> Result<bool, ArchiveError> {
        let Some(place) = self.place.as_ref().filter(|_| !writer.dropped) else {
            return Ok(false);
        };
        if writer.folder.is_some() {
            return Ok(false);
        }
        let folder = Folder::open(
            Arc::clone(&place.disk),
            &place.path,
            Arc::clone(&self.names),
        )?;
        writer.folder = folder.map(Arc::new);
        Ok(writer.folder.is_some())
    }

    fn publish(&self, next: Snapshot) -> Arc<Snapshot> {
        self.texts.keep(&next.segments);
        let next = Arc::new(next);
        self.replace(Some(Arc::clone(&next)));
        self.projections.settle();
        let waiting = lock(&self.changed.0);
        self.changed.1.notify_all();
        drop(waiting);
        next
    }

    fn replace(&self, next: Option<Arc<Snapshot>>) {
        let published = self.published.write();
        let mut published = published.unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *published, next);
        drop(published);
        // Freed outside the lock, if this was its last user.
        drop(before);
    }

    pub(super) fn wait_visible(&self, upto: Seq, within: Duration) -> Result<bool, ArchiveError> {
        let is_visible = |state: &Snapshot| state.applied >= upto;
        if is_visible(&*self.snapshot()?) {
            return Ok(true);
        }
        let waiting = lock(&self.changed.0);
        // Who writes wakes: an organization that sleeps has nothing new.
        let missing = |(): &mut ()| !self.awake().is_some_and(|state| is_visible(&state));
        let waited = self.changed.1.wait_timeout_while(waiting, within, missing);
        drop(waited);
        Ok(is_visible(&*self.snapshot()?))
    }

    pub(super) fn applied(&self) -> Result<Seq, ArchiveError> {
        Ok(self.snapshot()?.applied)
    }

    pub(super) fn apply(&self, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        let mut writer = lock(&self.writer);
        let state = self.wake(&mut writer)?;
        if upto <= state.applied {
            return Ok(());
        }
        if !state.complete {
            return Err(ArchiveError::Incomplete);
        }
        let mut writing = Writing::new(Snapshot::clone(&state), &self.names);
        drop(state);
        writing.apply(upto, changes)?;
        let has_erased = writing.has_erased();
        let next = self.publish(writing.finish()?);
        if let Some(log) = writer.log.as_mut() {
            log.push((upto, changes.to_vec()));
        }
        if has_erased || next.unkept_rows() >= UNKEPT_ROWS {
            self.keep(&mut writer)?;
        }
        Ok(())
    }

    /// Brings the state into files; answers the position that a start would find. Where there are
    /// no files that is the position in memory.
    pub(super) fn persist(&self) -> Result<Seq, ArchiveError> {
        self.keep(&mut lock(&self.writer))
    }

    fn keep(&self, writer: &mut Writer) -> Result<Seq, ArchiveError> {
        let Some(state) = self.awake() else {
            return Ok(writer
                .folder
                .as_ref()
                .map_or(Seq(0), |folder| folder.applied()));
        };
        if self.place.is_none() || writer.dropped {
            return Ok(state.applied);
        }
        if self.take_folder(writer)?
            && let Some(folder) = &writer.folder
        {
            // The process that had it is gone; what it left is behind what is here.
            folder.clear()?;
        }
        let Some(folder) = writer.folder.clone() else {
            return Ok(Seq(0));
        };
        if !state.complete {
            return Ok(folder.applied());
        }
        let mut writing = Writing::new(Snapshot::clone(&state), &self.names);
        drop(state);
        writing.join_tail();
        let mut next = writing.finish()?;
        folder.commit(&mut next, writer.log.is_none())?;
        let applied = next.applied;
        self.publish(next);
        Ok(applied)
    }

    /// Bytes that sleeping would give back.
    pub(super) fn size(&self) -> u64 {
        let aside = self.projections.bytes() as u64;
        self.awake().map_or(0, |state| state.size() + aside)
    }

    /// Whether nothing of it is in memory.
    pub(super) fn is_asleep(&self) -> bool {
        self.awake().is_none()
    }

    /// Leaves everything to the files. Nothing if there are none, or if somebody is writing.
    pub(super) fn sleep(&self) -> Result<(), ArchiveError> {
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(writer)) => writer.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        self.keep(&mut writer)?;
        let is_kept = |state: &Snapshot| {
            let folder = writer.folder.as_ref();
            state.complete && folder.is_some_and(|folder| folder.applied() == state.applied)
        };
        if writer.log.is_none() && self.awake().is_some_and(|state| is_kept(&state)) {
            self.texts.keep(&[]);
            self.projections.clear();
            self.replace(None);
        }
        Ok(())
    }

    /// Compares the files with their checksums.
    pub(super) fn verify(&self) -> Result<(), ArchiveError> {
        let folder = lock(&self.writer).folder.clone();
        folder.map_or(Ok(()), |folder| folder.verify())
    }

    /// Removes the files; nothing is written any more.
    pub(super) fn remove(&self) -> Result<(), ArchiveError> {
        let mut writer = lock(&self.writer);
        self.take_folder(&mut writer)?;
        writer.dropped = true;
        match writer.folder.take() {
            Some(folder) => folder.remove_all(),
            None => Ok(()),
        }
    }

    pub(super) fn rebuild(&self, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        let _one_at_a_time = lock(&self.rebuilding);
        let mut writer = lock(&self.writer);
        let before = self.wake(&mut writer)?;
        let folder = writer.folder.clone();
        let folder = folder.as_deref();
        if before.applied == Seq(0) && before.segments.is_empty() {
            // Nothing to serve meanwhile: show what is read; changes wait for the end.
            drop(before);
            let first = self
                .read_all(source, folder, true)
                .and_then(Writing::finish);
            if first.is_err() {
                if let Some(folder) = folder {
                    folder.clear()?;
                }
                self.publish(Snapshot {
                    complete: false,
                    ..Snapshot::default()
                });
            }
            self.publish(first?);
        } else {
            drop(before);
            writer.log = Some(Log::new());
            drop(writer);
            let read = self.read_all(source, folder, false);
            writer = lock(&self.writer);
            let log = writer.log.take().unwrap_or_default();
            let mut writing = read?;
            for (upto, changes) in &log {
                writing.apply(*upto, changes)?;
            }
            self.publish(writing.finish()?);
        }
        self.keep(&mut writer)?;
        drop(writer);
        self.applied()
    }

    fn read_all(
        &self,
        source: &mut dyn PostSource,
        folder: Option<&Folder>,
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
            if writing.pending() >= SHOWN_ROWS && writing.flush() {
                if let Some(folder) = folder {
                    writing.keep_full(folder)?;
                }
                if show {
                    self.publish(writing.state().clone());
                }
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
        let snapshot = self.snapshot()?;
        let view = self.projections.view(&snapshot, dataset, &self.names);
        let snapshot = view.as_ref().unwrap_or(&snapshot);
        let selection = Selection::new(snapshot, dataset, asks, &self.texts, scope)?;
        let answer = |data| Answer {
            data,
            exact: snapshot.complete,
            error_bound: None,
            as_of: snapshot.applied,
        };
        Ok(selection.answers(asks).into_iter().map(answer).collect())
    }

    pub(super) fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        let snapshot = self.snapshot()?;
        page::page(&snapshot, dataset, &self.texts, scope, after, limit)
    }

    pub(super) fn status(&self) -> Result<Status, ArchiveError> {
        let mut status = self.snapshot()?.status();
        status.memory_bytes += (self.texts.bytes() + self.projections.bytes()) as u64;
        Ok(status)
    }
}
