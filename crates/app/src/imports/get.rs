//! One import.

use super::{ImportView, view};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::PublicId;

/// One import of the visited organization.
pub async fn get(app: &App, caller: &Caller, import: PublicId) -> Result<ImportView> {
    let scope = caller.scope(Permission::ImportPosts, app.now())?;
    let found = app.store.find_import(&scope, import).await?;
    view(
        app,
        &scope,
        found.ok_or_else(|| AppError::new(Code::NotFound))?,
    )
    .await
}
