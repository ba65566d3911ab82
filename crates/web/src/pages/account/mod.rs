//! Signing in and out, the first run, one's own preferences, and the way home.

mod declaration;
mod first_run;
mod home;
mod me;
mod password;
mod sign_in;

use crate::state::WebState;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/", get(home::show))
        .route(
            "/o/{slug}/declaration",
            get(declaration::show).post(declaration::declare),
        )
        .route("/first-run", get(first_run::show).post(first_run::create))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(me::show).post(me::save))
        .route("/me/sign-out-others", post(me::sign_out_others))
        .route("/me/password", get(password::show).post(password::change))
}
