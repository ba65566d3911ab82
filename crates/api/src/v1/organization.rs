//! `GET /organizations/{slug}`

use crate::{caller::Inside, problem::Problem};
use axum::{Json, Router, routing::get};
use hearken_app::{App, Code};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/organizations/{slug}", get(show))
}

async fn show(inside: Inside) -> Result<Json<Value>, Problem> {
    let organization = inside
        .caller
        .organization()
        .ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(json!({
        "id": organization.public_id,
        "slug": organization.slug,
        "name": organization.name,
        "country": organization.country,
        "time_zone": organization.zone.name(),
    })))
}
