//! Stored posts, newest first, page by page.

use crate::Result;
use hearken_authz::OrgScope;
use hearken_model::{PostId, Timestamp};
use hearken_store::{Store, StoredPost};
use std::collections::HashSet;

/// Stored posts of one read.
const PAGE: u32 = 1_000;

/// Where the reading stands.
#[derive(Debug, Default)]
pub(super) struct Newest {
    before: Option<Timestamp>,
    seen: HashSet<PostId>,
}

impl Newest {
    /// The next posts, older than all before, and when the oldest of them was published; none at the
    /// end.
    pub(super) async fn next(
        &mut self,
        store: &Store,
        scope: &OrgScope,
    ) -> Result<Option<(Vec<StoredPost>, Timestamp)>> {
        let page = store.list_newest_posts(scope, self.before, PAGE).await?;
        let Some(last) = page.last().map(|post| post.post.published_at) else {
            return Ok(None);
        };
        let fresh: Vec<StoredPost> = page
            .into_iter()
            .filter(|post| self.seen.insert(post.id))
            .collect();
        // Posts of one instant may lie on both sides of a page's edge: that instant is asked for
        // again, unless it fills a page alone.
        self.before = Some(if fresh.is_empty() { last } else { last.plus(1) });
        Ok(Some((fresh, last)))
    }

    /// How many posts were read.
    pub(super) fn seen(&self) -> usize {
        self.seen.len()
    }
}
