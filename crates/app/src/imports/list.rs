//! Recent imports.

use super::{ImportView, MOST, shown};
use crate::{App, Caller, Result};
use hearken_authz::Permission;

/// The newest 100 imports of the visited organization.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ImportView>> {
    let scope = caller.scope(Permission::ImportPosts, app.now())?;
    let people = app.people(&scope).await?;
    let imports = app.store.list_imports(&scope, MOST).await?;
    Ok(imports
        .into_iter()
        .map(|import| shown(app, &people, &scope, import))
        .collect())
}
