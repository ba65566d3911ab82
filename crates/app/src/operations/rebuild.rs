//! Building an index again from the store.

use crate::{App, Caller, Result};

/// Builds the index of one organization (by slug), or of all, again from the store; returns when it
/// is done, with the number of posts per organization. Operators only.
pub async fn rebuild(app: &App, caller: &Caller, slug: Option<&str>) -> Result<Vec<(String, u64)>> {
    Err(crate::error::unfinished((app, caller, slug)))
}
