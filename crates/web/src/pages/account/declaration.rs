//! `/o/{slug}/declaration`: the first-run declaration of an organization (ADM-21), before anybody
//! is inside.

use crate::{error::WebError, shell::Shell, visit::Person};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::organizations;

#[derive(Template)]
#[template(path = "pages/account/declaration.html")]
struct DeclarationPage {
    shell: Shell,
    organization: String,
    may_declare: bool,
    action: String,
}

/// `GET /o/{slug}/declaration`
pub(super) async fn show(person: Person, Path(slug): Path<String>) -> Result<Response, WebError> {
    let (organization, may_declare) =
        organizations::who_declares(&person.app, &person.caller, &slug).await?;
    let title = person.guest.texts.get("declaration-title");
    let page = DeclarationPage {
        shell: Shell::of_person(&person, title).await,
        organization: organization.name,
        may_declare,
        action: format!("/o/{slug}/declaration"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/declaration`
pub(super) async fn declare(
    person: Person,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    organizations::declare(&person.app, &person.caller, &slug).await?;
    Ok(Redirect::to(&format!("/o/{slug}/analytics")).into_response())
}
