//! Signing in and out, the first run, one's own preferences, and the way home.

mod code;
mod declaration;
mod enter;
mod first_run;
mod forgotten;
mod home;
mod me;
pub(super) mod offer;
mod password;
mod provider;
mod second_factor;
mod sessions;
mod sign_in;
mod sign_up;
mod step_up;

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
        .route("/offers/{code}", get(offer::show).post(offer::answer))
        .route("/me", get(me::show).post(me::save))
        .route("/sign-in/provider", get(provider::leave))
        .route("/sign-in/provider/back", get(provider::back))
        .route("/sign-in/code", get(code::show).post(code::finish))
        .route(
            "/password/forgotten",
            get(forgotten::show).post(forgotten::ask),
        )
        .route(
            "/password/set",
            get(forgotten::show_set).post(forgotten::set),
        )
        .route("/signup", get(sign_up::show).post(sign_up::begin))
        .route("/signup/confirm", get(sign_up::look).post(sign_up::confirm))
        .route("/me/sessions", get(sessions::show))
        .route("/me/sessions/{id}/end", post(sessions::end))
        .route("/me/sign-out-others", post(sessions::end_others))
        .merge(second_factor())
        .route("/me/password", get(password::show).post(password::change))
}

fn second_factor() -> Router<WebState> {
    Router::new()
        .route(
            "/me/second-factor",
            get(second_factor::show).post(second_factor::enrol),
        )
        .route("/me/second-factor/disable", post(second_factor::disable))
        .route(
            "/me/second-factor/recovery-codes",
            post(second_factor::renew),
        )
        .route(
            "/me/second-factor/confirm",
            get(step_up::show).post(step_up::confirm),
        )
}
