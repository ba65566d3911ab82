//! HTML pages, widgets and partials, the session's cookie, server-sent events, embedded assets.
//!
//! A page works as plain HTML; the elements of `frontend/` make it live. This crate asks `app` and
//! shows the answer: it decides nothing, and never names the store, the archive or a connector.

pub mod assets;
mod cookies;
pub mod error;
pub mod format;
pub mod forms;
mod guard;
pub mod i18n;
mod live;
pub mod look;
mod once;
mod origin;
pub mod pages;
mod qr;
mod select;
pub mod shell;
pub mod state;
pub mod visit;
pub mod widgets;

pub use once::Once;
pub use state::{DemoPerson, WebSettings, WebState};

use axum::{Router, middleware, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Everything a browser is served.
pub fn router(state: WebState) -> Router {
    let pages = pages::router()
        .route("/o/{slug}/events", get(live::events))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_like_this)
        .layer(middleware::from_fn(error::render))
        .with_state(state);
    Router::new()
        .route("/assets/{*name}", get(assets::serve))
        .merge(pages)
        .layer(middleware::from_fn(guard::guard))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
}

async fn nothing_here() -> error::WebError {
    error::WebError::new(hearken_app::Code::NotFound)
}

async fn not_like_this() -> error::WebError {
    error::WebError::new(hearken_app::Code::MethodNotAllowed)
}
