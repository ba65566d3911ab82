//! `/me/sessions`: where one is signed in.

use crate::{cookies, error::WebError, format, i18n::Texts, shell::Shell, visit::Person};
use askama::Template;
use axum::{
    extract::Path,
    http::HeaderMap,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session};

#[derive(Template)]
#[template(path = "pages/account/sessions.html")]
struct SessionsPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    device: String,
    address: String,
    begun: String,
    used: String,
    is_current: bool,
}

/// `GET /me/sessions`
pub(super) async fn show(person: Person, headers: HeaderMap) -> Result<Response, WebError> {
    let token = cookies::get(&headers, cookies::SESSION).unwrap_or_default();
    let sessions = session::list_sessions(&person.app, &person.caller, token).await?;
    let texts = person.guest.texts;
    let rows = sessions
        .into_iter()
        .map(|session| row(&person, session, texts));
    let page = SessionsPage {
        rows: rows.collect(),
        shell: Shell::of_person(&person, texts.get("sessions")).await,
    };
    Ok(Html(page.render()?).into_response())
}

fn row(person: &Person, session: session::SessionView, texts: Texts) -> Row {
    let zone = person.caller.zone();
    let now = person.app.now();
    Row {
        id: session.id.to_string(),
        device: if session.device.is_empty() {
            texts.get("session-unknown-device")
        } else {
            session.device
        },
        address: session.address.unwrap_or_default(),
        begun: format::moment(session.created_at, &zone, texts),
        used: format::ago(session.last_seen_at, now, &zone, texts),
        is_current: session.is_current,
    }
}

/// `POST /me/sessions/{id}/end`
pub(super) async fn end(person: Person, Path(id): Path<String>) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::new(Code::NotFound))?;
    session::end_session(&person.app, &person.caller, id).await?;
    Ok(Redirect::to("/me/sessions").into_response())
}

/// `POST /me/sign-out-others`
pub(super) async fn end_others(person: Person, headers: HeaderMap) -> Result<Response, WebError> {
    let token = cookies::get(&headers, cookies::SESSION).unwrap_or_default();
    session::sign_out_others(&person.app, &person.caller, token).await?;
    Ok(Redirect::to("/me/sessions").into_response())
}
