//! `/first-run`: the operator's account and the first organization.

use super::enter::enter;
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    state::WebState,
    visit::Guest,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, Secret, session, setup};

#[derive(Template)]
#[template(path = "pages/account/first_run.html")]
struct FirstRun {
    shell: Shell,
    fields: Fields,
    problems: Problems,
}

/// `GET /first-run`
pub(super) async fn show(
    State(state): State<WebState>,
    guest: Guest,
) -> Result<Response, WebError> {
    if !setup::is_first_run(&state.app).await? {
        return Ok(Redirect::to("/").into_response());
    }
    page(
        &guest,
        StatusCode::OK,
        Fields::default(),
        Problems::default(),
    )
}

/// `POST /first-run`
pub(super) async fn create(
    State(state): State<WebState>,
    guest: Guest,
    fields: Fields,
) -> Result<Response, WebError> {
    let password = fields
        .pairs()
        .find(|(key, _)| *key == "admin_password")
        .map_or("", |(_, value)| value);
    let input = setup::NewOrganization {
        name: fields.get("name").to_owned(),
        slug: fields.get("slug").to_owned(),
        country: fields.get("country").to_owned(),
        zone: guest
            .look
            .zone
            .as_ref()
            .map(|zone| zone.name().to_owned())
            .unwrap_or_default(),
        admin_name: fields.get("admin_name").to_owned(),
        admin_email: fields.get("admin_email").to_owned(),
        admin_password: Some(Secret::new(password)),
        seats: None,
        with_token: false,
    };
    let created = match setup::create_installation(&state.app, input).await {
        Ok(created) => created,
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, guest.texts);
            return page(&guest, StatusCode::UNPROCESSABLE_ENTITY, fields, problems);
        }
        Err(error) => return Err(error.into()),
    };
    let signed_in = session::sign_in(
        &state.app,
        session::SignIn {
            email: created.user.email.clone(),
            password: Secret::new(password),
            origin: session::Origin::default(),
        },
    )
    .await?;
    let target = format!("/o/{}/analytics", created.organization.slug);
    enter(&state, &signed_in, &target)
}

fn page(
    guest: &Guest,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let shell = Shell::plain(
        guest.texts,
        guest.look.clone(),
        guest.texts.get("first-run-title"),
    );
    Ok((
        status,
        Html(
            FirstRun {
                shell,
                fields,
                problems,
            }
            .render()?,
        ),
    )
        .into_response())
}
