//! Recent imports.

use super::ImportView;
use crate::{App, Caller, Result};

/// The newest 100 imports of the visited organization.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ImportView>> {
    Err(crate::error::unfinished((app, caller)))
}
