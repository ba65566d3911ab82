//! Another name for a category (SEA-044).

use super::CategoryRow;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Renames a category; field `name` as for a new one.
pub async fn rename(
    app: &App,
    caller: &Caller,
    category: PublicId,
    name: &str,
) -> Result<CategoryRow> {
    Err(crate::error::unfinished((app, caller, category, name)))
}
