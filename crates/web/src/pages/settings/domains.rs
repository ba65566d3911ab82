//! Mail domains: naming one, the record that proves it, looking again, taking it off (TRI-21).

use super::{Link, nav, only, parse, shell};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    domains::{self, DomainRow},
};
use hearken_authz::Permission;

#[derive(Template)]
#[template(path = "pages/settings/domains.html")]
struct DomainsPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<DomainRow>,
    fields: Fields,
    problems: Problems,
    action: String,
    saved: bool,
}

type Ids = Path<(String, String)>;

/// `GET /o/{slug}/settings/domains`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::TakeOverDomain)?;
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, fields, problems).await
}

/// `POST /o/{slug}/settings/domains`
pub(super) async fn add(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let done = domains::add(visit.app(), &visit.caller, fields.get("name")).await;
    settle(&visit, done.map(|_| ()), fields).await
}

/// `POST /o/{slug}/settings/domains/{id}/verify`
pub(super) async fn verify(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let done = domains::verify(visit.app(), &visit.caller, parse(&id)?).await;
    settle(&visit, done.map(|_| ()), Fields::default()).await
}

/// `POST /o/{slug}/settings/domains/{id}/remove`
pub(super) async fn remove(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let done = domains::remove(visit.app(), &visit.caller, parse(&id)?).await;
    settle(&visit, done, Fields::default()).await
}

async fn settle(
    visit: &Visit,
    done: Result<(), AppError>,
    fields: Fields,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(Redirect::to(&visit.path("/settings/domains?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(visit, StatusCode::UNPROCESSABLE_ENTITY, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let page = DomainsPage {
        shell: shell(visit, "settings-domains").await,
        nav: nav(visit, "domains"),
        rows: domains::list(visit.app(), &visit.caller).await?,
        fields,
        problems,
        action: visit.path("/settings/domains"),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
