//! Pages of posts, newest first (ANA-191).

use hearken_model::{PostId, Seq, Timestamp};

/// Where a page ended: the next one holds what is older. Ordered as time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// Publication of the last post.
    pub published_at: Timestamp,
    /// The last post.
    pub id: PostId,
}

/// Posts by publication, newest first, those of one instant by id, highest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The posts.
    pub posts: Vec<PostId>,
    /// Where to go on; none at the end.
    pub next: Option<Cursor>,
    /// The outbox position that the page reflects.
    pub as_of: Seq,
}
