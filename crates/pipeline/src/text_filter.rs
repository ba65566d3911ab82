//! Verifies the keywords filter of datasets against the stored texts.

use hearken_archive::{BoxError, TextFilter};
use hearken_authz::OrgScope;
use hearken_model::{PostId, annotation::Clue};
use hearken_rules::{Subject, TextQuery};
use hearken_store::Store;
use smol_str::SmolStr;
use tokio::runtime::Handle;

/// Reads texts from the store. Called from threads that may block, never from the runtime's own.
pub struct StoreTextFilter {
    store: Store,
    runtime: Handle,
}

impl StoreTextFilter {
    /// Reads through `store` on `runtime`.
    pub const fn new(store: Store, runtime: Handle) -> Self {
        Self { store, runtime }
    }
}

impl TextFilter for StoreTextFilter {
    fn matching(
        &self,
        scope: &OrgScope,
        posts: &[PostId],
        entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError> {
        let query = query(entries);
        let stored = self.runtime.block_on(self.store.load_texts(scope, posts))?;
        let hit = stored
            .iter()
            .filter(|(_, language, post)| query.matches(&Subject::new(post, language)));
        Ok(hit.map(|(id, _, _)| *id).collect())
    }

    fn clues(&self, entries: &[SmolStr]) -> Option<Vec<Clue>> {
        Some(query(entries).clues())
    }
}

fn query(entries: &[SmolStr]) -> TextQuery {
    TextQuery::new(entries.iter().map(SmolStr::as_str), [])
}
