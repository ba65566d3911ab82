//! Importing files of posts: upload, progress, stop.

use super::{Tab, shell, tabs};
use crate::{
    error::WebError,
    format,
    forms::Problems,
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    extract::Multipart,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    imports::{self, FORMATS, ImportView, Upload, Uploaded},
};
use hearken_model::Diagnostic;

#[derive(Template)]
#[template(path = "pages/search_setup/import.html")]
struct ImportPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    formats: Vec<(String, String)>,
    problems: Problems,
    action: String,
    events: String,
}

struct Line {
    id: String,
    name: String,
    format: String,
    state: String,
    state_kind: &'static str,
    read: String,
    matched: String,
    recorded: String,
    duplicates: String,
    rejected: String,
    progress: Option<u64>,
    runs: bool,
    started: String,
    problem: Option<String>,
}

/// `GET /o/{slug}/search-setup/import`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, Problems::default()).await
}

/// `POST /o/{slug}/search-setup/import`: the fields come in order, the file last.
pub(super) async fn upload(visit: Visit, parts: Multipart) -> Result<Response, WebError> {
    let started = receive(&visit, parts).await;
    match started {
        Ok(_) => Ok(Redirect::to(&visit.path("/search-setup/import")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn receive(visit: &Visit, mut parts: Multipart) -> Result<ImportView, AppError> {
    let mut upload = Upload::begin(visit.app(), &visit.caller).await?;
    let mut sent = Uploaded::default();
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("format") => sent.format = part.text().await.map_err(broken)?,
            Some("file") => {
                sent.name = part.file_name().unwrap_or_default().to_owned();
                while let Some(chunk) = part.chunk().await.map_err(broken)? {
                    upload.write(&chunk).await?;
                }
            }
            _ => {}
        }
    }
    upload.start(visit.app(), &visit.caller, sent).await
}

fn broken(error: axum::extract::multipart::MultipartError) -> AppError {
    AppError::invalid(vec![Diagnostic::new("upload_broken", "file")]).because(error)
}

/// `POST /o/{slug}/search-setup/import/{id}/cancel`
pub(super) async fn cancel(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    match imports::cancel(visit.app(), &visit.caller, id).await {
        Ok(_) => {}
        Err(error) if error.code == Code::ImportEnded => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&visit.path("/search-setup/import")).into_response())
}

async fn page(visit: &Visit, status: StatusCode, problems: Problems) -> Result<Response, WebError> {
    let texts = visit.texts();
    let rows = imports::list(visit.app(), &visit.caller).await?;
    let page = ImportPage {
        shell: shell(visit, "setup-import").await,
        tabs: tabs(visit, "import"),
        rows: rows.into_iter().map(|row| line(visit, row)).collect(),
        formats: FORMATS
            .iter()
            .map(|f| ((*f).to_owned(), texts.get(&format!("format-{f}"))))
            .collect(),
        problems,
        action: visit.path("/search-setup/import"),
        events: visit.path("/events"),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: ImportView) -> Line {
    let texts = visit.texts();
    let number = |n| format::number(n, texts);
    let problem = row.problem.as_ref().map(|code| {
        texts
            .find(&format!("problem-{}", code.replace('_', "-")))
            .unwrap_or_else(|| code.clone())
    });
    Line {
        id: row.id.to_string(),
        name: row.name,
        format: texts.get(&format!("format-{}", row.format)),
        state: texts.get(&format!("import-{}", row.state.as_str())),
        state_kind: match row.state.as_str() {
            "done" => "ok",
            "failed" => "danger",
            "canceled" => "warning",
            _ => "info",
        },
        read: number(row.read),
        matched: number(row.matched),
        recorded: number(row.recorded),
        duplicates: number(row.duplicates),
        rejected: number(row.rejected),
        progress: row
            .total_bytes
            .filter(|all| *all > 0)
            .map(|all| (row.bytes * 100 / all).min(100)),
        runs: !row.state.has_ended(),
        started: format::moment(row.started_at, &visit.zone(), texts),
        problem,
    }
}
