//! Deleting an empty category (SEA-045).

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PublicId};

/// Deletes a category; `category_not_empty` with the names of its topics as entries when there are
/// any.
pub async fn delete(app: &App, caller: &Caller, category: PublicId) -> Result<()> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewSearchSetup, now)?;
    let found = app.store.find_category(&looking, category).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let scope = caller.scope_of(Permission::EditCategories, found.owner, now)?;
    let mut tx = app.store.begin().await?;
    let topics = tx.list_topics(&scope).await?;
    let inside: Vec<Diagnostic> = topics
        .into_iter()
        .filter(|topic| topic.category == found.id)
        .map(|topic| Diagnostic::new("topic_in_category", "category").entry(topic.name))
        .collect();
    if !inside.is_empty() {
        return Err(AppError::new(Code::CategoryNotEmpty).explained(inside));
    }
    tx.delete_category(&scope, found.id).await?;
    let detail = serde_json::json!({ "name": found.name });
    tx.audit(&scope, deed("category.deleted", category, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    Ok(())
}
