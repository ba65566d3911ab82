//! A new category.

use super::{CategoryRow, list::row};
use crate::{App, Caller, Result, act::deed, checks::Problems};
use hearken_authz::Permission;
use hearken_model::topic::NAME_LIMIT;

/// Makes a category owned by the caller. Field `name`: 1 to 35 characters, unique in the
/// organization whatever the case (SEA-046).
pub async fn create(app: &App, caller: &Caller, name: &str) -> Result<CategoryRow> {
    let scope = caller.scope_new(Permission::EditCategories, app.now())?;
    let mut problems = Problems::default();
    let name = problems.name(name, NAME_LIMIT, "name");
    problems.settle()?;
    let mut tx = app.store.begin().await?;
    let category = tx
        .create_category(&scope, &name, caller.principal.user())
        .await?;
    let detail = serde_json::json!({ "name": name });
    tx.audit(&scope, deed("category.created", category.public_id, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    let people = app.people(&scope).await?;
    Ok(row(category, 0, &people, caller))
}
