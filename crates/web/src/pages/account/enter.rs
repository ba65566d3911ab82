//! What ends every way of signing in: the session's cookie, and where to go.

use crate::{cookies, error::WebError, state::WebState};
use axum::{
    http::header,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, Secret, session::SignedIn};

/// Sets the session's cookie and goes where the person wanted to, or to the password that must be
/// changed first.
pub(super) fn enter(
    state: &WebState,
    signed_in: &SignedIn,
    next: &str,
) -> Result<Response, WebError> {
    let seconds = (signed_in.expires_at.0 - state.app.now().0) / hearken_model::time::SECOND;
    let secure = state.settings.secure_cookies;
    let cookie = cookies::set_session(signed_in.token.expose(), seconds, secure);
    let cookie = cookie.ok_or_else(|| WebError::new(Code::Internal))?;
    let target = if signed_in.caller.must_change_password() {
        "/me/password"
    } else {
        next
    };
    let cookies = [
        (header::SET_COOKIE, cookie),
        (header::SET_COOKIE, cookies::clear_step()),
    ];
    Ok((AppendHeaders(cookies), Redirect::to(target)).into_response())
}

/// Keeps the pass of the first step and asks for the second.
pub(super) fn ask_for_code(
    state: &WebState,
    pass: &Secret,
    next: &str,
) -> Result<Response, WebError> {
    let cookie = cookies::set_step(pass.expose(), state.settings.secure_cookies);
    let cookie = cookie.ok_or_else(|| WebError::new(Code::Internal))?;
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    let target = format!("/sign-in/code?{query}");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&target)).into_response())
}

/// Only addresses within this site are followed after signing in or confirming (A36).
pub(super) fn local(next: &str) -> String {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.chars().any(|c| c == '\\' || c.is_control());
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
    fn a36_only_local_addresses_are_followed() {
        for (next, expect) in [
            ("/o/a/analytics?x=1", "/o/a/analytics?x=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("/a\r\nSet-Cookie: x=1", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
        ] {
            assert_eq!(local(next), expect, "{next}");
        }
    }
}
