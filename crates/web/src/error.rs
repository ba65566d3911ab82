//! Errors of use-cases as pages. A handler answers a [`WebError`]; the layer `render` makes a page
//! of it in the visitor's language.

use crate::{i18n::Texts, look::Look, shell::Shell, visit::Guest};
use askama::Template;
use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{AppError, Code};
use hearken_model::Diagnostic;
use std::{
    borrow::Cow,
    sync::atomic::{AtomicU64, Ordering},
};

/// Why there is no page.
#[derive(Clone, Debug)]
pub struct WebError {
    /// Which kind.
    pub code: Code,
    /// Problems of the input.
    pub diagnostics: Vec<Diagnostic>,
    /// Numbers of the message.
    pub arguments: Vec<(Cow<'static, str>, i64)>,
    operation: Option<u64>,
}

/// Numbers failures, so that a person can name one and the log has it.
static OPERATIONS: AtomicU64 = AtomicU64::new(1);

impl WebError {
    /// An error that its code says completely.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            diagnostics: Vec::new(),
            arguments: Vec::new(),
            operation: None,
        }
    }
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        let mut web = Self::new(error.code);
        if error.code.status() >= 500 {
            let operation = OPERATIONS.fetch_add(1, Ordering::Relaxed);
            tracing::error!(operation, code = error.code.as_str(), source = ?error.source, "use-case failed");
            web.operation = Some(operation);
        }
        web.diagnostics = error.diagnostics;
        web.arguments = error.arguments;
        web
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        AppError::internal(error).into()
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    title: String,
    text: String,
    details: Vec<String>,
    operation: Option<String>,
    /// Whether the way out is to act for nobody again.
    leaves: bool,
}

/// Makes a page of an error that a handler answered.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let (mut parts, body) = request.into_parts();
    let guest = Guest::from_request_parts(&mut parts, &())
        .await
        .unwrap_or_else(|never| match never {});
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(error) = response.extensions_mut().remove::<WebError>() else {
        return response;
    };
    if let Some(elsewhere) = way_out(&error, &method, &guest) {
        return elsewhere;
    }
    let page = page_of(&error, guest.texts, guest.look);
    match page.render() {
        Ok(html) => (response.status(), Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "error page failed");
            response
        }
    }
}

/// Errors that a person leaves by doing something first.
fn way_out(error: &WebError, method: &Method, guest: &Guest) -> Option<Response> {
    let target = match error.code {
        Code::NotSignedIn if method == Method::GET && !guest.wants_part => {
            let next = serde_urlencoded::to_string([("next", &guest.here)]).unwrap_or_default();
            format!("/sign-in?{next}")
        }
        Code::NotSignedIn => "/sign-in".to_owned(),
        Code::PasswordChangeRequired => "/me/password".to_owned(),
        Code::StepUpRequired if method == Method::GET && !guest.wants_part => {
            let next = serde_urlencoded::to_string([("next", &guest.here)]).unwrap_or_default();
            format!("/me/second-factor/confirm?{next}")
        }
        Code::StepUpRequired => "/me/second-factor/confirm".to_owned(),
        Code::DeclarationRequired => {
            let slug = guest.here.strip_prefix("/o/")?.split(['/', '?']).next()?;
            format!("/o/{slug}/declaration")
        }
        _ => return None,
    };
    if guest.wants_part {
        let target = HeaderValue::from_str(&target).ok()?;
        return Some((StatusCode::UNAUTHORIZED, [("hx-redirect", target)]).into_response());
    }
    let mut response = Redirect::to(&target).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

fn page_of(error: &WebError, texts: Texts, look: Look) -> ErrorPage {
    let code = error.code.as_str().replace('_', "-");
    let title = texts.get(&format!("error-{code}"));
    ErrorPage {
        shell: Shell::plain(texts, look, title.clone()),
        title,
        text: texts.get(&format!("error-{code}.help")),
        details: error
            .diagnostics
            .iter()
            .map(|d| problem(d, texts))
            .collect(),
        operation: error.operation.map(|n| n.to_string()),
        leaves: error.code == Code::DelegationEnded,
    }
}

/// The text of one problem of an input.
pub fn problem(diagnostic: &Diagnostic, texts: Texts) -> String {
    let key = format!("problem-{}", diagnostic.code.replace('_', "-"));
    let entry = diagnostic.entry.clone().unwrap_or_default();
    let mut arguments: Vec<(&str, crate::i18n::Argument<'_>)> = diagnostic
        .arguments
        .iter()
        .map(|(name, n)| (name.as_ref(), (*n).into()))
        .collect();
    arguments.push(("entry", entry.into()));
    texts.with(&key, &arguments)
}
