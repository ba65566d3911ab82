//! JSON API v1 and its OpenAPI document.

use axum::{Router, routing::get};
use hearken_app::{App, Code};
use hearken_model::Diagnostic;
use std::sync::Arc;

/// The routes of the API.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/healthz", get(|| async { "ok" })).with_state(app)
}

/// The sentence of a code, in English.
pub fn message(code: Code) -> String {
    code.as_str().replace('_', " ")
}

/// The sentence of a problem, in English.
pub fn problem_text(problem: &Diagnostic) -> String {
    match &problem.entry {
        Some(entry) => format!("{} ({entry})", problem.code.replace('_', " ")),
        None => problem.code.replace('_', " "),
    }
}
