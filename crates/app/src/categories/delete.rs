//! Deleting an empty category (SEA-045).

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Deletes a category; `category_not_empty` with the names of its topics as entries when there are
/// any.
pub async fn delete(app: &App, caller: &Caller, category: PublicId) -> Result<()> {
    Err(crate::error::unfinished((app, caller, category)))
}
