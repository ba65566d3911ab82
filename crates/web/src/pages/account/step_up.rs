//! `/me/second-factor/confirm`: confirming the second factor again before something that asks for a
//! fresh one, and going on to it.

use super::enter::local;
use crate::{
    cookies,
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Person,
};
use askama::Template;
use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/account/step_up.html")]
struct StepUpPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    next: String,
    /// Whether there is a second factor to confirm.
    has_one: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
}

/// `GET /me/second-factor/confirm`
pub(super) async fn show(person: Person, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    page(
        &person,
        StatusCode::OK,
        local(&wish.next),
        Problems::default(),
    )
    .await
}

/// `POST /me/second-factor/confirm`
pub(super) async fn confirm(
    person: Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let next = local(fields.get("next"));
    let token = cookies::get(&headers, cookies::SESSION).unwrap_or_default();
    let code = fields.get("code");
    match session::confirm_second_factor(&person.app, &person.caller, token, code).await {
        Ok(()) => Ok(Redirect::to(&next).into_response()),
        Err(error) if matches!(error.code, Code::Invalid | Code::SecondFactorMissing) => {
            let problems = Problems::of(&error.diagnostics, person.guest.texts);
            page(&person, StatusCode::UNPROCESSABLE_ENTITY, next, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    person: &Person,
    status: StatusCode,
    next: String,
    problems: Problems,
) -> Result<Response, WebError> {
    let title = person.guest.texts.get("step-up-title");
    let has_one = session::second_factor(&person.app, &person.caller).await?;
    let page = StepUpPage {
        shell: Shell::of_person(person, title).await,
        fields: Fields::default(),
        problems,
        next,
        has_one: has_one.is_some(),
    };
    Ok((status, Html(page.render()?)).into_response())
}
