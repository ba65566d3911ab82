//! What the operator of the installation looks after in the browser: organizations and their
//! licences, mails that did not arrive, what mails look like, and sign-ups that wait for a word. The
//! use-cases refuse everybody else.

mod mail;
mod organizations;
mod sign_ups;

use crate::state::WebState;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/operator", get(organizations::list))
        .route("/operator/{slug}/seats", post(organizations::set))
        .route("/operator/{slug}/end", post(organizations::end))
        .route(
            "/operator/{slug}/requests/{id}",
            post(organizations::confirm),
        )
        .route("/operator/mail", get(mail::show))
        .route("/operator/mail/{name}", get(mail::preview))
        .route("/operator/sign-ups", get(sign_ups::show))
        .route("/operator/sign-ups/{id}/approve", post(sign_ups::approve))
        .route("/operator/sign-ups/{id}/refuse", post(sign_ups::refuse))
}
