//! An archive over files that can be started again: what a process has after it was stopped.

use crate::support::Divisible;
use hearken_archive::{
    Answer, Archive, ArchiveError, Ask, Caps, Change, Cursor, Files, Page, PostSource,
    SegmentArchive, Status, generator::Random,
};
use hearken_authz::OrgScope;
use hearken_model::{OrgId, Seq, dataset::BoundDataset};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, RwLock},
    time::Duration,
};
use tempfile::TempDir;

/// Batches with their positions.
type Outbox = Vec<(Seq, Vec<Change>)>;

/// Over a folder of its own. With random numbers: now and then it makes everything durable, or is
/// stopped without a word and started again; then what the outbox has since its position is
/// applied once more, as a feeder would.
pub(crate) struct Restarting {
    archive: RwLock<SegmentArchive>,
    files: Files,
    random: Option<Mutex<Random>>,
    outboxes: Mutex<BTreeMap<OrgId, Outbox>>,
    _folder: TempDir,
}

/// The archive over files that a process has after its start.
pub(crate) fn start(files: &Files) -> SegmentArchive {
    SegmentArchive::open(Arc::new(Divisible), files.clone())
}

impl Restarting {
    pub(crate) fn new(random: Option<Random>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        Self {
            archive: RwLock::new(start(&files)),
            files,
            random: random.map(Mutex::new),
            outboxes: Mutex::default(),
            _folder: folder,
        }
    }

    fn with<T>(&self, f: impl FnOnce(&SegmentArchive) -> T) -> T {
        f(&self.archive.read().unwrap())
    }

    fn disturb(&self, scope: &OrgScope) {
        let Some(random) = &self.random else { return };
        let mut random = random.lock().unwrap();
        if random.per_mille(60) {
            self.with(|archive| archive.persist(scope)).unwrap();
        }
        if random.per_mille(40) {
            let mut archive = self.archive.write().unwrap();
            // Two processes don't share a folder: the old one goes first.
            *archive = SegmentArchive::in_memory(Arc::new(Divisible));
            *archive = start(&self.files);
            let applied = archive.applied(scope).unwrap();
            let outboxes = self.outboxes.lock().unwrap();
            for (upto, changes) in outboxes.get(&scope.org()).into_iter().flatten() {
                if *upto > applied {
                    archive.apply(scope, *upto, changes).unwrap();
                }
            }
        }
    }
}

impl Archive for Restarting {
    fn apply(&self, scope: &OrgScope, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        if upto > self.applied(scope)? {
            let mut outboxes = self.outboxes.lock().unwrap();
            let outbox = outboxes.entry(scope.org()).or_default();
            outbox.push((upto, changes.to_vec()));
        }
        self.with(|archive| archive.apply(scope, upto, changes))?;
        self.disturb(scope);
        Ok(())
    }

    fn applied(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        self.with(|archive| archive.applied(scope))
    }

    fn persist(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        self.with(|archive| archive.persist(scope))
    }

    fn verify(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        self.with(|archive| archive.verify(scope))
    }

    fn wait_visible(
        &self,
        scope: &OrgScope,
        upto: Seq,
        within: Duration,
    ) -> Result<bool, ArchiveError> {
        self.with(|archive| archive.wait_visible(scope, upto, within))
    }

    fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError> {
        self.with(|archive| archive.ask(scope, dataset, asks))
    }

    fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        self.with(|archive| archive.page(scope, dataset, after, limit))
    }

    fn rebuild(&self, scope: &OrgScope, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        self.with(|archive| archive.rebuild(scope, source))
    }

    fn drop_organization(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        self.outboxes.lock().unwrap().remove(&scope.org());
        self.with(|archive| archive.drop_organization(scope))
    }

    fn status(&self, scope: &OrgScope) -> Result<Status, ArchiveError> {
        self.with(|archive| archive.status(scope))
    }

    fn caps(&self) -> Caps {
        self.with(Archive::caps)
    }
}
