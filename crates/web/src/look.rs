//! How this browser likes its pages: theme, rail, pane and zone, from cookies that the elements set.

use crate::cookies;
use axum::http::HeaderMap;
use hearken_model::{Theme, Zone};

/// Attributes of `<html>`.
#[derive(Clone, Debug)]
pub struct Look {
    /// The theme that was chosen in this browser.
    pub theme: Option<Theme>,
    /// `open` or `narrow`.
    pub rail: &'static str,
    /// Whether the posts pane stands open.
    pub pane: &'static str,
    /// The browser's zone, where it told it.
    pub zone: Option<Zone>,
}

impl Look {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let choice = |name: &str, values: &[&'static str]| {
            let wanted = cookies::get(headers, name);
            values.iter().copied().find(|v| Some(*v) == wanted)
        };
        let zone = cookies::get(headers, "hk_zone").map(|zone| zone.replace("%2F", "/"));
        Self {
            theme: cookies::get(headers, "hk_theme").and_then(Theme::from_word),
            rail: choice("hk_rail", &["open", "narrow"]).unwrap_or("narrow"),
            pane: choice("hk_pane", &["open", "closed"]).unwrap_or("closed"),
            zone: zone.and_then(|zone| zone.parse().ok()),
        }
    }
}
