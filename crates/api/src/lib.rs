//! JSON API v1: the use-cases for programs. Bearer tokens (`hkn_...`) open the organization they were
//! made in; pages may read with their session. Errors are RFC 9457 problem documents whose `code` is
//! contract.
//!
//! Wire types stand here and nowhere else; what they mean is decided in `app`.

mod caller;
mod idempotency;
pub mod openapi;
mod problem;
mod v1;
mod wire;

pub use problem::{message, problem_text};

use axum::{Router, extract::State, middleware::from_fn_with_state, routing::get};
use hearken_app::{App, Code};
use problem::Problem;
use std::sync::Arc;

/// The routes of the API, and whether the process lives (`/healthz`) and serves (`/readyz`).
pub fn router(app: Arc<App>) -> Router {
    let health = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready));
    let (version_1, _) = v1::router().split_for_parts();
    let version_1 = version_1
        .route_layer(from_fn_with_state(Arc::clone(&app), idempotency::layer))
        .fallback(|| async { Problem::new(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) });
    health.nest("/api/v1", version_1).with_state(app)
}

/// Ready once the store answers.
async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, Problem> {
    hearken_app::setup::is_first_run(&app).await?;
    Ok("ready")
}
