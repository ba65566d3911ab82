//! Categories: list, create, rename, delete (SEA-040..046).

use super::{Tab, shell, tabs};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    categories::{self, CategoryRow},
};
use hearken_authz::Permission;

#[derive(Template)]
#[template(path = "pages/search_setup/categories.html")]
struct CategoriesPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<CategoryRow>,
    problems: Problems,
    typed: String,
    may_create: bool,
    base: String,
}

/// `GET /o/{slug}/search-setup/categories`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, Problems::default(), String::new()).await
}

/// `POST /o/{slug}/search-setup/categories`
pub(super) async fn create(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let done = categories::create(visit.app(), &visit.caller, fields.get("name")).await;
    answer(&visit, done.map(drop), fields.get("name")).await
}

/// `POST /o/{slug}/search-setup/categories/{id}`
pub(super) async fn rename(
    visit: Visit,
    Named(id): Named,
    fields: Fields,
) -> Result<Response, WebError> {
    let done = categories::rename(visit.app(), &visit.caller, id, fields.get("name")).await;
    answer(&visit, done.map(drop), "").await
}

/// `POST /o/{slug}/search-setup/categories/{id}/delete`
pub(super) async fn delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let done = categories::delete(visit.app(), &visit.caller, id).await;
    answer(&visit, done, "").await
}

async fn answer(
    visit: &Visit,
    done: Result<(), AppError>,
    typed: &str,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(Redirect::to(&visit.path("/search-setup/categories")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                problems,
                typed.to_owned(),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    problems: Problems,
    typed: String,
) -> Result<Response, WebError> {
    let page = CategoriesPage {
        shell: shell(visit, "setup-categories").await,
        tabs: tabs(visit, "categories"),
        rows: categories::list(visit.app(), &visit.caller).await?,
        problems,
        typed,
        may_create: visit.caller.may(Permission::EditCategories),
        base: visit.path("/search-setup/categories"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
