//! Search Setup: topics with their rules, categories, custom sources, blocked content, imports, and
//! the summary of the month.

mod back_test;
mod blocked;
mod categories;
mod imports;
mod preview;
mod rule_form;
mod source_form;
mod sources;
pub(super) mod start;
mod summary;
mod topic_form;
mod topics;

use crate::{shell::Shell, state::WebState, visit::Visit};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use hearken_authz::Permission;

pub(super) fn router() -> Router<WebState> {
    topic_routes()
        .merge(source_routes())
        .merge(blocked_routes())
}

fn source_routes() -> Router<WebState> {
    Router::new()
        .route("/o/{slug}/search-setup/sources", get(sources::list))
        .route(
            "/o/{slug}/search-setup/sources/new",
            get(source_form::new).post(source_form::save),
        )
        .route(
            "/o/{slug}/search-setup/sources/{id}",
            get(source_form::edit).post(source_form::save),
        )
        .route(
            "/o/{slug}/search-setup/sources/{id}/delete",
            get(sources::confirm_delete).post(sources::delete),
        )
}

fn blocked_routes() -> Router<WebState> {
    Router::new()
        .route(
            "/o/{slug}/search-setup/blocked",
            get(blocked::list).post(blocked::add),
        )
        .route(
            "/o/{slug}/search-setup/blocked/{id}/remove",
            post(blocked::remove),
        )
}

fn topic_routes() -> Router<WebState> {
    Router::new()
        .route("/o/{slug}/search-setup", get(topics::list))
        .route(
            "/o/{slug}/search-setup/start",
            get(start::show).post(start::save),
        )
        .route("/o/{slug}/search-setup/summary", get(summary::show))
        .route(
            "/o/{slug}/search-setup/topics/new",
            get(topic_form::new).post(topic_form::save),
        )
        .route(
            "/o/{slug}/search-setup/topics/{id}",
            get(topic_form::edit).post(topic_form::save),
        )
        .route(
            "/o/{slug}/search-setup/topics/{id}/delete",
            get(topics::confirm_delete).post(topics::delete),
        )
        .route("/o/{slug}/search-setup/preview/{rule}", post(preview::show))
        .route(
            "/o/{slug}/search-setup/back-test/{rule}",
            post(back_test::start),
        )
        .route(
            "/o/{slug}/search-setup/back-tests/{id}",
            get(back_test::show),
        )
        .route(
            "/o/{slug}/search-setup/back-tests/{id}/cancel",
            post(back_test::cancel),
        )
        .route(
            "/o/{slug}/search-setup/categories",
            get(categories::list).post(categories::create),
        )
        .route(
            "/o/{slug}/search-setup/categories/{id}",
            post(categories::rename),
        )
        .route(
            "/o/{slug}/search-setup/categories/{id}/delete",
            post(categories::delete),
        )
        .route(
            "/o/{slug}/search-setup/import",
            // Files are written to disk as they come; the size limit is the use-case's.
            get(imports::list)
                .post(imports::upload)
                .layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/o/{slug}/search-setup/import/{id}/cancel",
            post(imports::cancel),
        )
}

/// A tab of the area.
#[derive(Clone, Debug)]
struct Tab {
    href: String,
    text: String,
    current: bool,
}

/// The tabs that the person may see.
fn tabs(visit: &Visit, current: &str) -> Vec<Tab> {
    [
        ("topics", "/search-setup", Permission::ViewSearchSetup),
        (
            "categories",
            "/search-setup/categories",
            Permission::ViewSearchSetup,
        ),
        (
            "sources",
            "/search-setup/sources",
            Permission::ViewSearchSetup,
        ),
        (
            "blocked",
            "/search-setup/blocked",
            Permission::ViewBlockedContent,
        ),
        ("import", "/search-setup/import", Permission::ImportPosts),
        (
            "summary",
            "/search-setup/summary",
            Permission::ViewSearchSetup,
        ),
    ]
    .into_iter()
    .filter(|(_, _, permission)| visit.caller.may(*permission))
    .map(|(key, path, _)| Tab {
        href: visit.path(path),
        text: visit.texts().get(&format!("setup-{key}")),
        current: key == current,
    })
    .collect()
}

async fn shell(visit: &Visit, title: &str) -> Shell {
    Shell::of_visit(visit, "search-setup", visit.texts().get(title)).await
}
