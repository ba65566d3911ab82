//! `/organizations/{slug}/categories`

use crate::{caller::Inside, problem::Problem};
use axum::{Json, Router, http::StatusCode, routing::get};
use hearken_app::{
    App,
    categories::{self, CategoryRow},
};
use hearken_model::PublicId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/organizations/{slug}/categories", get(list).post(create))
}

#[derive(Serialize)]
struct Category {
    id: PublicId,
    name: String,
    topics: u64,
}

impl From<CategoryRow> for Category {
    fn from(row: CategoryRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            topics: row.topics,
        }
    }
}

#[derive(Deserialize)]
struct NewCategory {
    name: String,
}

async fn list(inside: Inside) -> Result<Json<Vec<Category>>, Problem> {
    let rows = categories::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Category::from).collect()))
}

async fn create(
    inside: Inside,
    Json(new): Json<NewCategory>,
) -> Result<(StatusCode, Json<Category>), Problem> {
    let row = categories::create(&inside.app, &inside.caller, &new.name).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}
