//! All categories.

use super::CategoryRow;
use crate::{App, Caller, Result};

/// The categories of the visited organization, by name, empty ones too.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<CategoryRow>> {
    Err(crate::error::unfinished((app, caller)))
}
