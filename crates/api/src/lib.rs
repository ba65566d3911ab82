//! JSON API v1: the use-cases for programs. Bearer tokens (`hkn_...`) open the organization they were
//! made in; pages may read with their session. Errors are RFC 9457 problem documents whose `code` is
//! contract.
//!
//! Wire types stand here and nowhere else; what they mean is decided in `app`.

mod caller;
pub mod openapi;
mod problem;
mod v1;

pub use problem::{message, problem_text};

use axum::{Router, routing::get};
use hearken_app::App;
use std::sync::Arc;

/// The routes of the API, and whether the process lives (`/healthz`) and serves (`/readyz`).
pub fn router(app: Arc<App>) -> Router {
    let health = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready));
    let document = get(|| async { axum::Json(openapi::document()) });
    let version_1 = v1::router().route("/openapi.json", document);
    health.nest("/api/v1", version_1).with_state(app)
}

/// Ready once the store answers.
async fn ready(
    axum::extract::State(app): axum::extract::State<Arc<App>>,
) -> Result<&'static str, problem::Problem> {
    hearken_app::setup::is_first_run(&app).await?;
    Ok("ready")
}
