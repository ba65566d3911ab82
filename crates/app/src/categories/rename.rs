//! Another name for a category (SEA-044).

use super::{CategoryRow, list::row};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::Permission;
use hearken_model::{PublicId, topic::NAME_LIMIT};

/// Renames a category; field `name` as for a new one.
pub async fn rename(
    app: &App,
    caller: &Caller,
    category: PublicId,
    name: &str,
) -> Result<CategoryRow> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewSearchSetup, now)?;
    let found = app.store.find_category(&looking, category).await?;
    let mut found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let scope = caller.scope_of(Permission::EditCategories, found.owner, now)?;
    let mut problems = Problems::default();
    let name = problems.name(name, NAME_LIMIT, "name");
    problems.settle()?;
    let mut tx = app.store.begin().await?;
    tx.update_category(&scope, found.id, &name, found.owner)
        .await?;
    let detail = serde_json::json!({ "from": found.name, "to": name });
    tx.audit(&scope, deed("category.renamed", category, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    found.name = name;
    let topics = app.store.list_topics(&scope).await?;
    let count = topics.iter().filter(|t| t.category == found.id).count();
    let people = app.people(&scope).await?;
    Ok(row(found, count as u64, &people, caller))
}
