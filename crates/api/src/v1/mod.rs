//! Version 1: one module per resource, one line of [`router`] each. A route and its operation of
//! the document are one thing: `routes!(handler)` reads both from the handler.

mod analytics;
mod audit;
mod back_tests;
mod blocked;
mod categories;
mod custom_sources;
mod dataset;
mod delegation;
mod domains;
mod figures;
mod groups;
mod imports;
mod licences;
mod location_groups;
mod organization;
mod posts;
mod report;
mod rules;
mod session;
mod settings;
mod style;
mod tokens;
mod topics;
mod users;

use hearken_app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// The routes of version 1.
pub(crate) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(organization::router())
        .merge(session::router())
        .merge(settings::router())
        .merge(users::router())
        .merge(licences::router())
        .merge(groups::router())
        .merge(domains::router())
        .merge(tokens::router())
        .merge(delegation::router())
        .merge(audit::router())
        .merge(categories::router())
        .merge(location_groups::router())
        .merge(topics::router())
        .merge(rules::router())
        .merge(back_tests::router())
        .merge(custom_sources::router())
        .merge(blocked::router())
        .merge(imports::router())
        .merge(posts::router())
        .merge(analytics::router())
        .merge(report::router())
        .merge(crate::openapi::router())
}

/// The pairs of a query string, decoded.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default()
}
