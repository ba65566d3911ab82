// Being written by the integrator right now; leave this file, posts/ and report/ alone.
//! One post.

use super::PostCard;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// One post of the visited organization.
pub async fn get(app: &App, caller: &Caller, post: PublicId) -> Result<PostCard> {
    Err(crate::error::unfinished((app, caller, post)))
}
