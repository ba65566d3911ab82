//! Version 1: one module per resource, one line of [`router`] each.

mod analytics;
mod categories;
mod figures;
mod imports;
mod organization;
mod posts;
mod topics;

use axum::Router;
use hearken_app::App;
use std::sync::Arc;

/// The routes of version 1.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .merge(organization::router())
        .merge(categories::router())
        .merge(topics::router())
        .merge(imports::router())
        .merge(posts::router())
        .merge(analytics::router())
}

/// The pairs of a query string, decoded.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default()
}
