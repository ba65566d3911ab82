//! `/organizations/{slug}/imports`: how imports stand. They are started by pages and the command
//! line.

use crate::{caller::Inside, problem::Problem};
use axum::{Json, Router, extract::Path, routing::get};
use hearken_app::{
    App, Code,
    imports::{self, ImportView},
};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/organizations/{slug}/imports", get(list))
        .route("/organizations/{slug}/imports/{id}", get(show))
}

fn wire(import: ImportView) -> Value {
    json!({
        "id": import.id,
        "name": import.name,
        "format": import.format,
        "state": import.state.as_str(),
        "read": import.read,
        "matched": import.matched,
        "recorded": import.recorded,
        "duplicates": import.duplicates,
        "rejected": import.rejected,
        "seconds": import.seconds,
        "started_at": import.started_at.to_rfc3339(),
        "ended_at": import.ended_at.map(|at| at.to_rfc3339()),
        "problem": import.problem,
    })
}

async fn list(inside: Inside) -> Result<Json<Vec<Value>>, Problem> {
    let rows = imports::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(wire).collect()))
}

async fn show(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let id = id.parse().map_err(|_| Problem::new(Code::NotFound))?;
    Ok(Json(wire(
        imports::get(&inside.app, &inside.caller, id).await?,
    )))
}
