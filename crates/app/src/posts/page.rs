// Being written by the integrator right now; leave this file, posts/ and report/ alone.
//! Pages of posts of a dataset, newest first.

use super::PostCard;
use crate::{App, Result, analytics::View};

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct PostPage {
    /// At most [`super::PAGE`] posts, newest first.
    pub posts: Vec<PostCard>,
    /// What to pass as `after` for the next page; none at the end.
    pub next: Option<String>,
}

/// The posts of a dataset, from the newest, or from the cursor of the page before. Pages neither
/// repeat nor skip a post when new ones come. `limit` of 0 or above [`super::PAGE`] is
/// [`super::PAGE`]; a cursor that is none is `invalid` (field `after`).
pub async fn page(app: &App, view: &View, after: Option<&str>, limit: usize) -> Result<PostPage> {
    Err(crate::error::unfinished((app, view, after, limit)))
}
