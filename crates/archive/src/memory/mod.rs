//! The engine: every organization's posts as columns in memory, in segments of up to 65,536 rows.
//!
//! Readers take the published snapshot and are never blocked by a writer for longer than it takes
//! to put the next one in its place. The layout and the life of a row are drawn in
//! `docs/develop/archive.md`. Not here yet: files; after a start everything is read from the store.

mod bits;
mod build;
mod call;
mod codes;
mod dictionary;
mod figures;
mod organization;
mod page;
mod segment;
mod select;
mod snapshot;
mod terms;
mod text;
mod topics;
mod totals;
mod writing;

use crate::{
    Answer, Archive, ArchiveError, Ask, Caps, Change, Cursor, Page, PostSource, Status, TextFilter,
};
use hashbrown::HashMap;
use hearken_authz::OrgScope;
use hearken_model::{OrgId, Seq, dataset::BoundDataset};
use organization::Organization;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// Most rows of a page, list of terms or list of cells.
pub(crate) const MOST_ROWS: usize = 10_000;

/// Columns in memory.
pub struct MemoryArchive {
    text: Arc<dyn TextFilter>,
    organizations: RwLock<HashMap<OrgId, Arc<Organization>>>,
}

impl MemoryArchive {
    /// An empty archive; `text` verifies keywords filters ([`crate::NoText`] refuses them).
    pub fn new(text: Arc<dyn TextFilter>) -> Self {
        Self {
            text,
            organizations: RwLock::default(),
        }
    }

    fn organization(&self, scope: &OrgScope) -> Arc<Organization> {
        let known = self.organizations.read();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(organization) = known.get(&scope.org()) {
            return Arc::clone(organization);
        }
        drop(known);
        let known = self.organizations.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let organization = known
            .entry(scope.org())
            .or_insert_with(|| Arc::new(Organization::new(Arc::clone(&self.text))));
        Arc::clone(organization)
    }
}

impl Archive for MemoryArchive {
    fn apply(&self, scope: &OrgScope, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        self.organization(scope).apply(upto, changes)
    }

    fn applied(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        Ok(self.organization(scope).snapshot().applied)
    }

    fn wait_visible(
        &self,
        scope: &OrgScope,
        upto: Seq,
        within: Duration,
    ) -> Result<bool, ArchiveError> {
        Ok(self.organization(scope).wait_visible(upto, within))
    }

    fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError> {
        self.organization(scope).ask(scope, dataset, asks)
    }

    fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        let organization = self.organization(scope);
        organization.page(scope, dataset, after, limit)
    }

    fn rebuild(&self, scope: &OrgScope, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        self.organization(scope).rebuild(source)
    }

    fn drop_organization(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        let known = self.organizations.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.remove(&scope.org());
        Ok(())
    }

    fn status(&self, scope: &OrgScope) -> Result<Status, ArchiveError> {
        Ok(self.organization(scope).status())
    }

    fn caps(&self) -> Caps {
        Caps {
            engine: "memory",
            exact: true,
            immediate: true,
            most_rows: MOST_ROWS,
        }
    }
}
