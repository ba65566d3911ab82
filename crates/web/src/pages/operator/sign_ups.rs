//! `/operator/sign-ups`: organizations that wait for the operator's word.

use crate::{error::WebError, format, shell::Shell, visit::Person};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, sign_up};
use hearken_model::PublicId;

#[derive(Template)]
#[template(path = "pages/operator/sign_ups.html")]
struct SignUpsPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    organization: String,
    country: String,
    size: String,
    name: String,
    email: String,
    when: String,
}

/// `GET /operator/sign-ups`
pub(super) async fn show(person: Person) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let zone = person.caller.zone();
    let waiting = sign_up::list_waiting(&person.app, &person.caller).await?;
    let rows = waiting.into_iter().map(|one| Row {
        id: one.id.to_string(),
        organization: one.organization,
        country: one.country.to_string(),
        size: one.size,
        name: one.name,
        email: one.email,
        when: format::moment(one.created_at, &zone, texts),
    });
    let page = SignUpsPage {
        rows: rows.collect(),
        shell: Shell::of_person(&person, texts.get("operator-sign-ups")).await,
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /operator/sign-ups/{id}/approve`
pub(super) async fn approve(person: Person, Path(id): Path<String>) -> Result<Response, WebError> {
    sign_up::approve(&person.app, &person.caller, known(&id)?).await?;
    Ok(Redirect::to("/operator/sign-ups").into_response())
}

/// `POST /operator/sign-ups/{id}/refuse`
pub(super) async fn refuse(person: Person, Path(id): Path<String>) -> Result<Response, WebError> {
    sign_up::refuse(&person.app, &person.caller, known(&id)?).await?;
    Ok(Redirect::to("/operator/sign-ups").into_response())
}

fn known(id: &str) -> Result<PublicId, WebError> {
    id.parse().map_err(|_| WebError::new(Code::NotFound))
}
