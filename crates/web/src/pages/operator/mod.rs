//! Pages of the installation's operator: outside every organization.

mod organizations;

use crate::state::WebState;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/operator", get(organizations::list))
        .route("/operator/{slug}/seats", post(organizations::set))
        .route(
            "/operator/{slug}/requests/{id}",
            post(organizations::confirm),
        )
}
