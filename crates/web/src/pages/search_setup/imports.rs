//! Importing files of posts: upload, progress, stop.

use super::{Tab, shell, tabs, topics::parse};
use crate::{error::WebError, format, forms::Problems, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::{Multipart, Path},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    imports::{self, FORMATS, ImportView, StartImport},
};
use hearken_model::Diagnostic;
use std::{collections::BTreeMap, path::PathBuf};
use tokio::io::AsyncWriteExt;

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
    let started = match receive(&visit, parts).await {
        Ok(input) => {
            let path = input.path.clone();
            let started = imports::start(visit.app(), &visit.caller, input).await;
            if started.is_err() {
                let _ = tokio::fs::remove_file(path).await;
            }
            started
        }
        Err(error) => Err(error),
    };
    match started {
        Ok(_) => Ok(Redirect::to(&visit.path("/search-setup/import")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn receive(visit: &Visit, mut parts: Multipart) -> Result<StartImport, AppError> {
    // Whether the person may import at all is asked before a byte is kept.
    imports::list(visit.app(), &visit.caller).await?;
    let mut input = StartImport {
        temporary: true,
        columns: BTreeMap::new(),
        ..StartImport::default()
    };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("format") => input.format = part.text().await.map_err(broken)?,
            Some("file") => {
                input.name = part.file_name().unwrap_or_default().to_owned();
                input.path = keep(visit, part).await?;
            }
            _ => {}
        }
    }
    if input.name.is_empty() {
        return Err(AppError::invalid(vec![Diagnostic::new("required", "file")]));
    }
    Ok(input)
}

fn broken(error: axum::extract::multipart::MultipartError) -> AppError {
    AppError::invalid(vec![Diagnostic::new("upload_broken", "file")]).because(error)
}

/// Writes an upload to the folder for uploads, under a name of its own.
async fn keep(
    visit: &Visit,
    mut part: axum::extract::multipart::Field<'_>,
) -> Result<PathBuf, AppError> {
    let most = visit.app().limits().upload_bytes;
    let path = visit.app().new_upload();
    let mut file = tokio::fs::File::create(&path)
        .await
        .map_err(AppError::internal)?;
    let mut bytes = 0;
    loop {
        let chunk = match part.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => {
                let _ = tokio::fs::remove_file(&path).await;
                return Err(broken(error));
            }
        };
        bytes += chunk.len() as u64;
        if bytes > most {
            let _ = tokio::fs::remove_file(&path).await;
            let problem =
                Diagnostic::new("file_too_large", "file").with("limit", (most >> 20) as i64);
            return Err(AppError::invalid(vec![problem]));
        }
        file.write_all(&chunk).await.map_err(AppError::internal)?;
    }
    file.flush().await.map_err(AppError::internal)?;
    Ok(path)
}

/// `POST /o/{slug}/search-setup/import/{id}/cancel`
pub(super) async fn cancel(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    match imports::cancel(visit.app(), &visit.caller, parse(&id)?).await {
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
