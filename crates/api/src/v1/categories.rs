//! `/organizations/{slug}/categories`

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    categories::{self, CategoryRow},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_categories, create_category))
        .routes(routes!(rename_category, delete_category))
}

/// A category of search topics.
#[derive(Serialize, ToSchema)]
struct Category {
    id: Id,
    name: String,
    /// Whose it is; null when they have left.
    owner: Option<Id>,
    owner_name: Option<String>,
    /// Topics in it.
    topics: u64,
    /// Whether the caller may rename and delete it.
    editable: bool,
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            owner: row.owner.map(Id),
            owner_name: row.owner_name,
            topics: row.topics,
            editable: row.editable,
        }
    }
}

/// The name of a category.
#[derive(Deserialize, ToSchema)]
struct NewCategory {
    /// 1 to 35 characters, unique in the organization.
    name: String,
}

/// Categories, by name, with their number of topics.
#[utoipa::path(get, path = "/organizations/{slug}/categories",
    responses((status = 200, description = "the categories", body = [Category])))]
async fn list_categories(inside: Inside) -> Result<Json<Vec<Category>>, Problem> {
    let rows = categories::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Category::from).collect()))
}

/// Creates a category, owned by the caller.
#[utoipa::path(post, path = "/organizations/{slug}/categories", request_body = NewCategory,
    responses((status = 201, description = "the category", body = Category)))]
async fn create_category(
    inside: Inside,
    Body(new): Body<NewCategory>,
) -> Result<(StatusCode, Json<Category>), Problem> {
    let row = categories::create(&inside.app, &inside.caller, &new.name).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// Renames a category.
#[utoipa::path(put, path = "/organizations/{slug}/categories/{id}", request_body = NewCategory,
    responses((status = 200, description = "the category", body = Category)))]
async fn rename_category(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewCategory>,
) -> Result<Json<Category>, Problem> {
    let row = categories::rename(&inside.app, &inside.caller, parse(&id)?, &new.name).await?;
    Ok(Json(row.into()))
}

/// Deletes an empty category; `category_not_empty` names the topics of one that is not.
#[utoipa::path(delete, path = "/organizations/{slug}/categories/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_category(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    categories::delete(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
