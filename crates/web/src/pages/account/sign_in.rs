//! `/sign-in` and `/sign-out`.

use crate::{
    cookies,
    error::WebError,
    forms::Fields,
    i18n::Texts,
    shell::Shell,
    state::{DemoPerson, WebState},
    visit::Guest,
};
use askama::Template;
use axum::{
    Extension,
    extract::{ConnectInfo, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, Secret, session, setup};
use serde::Deserialize;
use std::net::SocketAddr;

#[derive(Template)]
#[template(path = "pages/account/sign_in.html")]
struct SignInPage {
    shell: Shell,
    next: String,
    email: String,
    alert: Option<String>,
    demo: Vec<DemoPerson>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
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
    page(&state, &guest, StatusCode::OK, local(&wish.next), "", None)
}

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(state): State<WebState>,
    guest: Guest,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    fields: Fields,
) -> Result<Response, WebError> {
    let next = local(fields.get("next"));
    let email = fields.get("email");
    let input = session::SignIn {
        email: email.to_owned(),
        password: Secret::new(
            fields
                .pairs()
                .find(|(k, _)| *k == "password")
                .map_or("", |(_, v)| v),
        ),
        address: peer.map(|Extension(ConnectInfo(peer))| peer.ip()),
    };
    match session::sign_in(&state.app, input).await {
        Ok(signed_in) => {
            let seconds =
                (signed_in.expires_at.0 - state.app.now().0) / hearken_model::time::SECOND;
            let secure = state.settings.secure_cookies;
            let cookie = cookies::set_session(signed_in.token.expose(), seconds, secure);
            let cookie = cookie.ok_or_else(|| WebError::new(Code::Internal))?;
            let target = if signed_in.caller.must_change_password() {
                "/me/password"
            } else {
                &next
            };
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(target)).into_response())
        }
        Err(error)
            if matches!(
                error.code,
                Code::WrongCredentials | Code::TooManyAttempts | Code::Invalid
            ) =>
        {
            let status =
                StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            let alert = alert(&error, guest.texts);
            page(&state, &guest, status, next, email, Some(alert))
        }
        Err(error) => Err(error.into()),
    }
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

fn page(
    state: &WebState,
    guest: &Guest,
    status: StatusCode,
    next: String,
    email: &str,
    alert: Option<String>,
) -> Result<Response, WebError> {
    let mut shell = Shell::plain(guest.texts, guest.look.clone(), guest.texts.get("sign-in"));
    let demo = state.settings.demo.clone();
    shell.demo = !demo.is_empty();
    let page = SignInPage {
        shell,
        next,
        email: email.to_owned(),
        alert,
        demo,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Only addresses within this site are followed after signing in.
fn local(next: &str) -> String {
    let is_local = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_local {
        next.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_local_addresses_are_followed() {
        for (next, expect) in [
            ("/o/a/analytics?x=1", "/o/a/analytics?x=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
        ] {
            assert_eq!(local(next), expect, "{next}");
        }
    }
}
