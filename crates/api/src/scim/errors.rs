//! Errors as a directory reads them (RFC 7644, 3.12).

use crate::problem::{message, problem_text};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hearken_app::{AppError, Code};
use serde_json::{Value, json};

/// The media type of everything here.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json");

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    kind: Option<&'static str>,
    detail: String,
}

impl Refusal {
    /// A request that means nothing; `kind` is one of the words of the standard.
    pub(super) fn bad(kind: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status: 400,
            kind: Some(kind),
            detail: detail.into(),
        }
    }

    /// What a code says completely.
    pub(super) fn of(code: Code) -> Self {
        Self {
            status: code.status(),
            kind: None,
            detail: message(code),
        }
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        let mut refusal = Self::of(error.code);
        if refusal.status >= 500 {
            tracing::error!(code = error.code.as_str(), source = ?error.source, "use-case failed");
        }
        if error.code == Code::Invalid {
            let taken = error.diagnostics.iter().any(|d| d.code == "duplicate");
            let all = error.diagnostics.iter();
            let all = all.map(|d| format!("{}: {}", d.field, problem_text(d)));
            refusal.detail = all.collect::<Vec<_>>().join("; ");
            (refusal.status, refusal.kind) = if taken {
                (409, Some("uniqueness"))
            } else {
                (400, Some("invalidValue"))
            };
        }
        refusal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let (Some(kind), Some(object)) = (self.kind, body.as_object_mut()) {
            object.insert("scimType".to_owned(), kind.into());
        }
        let status = StatusCode::from_u16(self.status);
        answer(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &body)
    }
}

/// A body with its media type.
pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = (status, body.to_string()).into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, MEDIA_TYPE);
    response
}
