//! What an entry would delete (SEA-148).

use super::BlockedKind;
use crate::{App, Caller, Result, posts::PostCard};
use hearken_model::PublicId;

/// What blocking would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockPreview {
    /// The entry as it will be stored.
    pub entry: String,
    /// Stored posts that would be hidden, and deleted later.
    pub posts: u64,
    /// The newest of them, at most 20.
    pub sample: Vec<PostCard>,
    /// Topics that lose posts: id, name, posts; most first.
    pub topics: Vec<(PublicId, String, u64)>,
}

/// What an entry would hide and delete; problems name the field `entry`.
pub async fn preview(
    app: &App,
    caller: &Caller,
    kind: BlockedKind,
    entry: &str,
) -> Result<BlockPreview> {
    Err(crate::error::unfinished((app, caller, kind, entry)))
}
