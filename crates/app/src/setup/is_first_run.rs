//! Whether the installation waits for its first organization.

use crate::{App, Result};

/// Whether there is no organization yet, so that the first-run page is shown. Needs no caller.
pub async fn is_first_run(app: &App) -> Result<bool> {
    let organizations = app.store.list_organizations(&app.install).await?;
    Ok(organizations.is_empty())
}
