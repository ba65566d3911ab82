//! `/sign-in/code`: the second step of signing in.

use super::enter::{enter, local};
use crate::{
    cookies,
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
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, Secret, session};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/account/code.html")]
struct CodePage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    next: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/code`
pub(super) async fn show(
    guest: Guest,
    headers: HeaderMap,
    Query(wish): Query<Wish>,
) -> Result<Response, WebError> {
    if cookies::get(&headers, cookies::STEP).is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    page(
        &guest,
        StatusCode::OK,
        local(&wish.next),
        Problems::default(),
    )
}

/// `POST /sign-in/code`
pub(super) async fn finish(
    State(state): State<WebState>,
    guest: Guest,
    From(origin): From,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let next = local(fields.get("next"));
    let pass = cookies::get(&headers, cookies::STEP).unwrap_or_default();
    let input = session::FinishSignIn {
        pass: Secret::new(pass),
        code: fields.get("code").to_owned(),
        origin,
    };
    match session::finish_sign_in(&state.app, input).await {
        Ok(signed_in) => enter(&state, &signed_in, &next),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, guest.texts);
            page(&guest, StatusCode::UNPROCESSABLE_ENTITY, next, problems)
        }
        // The first step is too long ago.
        Err(error) if error.code == Code::NotSignedIn => {
            Ok(Redirect::to("/sign-in").into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    guest: &Guest,
    status: StatusCode,
    next: String,
    problems: Problems,
) -> Result<Response, WebError> {
    let texts = guest.texts;
    let page = CodePage {
        shell: Shell::plain(texts, guest.look.clone(), texts.get("code-title")),
        fields: Fields::default(),
        problems,
        next,
    };
    Ok((status, Html(page.render()?)).into_response())
}
