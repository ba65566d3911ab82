//! The built front end, embedded. The build names files with a hash of their content, so browsers
//! keep them for ever; `manifest.json` says which file a plain name is.

use axum::{
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{collections::BTreeMap, sync::LazyLock};

mod files {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

static MANIFEST: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let manifest = files::FILES
        .iter()
        .find(|(name, _)| *name == "manifest.json");
    manifest
        .and_then(|(_, bytes)| serde_json::from_slice(bytes).ok())
        .unwrap_or_default()
});

/// The address of an asset by its plain name; empty where the front end is not built.
pub fn address(name: &str) -> String {
    MANIFEST
        .get(name)
        .map_or(String::new(), |file| format!("/assets/{file}"))
}

/// Whether the front end is built in.
pub fn are_built() -> bool {
    !MANIFEST.is_empty()
}

/// `GET /assets/{*name}`
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let Some((name, bytes)) = files::FILES.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, content_type(name)),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, *bytes).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
