//! The few cookies: the session, and how a browser likes its pages.

use axum::http::{HeaderMap, HeaderValue, header};

/// Name of the session's cookie.
pub(crate) const SESSION: &str = "hk_session";

/// Name of the cookie between the two steps of signing in.
pub(crate) const STEP: &str = "hk_step";

/// Name of the cookie of a sign-in that goes on at the provider.
pub(crate) const AWAY: &str = "hk_away";

/// The value of a cookie.
pub(crate) fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Keeps the session's token where scripts cannot read it.
pub(crate) fn set_session(token: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{SESSION}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// Forgets the session's token.
pub(crate) fn clear_session() -> HeaderValue {
    HeaderValue::from_static("hk_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Keeps the pass of the first step for ten minutes.
pub(crate) fn set_step(pass: &str, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{STEP}={pass}; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=600{secure}");
    HeaderValue::from_str(&text).ok()
}

/// Forgets the pass of the first step.
pub(crate) fn clear_step() -> HeaderValue {
    HeaderValue::from_static("hk_step=; Path=/sign-in; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Keeps the pass of a sign-in at the provider, which is a navigation from another site when it
/// comes back.
pub(crate) fn set_away(pass: &str, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!(
        "{AWAY}={pass}; Path=/sign-in/provider; HttpOnly; SameSite=Lax; Max-Age=900{secure}"
    );
    HeaderValue::from_str(&text).ok()
}

/// Forgets it.
pub(crate) fn clear_away() -> HeaderValue {
    HeaderValue::from_static("hk_away=; Path=/sign-in/provider; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Forgets the theme that was chosen in this browser, which would hide the one that is chosen now.
pub(crate) fn clear_theme() -> HeaderValue {
    HeaderValue::from_static("hk_theme=; Path=/; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; xhk_session=no; hk_session=yes"),
        );
        assert_eq!(get(&headers, SESSION), Some("yes"));
        assert_eq!(get(&headers, "hk"), None);
    }
}
