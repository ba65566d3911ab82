//! `/sign-in` and `/sign-out`.

use super::enter::{ask_for_code, enter, local};
use crate::{
    cookies,
    error::WebError,
    forms::Fields,
    i18n::Texts,
    origin::From,
    shell::Shell,
    state::{DemoPerson, WebState},
    visit::Guest,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session, session::SignInStep, setup};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/account/sign_in.html")]
struct SignInPage {
    shell: Shell,
    next: String,
    email: String,
    alert: Option<String>,
    /// What went well before.
    notice: Option<String>,
    /// Where people may sign in instead: what it is called, and the way there.
    provider: Option<(String, String)>,
    demo: Vec<DemoPerson>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
    /// A password was set just now.
    #[serde(default, rename = "password-set")]
    password_set: Option<String>,
}

/// `GET /sign-in`
pub(super) async fn show(
    State(state): State<WebState>,
    guest: Guest,
    Query(wish): Query<Wish>,
) -> Result<Response, WebError> {
    if setup::is_first_run(&state.app).await? {
        return Ok(Redirect::to("/first-run").into_response());
    }
    let mut page = form(&state, &guest, local(&wish.next));
    page.notice = wish
        .password_set
        .map(|_| guest.texts.get("password-was-set"));
    Ok(Html(page.render()?).into_response())
}

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(state): State<WebState>,
    guest: Guest,
    From(origin): From,
    fields: Fields,
) -> Result<Response, WebError> {
    let next = local(fields.get("next"));
    let input = session::SignIn {
        email: fields.get("email").to_owned(),
        password: fields.secret("password"),
        origin,
    };
    match session::begin_sign_in(&state.app, input).await {
        Ok(SignInStep::Done(signed_in)) => enter(&state, &signed_in, &next),
        Ok(SignInStep::SecondFactor(pass)) => ask_for_code(&state, &pass, &next),
        Err(error)
            if matches!(
                error.code,
                Code::WrongCredentials | Code::TooManyAttempts | Code::Invalid
            ) =>
        {
            let status =
                StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            let mut page = form(&state, &guest, next);
            fields.get("email").clone_into(&mut page.email);
            page.alert = Some(alert(&error, guest.texts));
            Ok((status, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The form once more, with what went wrong at the provider.
pub(super) fn again(
    state: &WebState,
    guest: &Guest,
    next: String,
    error: &hearken_app::AppError,
) -> Result<Response, WebError> {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut page = form(state, guest, next);
    let key = format!("error-{}", error.code.as_str().replace('_', "-"));
    let help = guest.texts.get(&format!("{key}.help"));
    page.alert = Some(format!("{}. {help}", guest.texts.get(&key)));
    Ok((status, Html(page.render()?)).into_response())
}

fn alert(error: &hearken_app::AppError, texts: Texts) -> String {
    if error.code == Code::TooManyAttempts {
        let seconds = error
            .arguments
            .iter()
            .find(|(name, _)| name == "retry_after")
            .map_or(0, |(_, n)| *n);
        return texts.with(
            "sign-in-too-many",
            &[("minutes", ((seconds + 59) / 60).into())],
        );
    }
    texts.get("sign-in-wrong")
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(state): State<WebState>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if let Some(token) = cookies::get(&headers, cookies::SESSION) {
        session::sign_out(&state.app, token).await?;
    }
    Ok((
        [(header::SET_COOKIE, cookies::clear_session())],
        Redirect::to("/sign-in"),
    )
        .into_response())
}

fn form(state: &WebState, guest: &Guest, next: String) -> SignInPage {
    let mut shell = Shell::plain(guest.texts, guest.look.clone(), guest.texts.get("sign-in"));
    let demo = state.settings.demo.clone();
    shell.demo = !demo.is_empty();
    let way = |label: &str| {
        let query = serde_urlencoded::to_string([("next", &next)]).unwrap_or_default();
        (label.to_owned(), format!("/sign-in/provider?{query}"))
    };
    SignInPage {
        provider: state.app.provider_label().map(way),
        shell,
        next,
        email: String::new(),
        alert: None,
        notice: None,
        demo,
    }
}
