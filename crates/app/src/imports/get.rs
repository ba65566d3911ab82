//! One import.

use super::ImportView;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// One import of the visited organization.
pub async fn get(app: &App, caller: &Caller, import: PublicId) -> Result<ImportView> {
    Err(crate::error::unfinished((app, caller, import)))
}
