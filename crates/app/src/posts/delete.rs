// Being written by the integrator right now; leave this file, posts/ and report/ alone.
//! Deleting posts (SEA-147).

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Deletes posts for good; they are not acquired again. Returns how many there were.
pub async fn delete(app: &App, caller: &Caller, posts: &[PublicId]) -> Result<u64> {
    Err(crate::error::unfinished((app, caller, posts)))
}
