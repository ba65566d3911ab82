//! `/me/password`: choosing a password of one's own.

use crate::{
    cookies,
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    state::WebState,
    visit::{Guest, Person},
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, Secret, session};

#[derive(Template)]
#[template(path = "pages/account/password.html")]
struct PasswordPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    must: bool,
}

/// `GET /me/password`
pub(super) async fn show(person: Person) -> Result<Response, WebError> {
    let must = person.caller.must_change_password();
    page(&person.guest, StatusCode::OK, Problems::default(), must)
}

/// `POST /me/password`
pub(super) async fn change(
    State(state): State<WebState>,
    person: Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let secret = |name: &str| {
        Secret::new(
            fields
                .pairs()
                .find(|(key, _)| *key == name)
                .map_or("", |(_, value)| value),
        )
    };
    let input = session::ChangePassword {
        current: secret("current"),
        new: secret("new"),
        keep: cookies::get(&headers, cookies::SESSION).map(Secret::new),
    };
    let texts = person.guest.texts;
    match session::change_password(&state.app, &person.caller, input).await {
        Ok(()) => Ok(Redirect::to("/").into_response()),
        Err(error) if matches!(error.code, Code::Invalid | Code::WrongCredentials) => {
            let problems = if error.code == Code::Invalid {
                Problems::of(&error.diagnostics, texts)
            } else {
                Problems::one("current", texts.get("password-wrong"))
            };
            let must = person.caller.must_change_password();
            page(
                &person.guest,
                StatusCode::UNPROCESSABLE_ENTITY,
                problems,
                must,
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    guest: &Guest,
    status: StatusCode,
    problems: Problems,
    must: bool,
) -> Result<Response, WebError> {
    let shell = Shell::plain(
        guest.texts,
        guest.look.clone(),
        guest.texts.get("password-change"),
    );
    let page = PasswordPage {
        shell,
        fields: Fields::default(),
        problems,
        must,
    };
    Ok((status, Html(page.render()?)).into_response())
}
