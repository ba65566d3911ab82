//! Stopping an import.

use super::ImportView;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Asks an import to stop; what it has recorded stays. `import_ended` when it is over.
pub async fn cancel(app: &App, caller: &Caller, import: PublicId) -> Result<ImportView> {
    Err(crate::error::unfinished((app, caller, import)))
}
