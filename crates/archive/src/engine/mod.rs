//! The engine: every organization's posts as columns, in segments of up to 65,536 rows that are
//! mapped from files, with a tail in memory.
//!
//! Readers take the published snapshot and are never blocked by a writer for longer than it takes
//! to put the next one in its place. The layout, the life of a segment and the form of the files
//! are drawn in `docs/develop/archive.md`.

mod bits;
mod build;
mod by_row;
mod call;
mod cells;
mod codes;
mod column;
mod dictionary;
mod ends;
mod figures;
mod files;
pub(crate) mod fuzzing;
mod late;
mod latest;
mod organization;
mod page;
mod partial;
mod postings;
mod projections;
mod rows;
mod seen;
mod segment;
mod select;
mod selected;
mod snapshot;
mod table;
mod terms;
mod text;
mod topics;
mod totals;
mod words;
mod writing;

use crate::{
    Answer, Archive, ArchiveError, Ask, Caps, Change, Cursor, Page, PostSource, Status, TextFilter,
    disk::{Disk, RealDisk},
};
use hashbrown::HashMap;
use hearken_authz::OrgScope;
use hearken_model::{OrgId, Seq, dataset::BoundDataset};
use organization::{Organization, Place};
use std::{
    cmp::Reverse,
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Most rows of a page, list of terms or list of cells.
pub(crate) const MOST_ROWS: usize = 10_000;

/// Where an archive keeps its files, and how much of them it holds ready.
#[derive(Clone)]
pub struct Files {
    /// The folder; one in it for each organization.
    pub folder: PathBuf,
    /// Bytes of memory and mapped files over which the organizations that were not used for longest
    /// are put to sleep. The one in use always stays.
    pub budget_bytes: u64,
    /// How files are written; tests break it.
    pub disk: Arc<dyn Disk>,
}

impl Files {
    /// In that folder, with a budget of 1 GiB.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            budget_bytes: 1 << 30,
            disk: Arc::new(RealDisk),
        }
    }
}

/// Columns in segments.
pub struct SegmentArchive {
    text: Arc<dyn TextFilter>,
    files: Option<Files>,
    organizations: RwLock<HashMap<OrgId, Arc<Known>>>,
    /// Counts uses, to tell which organization was used last.
    uses: AtomicU64,
}

struct Known {
    organization: Organization,
    used: AtomicU64,
}

impl SegmentArchive {
    /// An empty archive in memory; `text` verifies keywords filters ([`crate::NoText`] refuses
    /// them).
    pub fn in_memory(text: Arc<dyn TextFilter>) -> Self {
        Self::new(text, None)
    }

    /// An archive over files. An organization's are opened when it is used first; one whose folder
    /// another process holds is kept in memory until that is over.
    pub fn open(text: Arc<dyn TextFilter>, files: Files) -> Self {
        Self::new(text, Some(files))
    }

    fn new(text: Arc<dyn TextFilter>, files: Option<Files>) -> Self {
        Self {
            text,
            files,
            organizations: RwLock::default(),
            uses: AtomicU64::new(0),
        }
    }

    fn known(&self, scope: &OrgScope) -> Arc<Known> {
        let known = self.organizations.read();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&scope.org()) {
            return Arc::clone(known);
        }
        drop(known);
        let known = self.organizations.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let new = known.entry(scope.org()).or_insert_with(|| {
            let place = self.files.as_ref().map(|files| Place {
                disk: Arc::clone(&files.disk),
                path: files.folder.join(scope.org().0.to_string()),
            });
            Arc::new(Known {
                organization: Organization::new(Arc::clone(&self.text), place),
                used: AtomicU64::new(0),
            })
        });
        Arc::clone(new)
    }

    /// Does something with an organization, after which others may have to sleep.
    fn with<T>(
        &self,
        scope: &OrgScope,
        act: impl FnOnce(&Organization) -> Result<T, ArchiveError>,
    ) -> Result<T, ArchiveError> {
        let known = self.known(scope);
        let used = self.uses.fetch_add(1, Ordering::Relaxed);
        known.used.store(used, Ordering::Relaxed);
        let was_asleep = known.organization.is_asleep();
        let done = act(&known.organization);
        if was_asleep {
            self.settle(&known)?;
        }
        done
    }

    /// Puts organizations to sleep, but not this one, until the rest is within the budget.
    fn settle(&self, current: &Arc<Known>) -> Result<(), ArchiveError> {
        let Some(files) = &self.files else {
            return Ok(());
        };
        let known = self.organizations.read();
        let mut known: Vec<Arc<Known>> = known
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect();
        let mut total: u64 = known.iter().map(|known| known.organization.size()).sum();
        known.sort_by_key(|known| Reverse(known.used.load(Ordering::Relaxed)));
        while total > files.budget_bytes
            && let Some(idle) = known.pop()
        {
            if !Arc::ptr_eq(&idle, current) {
                total -= idle.organization.size();
                idle.organization.sleep()?;
            }
        }
        Ok(())
    }
}

impl Archive for SegmentArchive {
    fn apply(&self, scope: &OrgScope, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        self.with(scope, |organization| organization.apply(upto, changes))
    }

    fn applied(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        self.with(scope, Organization::applied)
    }

    fn persist(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        let known = self.known(scope);
        let applied = known.organization.persist()?;
        self.settle(&known)?;
        Ok(applied)
    }

    fn verify(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        self.known(scope).organization.verify()
    }

    fn wait_visible(
        &self,
        scope: &OrgScope,
        upto: Seq,
        within: Duration,
    ) -> Result<bool, ArchiveError> {
        self.with(scope, |organization| {
            organization.wait_visible(upto, within)
        })
    }

    fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError> {
        self.with(scope, |organization| organization.ask(scope, dataset, asks))
    }

    fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        self.with(scope, |organization| {
            organization.page(scope, dataset, after, limit)
        })
    }

    fn rebuild(&self, scope: &OrgScope, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        self.with(scope, |organization| organization.rebuild(source))
    }

    fn drop_organization(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        self.known(scope).organization.remove()?;
        let known = self.organizations.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.remove(&scope.org());
        Ok(())
    }

    fn status(&self, scope: &OrgScope) -> Result<Status, ArchiveError> {
        self.with(scope, Organization::status)
    }

    fn caps(&self) -> Caps {
        Caps {
            engine: "segments",
            exact: true,
            immediate: true,
            most_rows: MOST_ROWS,
        }
    }
}
