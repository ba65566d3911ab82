//! A new category.

use super::CategoryRow;
use crate::{App, Caller, Result};

/// Makes a category owned by the caller. Field `name`: 1 to 35 characters, unique in the
/// organization whatever the case (SEA-046).
pub async fn create(app: &App, caller: &Caller, name: &str) -> Result<CategoryRow> {
    Err(crate::error::unfinished((app, caller, name)))
}
