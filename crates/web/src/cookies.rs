//! The few cookies: the session, and how a browser likes its pages.

use axum::http::{HeaderMap, HeaderValue, header};

/// Name of the session's cookie.
pub(crate) const SESSION: &str = "hk_session";

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
