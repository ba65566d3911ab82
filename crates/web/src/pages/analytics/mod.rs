//! Analytics: the Overview, single widgets, posts.

mod bar;
mod card;
mod overview;
mod posts;
mod widget;

pub(crate) use card::{CHOICES, Card, marked_card};

use crate::{error::WebError, state::WebState, visit::Visit};
use axum::{
    Router,
    routing::{get, post},
};
use hearken_app::analytics::{self, View};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/o/{slug}", get(overview::home))
        .route("/o/{slug}/analytics", get(overview::show))
        .route("/o/{slug}/analytics/widgets/{name}", get(widget::show))
        .route("/o/{slug}/posts", get(posts::list))
        .route("/o/{slug}/posts/{id}", get(posts::show))
        .route("/o/{slug}/posts/{id}/sentiment", post(posts::set_sentiment))
        .route(
            "/o/{slug}/posts/{id}/delete",
            get(posts::confirm_delete).post(posts::delete),
        )
}

/// The pairs of a query string, decoded.
pub(crate) fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default()
}

/// Opens the dataset of a query string. Selects that say "exclude" turn their facet's values around.
async fn open(visit: &Visit, query: Option<&str>) -> Result<View, WebError> {
    let pairs = turned(picked(pairs(query)));
    Ok(analytics::open(visit.app(), &visit.caller, &pairs).await?)
}

/// Rows that were ticked in a full view arrive as `picked-author=<id>` with `pick=include`, which adds
/// them to the filter, or `pick=exclude`, which takes out those that are in it and excludes the
/// others (ANA-151).
fn picked(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_exclusion = pairs.iter().any(|(k, v)| k == "pick" && v == "exclude");
    let (ticked, mut kept): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .filter(|(key, _)| key != "pick")
        .partition(|(key, _)| key.starts_with("picked-"));
    for (key, value) in ticked {
        let filter = key.trim_start_matches("picked-").to_owned();
        let inside = (filter.clone(), value.clone());
        let outside = (format!("-{filter}"), value);
        let was_inside = kept.contains(&inside);
        kept.retain(|pair| *pair != inside && *pair != outside);
        match (is_exclusion, was_inside) {
            (false, _) => kept.push(inside),
            (true, false) => kept.push(outside),
            (true, true) => {}
        }
    }
    kept
}

/// The form of the filters sends `mode-source=exclude` beside `source=a&source=b`; a date form sends
/// `from` and `to`.
fn turned(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let excluded: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| value == "exclude")
        .filter_map(|(key, _)| key.strip_prefix("mode-").map(str::to_owned))
        .collect();
    let find = |name: &str| {
        pairs
            .iter()
            .find(|(key, v)| key == name && !v.is_empty())
            .map(|(_, v)| v.clone())
    };
    let days = find("from")
        .zip(find("to"))
        .map(|(from, to)| ("time".to_owned(), format!("{from}..{to}")));
    pairs
        .iter()
        .filter(|(key, _)| !(key.starts_with("mode-") || matches!(key.as_str(), "from" | "to")))
        .filter(|(key, _)| days.is_none() || key != "time")
        .map(|(key, value)| {
            let key = if excluded.contains(key) {
                format!("-{key}")
            } else {
                key.clone()
            };
            (key, value.clone())
        })
        .chain(days.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_rows_go_into_the_filter_or_out_of_it() {
        for (query, expect) in [
            (
                "author=a&picked-author=b&picked-author=a&pick=include",
                "author=b&author=a",
            ),
            ("-author=b&picked-author=b&pick=include", "author=b"),
            (
                "author=a&picked-author=a&picked-author=b&pick=exclude",
                "-author=b",
            ),
            ("time=week&pick=exclude", "time=week"),
        ] {
            let pairs = picked(pairs(Some(query)));
            let text = serde_urlencoded::to_string(pairs).ok();
            assert_eq!(text.as_deref(), Some(expect), "{query}");
        }
    }

    #[test]
    fn forms_become_the_url_form() {
        for (query, expect) in [
            (
                "source=a&source=b&mode-source=exclude",
                "-source=a&-source=b",
            ),
            (
                "source=a&mode-source=include&time=week",
                "source=a&time=week",
            ),
            (
                "time=week&from=2026-01-01&to=2026-01-31",
                "time=2026-01-01..2026-01-31",
            ),
            ("from=&to=&time=week", "time=week"),
        ] {
            let pairs = turned(pairs(Some(query)));
            assert_eq!(
                serde_urlencoded::to_string(pairs).ok().as_deref(),
                Some(expect),
                "{query}"
            );
        }
    }
}
