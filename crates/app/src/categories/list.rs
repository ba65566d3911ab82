//! All categories.

use super::CategoryRow;
use crate::{App, Caller, Result, act::People};
use hearken_authz::Permission;
use hearken_model::topic::Category;

/// The categories of the visited organization, by name, empty ones too.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<CategoryRow>> {
    let scope = caller.scope(Permission::ViewSearchSetup, app.now())?;
    let categories = app.store.list_categories(&scope).await?;
    let topics = app.store.list_topics(&scope).await?;
    let people = app.people(&scope).await?;
    let rows = categories.into_iter().map(|category| {
        let count = topics.iter().filter(|t| t.category == category.id).count();
        row(category, count as u64, &people, caller)
    });
    Ok(rows.collect())
}

/// A category as shown.
pub(super) fn row(
    category: Category,
    topics: u64,
    people: &People,
    caller: &Caller,
) -> CategoryRow {
    CategoryRow {
        id: category.public_id,
        name: category.name,
        owner: people.public_id(category.owner),
        owner_name: people.name(category.owner),
        topics,
        editable: caller.may_with(Permission::EditCategories, category.owner),
    }
}
