//! Copying the data while everything goes on.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use std::path::Path;

/// Writes a consistent copy of the data to a file that is not there yet. Operators only;
/// `unsupported` where the database has its own tools.
pub async fn backup(app: &App, caller: &Caller, file: &Path) -> Result<()> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    Ok(app.store.backup(&scope, file).await?)
}
