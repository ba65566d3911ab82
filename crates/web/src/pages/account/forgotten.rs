//! `/password/forgotten` and `/password/set`: a new password by a link from a mail.

use super::enter::local;
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    origin::From,
    shell::Shell,
    state::WebState,
    visit::Guest,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/account/forgotten.html")]
struct ForgottenPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    /// Whether mails are sent at all.
    mails: bool,
    /// Whether it was asked for.
    asked: bool,
}

#[derive(Template)]
#[template(path = "pages/account/set_password.html")]
struct SetPasswordPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    link: String,
    /// Where to go after signing in.
    next: String,
    email: String,
}

/// `GET /password/forgotten`
pub(super) async fn show(
    State(state): State<WebState>,
    guest: Guest,
) -> Result<Response, WebError> {
    page(&state, &guest, false)
}

/// `POST /password/forgotten`
pub(super) async fn ask(
    State(state): State<WebState>,
    guest: Guest,
    From(origin): From,
    fields: Fields,
) -> Result<Response, WebError> {
    let locale = guest.texts.locale();
    let email = fields.get("email");
    session::request_password_reset(&state.app, email, origin.address, locale).await?;
    page(&state, &guest, true)
}

fn page(state: &WebState, guest: &Guest, asked: bool) -> Result<Response, WebError> {
    let title = guest.texts.get("password-forgotten");
    let page = ForgottenPage {
        shell: Shell::plain(guest.texts, guest.look.clone(), title),
        fields: Fields::default(),
        problems: Problems::default(),
        mails: state.app.sends_mail(),
        asked,
    };
    Ok(Html(page.render()?).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    link: String,
    #[serde(default)]
    next: String,
}

/// `GET /password/set`
pub(super) async fn show_set(
    State(state): State<WebState>,
    guest: Guest,
    Query(link): Query<Link>,
) -> Result<Response, WebError> {
    set_page(&state, &guest, StatusCode::OK, link, Problems::default()).await
}

/// `POST /password/set`
pub(super) async fn set(
    State(state): State<WebState>,
    guest: Guest,
    fields: Fields,
) -> Result<Response, WebError> {
    let link = Link {
        link: fields.get("link").to_owned(),
        next: local(fields.get("next")),
    };
    match session::set_password(&state.app, &link.link, &fields.secret("new")).await {
        Ok(()) => {
            let query = [("password-set", "1"), ("next", &link.next)];
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            Ok(Redirect::to(&format!("/sign-in?{query}")).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, guest.texts);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            set_page(&state, &guest, status, link, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_page(
    state: &WebState,
    guest: &Guest,
    status: StatusCode,
    link: Link,
    problems: Problems,
) -> Result<Response, WebError> {
    let whose = session::look_at_password_link(&state.app, &link.link).await?;
    let title = guest.texts.get("password-set");
    let page = SetPasswordPage {
        shell: Shell::plain(guest.texts, guest.look.clone(), title),
        fields: Fields::default(),
        problems,
        next: local(&link.next),
        link: link.link,
        email: whose.email,
    };
    Ok((status, Html(page.render()?)).into_response())
}
