//! Errors as `application/problem+json` (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hearken_app::{AppError, Code};
use hearken_model::Diagnostic;
use serde::Serialize;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// A problem document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:hearken:error:<code>`
    #[serde(rename = "type")]
    kind: String,
    title: String,
    /// The HTTP status.
    status: u16,
    #[schema(schema_with = codes)]
    code: &'static str,
    /// Every problem of the input at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// A problem of one field of the input.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct FieldError {
    /// As the input names it (`rules.0.keywords`); empty: the input as a whole.
    field: String,
    /// A stable word.
    code: String,
    /// The same in English.
    detail: String,
    /// The entry of the field that is meant, as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
}

fn codes() -> utoipa::openapi::schema::Schema {
    crate::wire::words(Code::ALL.iter().map(|code| code.as_str()))
}

impl Problem {
    /// A problem that its code says completely.
    pub(crate) fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:hearken:error:{}", code.as_str()),
            title: message(code),
            status: code.status(),
            code: code.as_str(),
            errors: Vec::new(),
        }
    }

    /// A word of the input that is none of those that can be there.
    pub(crate) fn unknown_value(field: &'static str, word: &str) -> Self {
        AppError::invalid(vec![Diagnostic::new("unknown_value", field).entry(word)]).into()
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let mut problem = Self::new(error.code);
        if problem.status >= 500 {
            tracing::error!(code = problem.code, source = ?error.source, "use-case failed");
        }
        let field = |diagnostic: &Diagnostic| FieldError {
            field: diagnostic.field.clone(),
            code: diagnostic.code.to_string(),
            detail: problem_text(diagnostic),
            entry: diagnostic.entry.clone(),
        };
        problem.errors = error.diagnostics.iter().map(field).collect();
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// The sentence of a code, in English: what programs and the command line show.
pub fn message(code: Code) -> String {
    code.as_str().replace('_', " ")
}

/// The sentence of a problem of an input, in English.
pub fn problem_text(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.code.replace('_', " ");
    for (name, value) in &diagnostic.arguments {
        let _ = write!(text, ", {name} {value}");
    }
    if let Some(entry) = &diagnostic.entry {
        let _ = write!(text, ": {entry}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_their_field() {
        let diagnostic = Diagnostic::new("too_long", "name")
            .entry("abc")
            .with("limit", 35);
        assert_eq!(problem_text(&diagnostic), "too long, limit 35: abc");
        let problem = Problem::from(AppError::invalid(vec![diagnostic]));
        assert_eq!(
            (problem.status, problem.code, problem.errors.len()),
            (422, "invalid", 1)
        );
    }
}
