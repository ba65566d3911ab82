//! `/organizations/{slug}/imports`: files of posts, and how reading them stands.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Id, Instant, parse},
};
use axum::{
    Json,
    body::Body,
    extract::{Path, RawQuery},
    http::StatusCode,
};
use hearken_app::{
    App, AppError,
    imports::{self, ImportView, Upload, Uploaded},
};
use hearken_model::Diagnostic;
use http_body_util::BodyExt;
use serde::Serialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, start_import))
        .routes(routes!(get_import))
        .routes(routes!(cancel_import))
}

/// An import with its numbers.
#[derive(Serialize, ToSchema)]
struct Import {
    id: Id,
    /// Name of the file.
    name: String,
    #[schema(schema_with = wire::import_format)]
    format: String,
    #[schema(schema_with = wire::import_state)]
    state: &'static str,
    /// Posts read.
    read: u64,
    /// Of these, posts that match a topic.
    matched: u64,
    /// Of these, posts recorded.
    recorded: u64,
    /// Matched, and recorded already.
    duplicates: u64,
    /// Lines that are no post.
    rejected: u64,
    seconds: f64,
    started_at: Instant,
    ended_at: Option<Instant>,
    /// Why it failed, a code.
    problem: Option<String>,
}

impl From<ImportView> for Import {
    fn from(import: ImportView) -> Self {
        Self {
            id: import.id.into(),
            name: import.name,
            format: import.format,
            state: import.state.as_str(),
            read: import.read,
            matched: import.matched,
            recorded: import.recorded,
            duplicates: import.duplicates,
            rejected: import.rejected,
            seconds: import.seconds,
            started_at: import.started_at.into(),
            ended_at: import.ended_at.map(Instant::from),
            problem: import.problem,
        }
    }
}

/// The newest imports, at most 100.
#[utoipa::path(get, path = "/organizations/{slug}/imports",
    responses((status = 200, description = "the imports", body = [Import])))]
async fn list_imports(inside: Inside) -> Result<Json<Vec<Import>>, Problem> {
    let rows = imports::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Import::from).collect()))
}

/// How an import stands.
#[utoipa::path(get, path = "/organizations/{slug}/imports/{id}",
    responses((status = 200, description = "the import", body = Import)))]
async fn get_import(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Import>, Problem> {
    let import = imports::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(import.into()))
}

/// What the file of the body is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "tells the document what `uploaded` reads")]
struct StartImport {
    /// The format of the file.
    #[param(schema_with = wire::import_format)]
    format: String,
    /// The name of the file, as people will see it.
    name: String,
    /// For `csv`: the column that holds the text; likewise `column.<field>` for every other field
    /// of a post.
    #[param(rename = "column.text")]
    column: Option<String>,
}

/// Reads the form that [`StartImport`] describes.
fn uploaded(query: Option<&str>) -> Uploaded {
    let mut input = Uploaded::default();
    for (key, value) in super::pairs(query) {
        match key.as_str() {
            "format" => input.format = value,
            "name" => input.name = value,
            _ => {
                if let Some(field) = key.strip_prefix("column.") {
                    input.columns.insert(field.to_owned(), value);
                }
            }
        }
    }
    input
}

/// Starts the import of a file: the body as it is, plain or packed by gzip or Zstandard.
///
/// What it holds is matched against the organization's topics alone. Posts that are recorded
/// already are counted as duplicates, so that the same file may be sent again.
#[utoipa::path(post, path = "/organizations/{slug}/imports", params(StartImport),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "the import, which goes on by itself", body = Import)))]
async fn start_import(
    inside: Inside,
    RawQuery(query): RawQuery,
    mut body: Body,
) -> Result<(StatusCode, Json<Import>), Problem> {
    let mut upload = Upload::begin(&inside.app, &inside.caller).await?;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            AppError::invalid(vec![Diagnostic::new("upload_broken", "file")]).because(error)
        })?;
        if let Ok(chunk) = frame.into_data() {
            upload.write(&chunk).await?;
        }
    }
    let input = uploaded(query.as_deref());
    let import = upload.start(&inside.app, &inside.caller, input).await?;
    Ok((StatusCode::CREATED, Json(import.into())))
}

/// Stops an import; what it has recorded stays.
#[utoipa::path(post, path = "/organizations/{slug}/imports/{id}/cancel",
    responses((status = 200, description = "the import", body = Import)))]
async fn cancel_import(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Import>, Problem> {
    let import = imports::cancel(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(import.into()))
}
