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
    Code,
    domains::{self, DomainRow},
};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PublicId};

#[derive(Template)]
#[template(path = "pages/settings/domains.html")]
struct DomainsPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<DomainRow>,
    fields: Fields,
    problems: Problems,
    /// The domain whose record was looked for in vain, and what was found.
    missing: Option<(PublicId, String)>,
    action: String,
    saved: bool,
}

type Ids = Path<(String, String)>;

/// `GET /o/{slug}/settings/domains`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::TakeOverDomain)?;
    page(&visit, StatusCode::OK, Fields::default(), &[], None).await
}

/// `POST /o/{slug}/settings/domains`
pub(super) async fn add(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    match domains::add(visit.app(), &visit.caller, fields.get("name")).await {
        Err(error) if error.code == Code::Invalid => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, fields, &error.diagnostics, None).await
        }
        done => done.map(|_| saved(&visit)).map_err(WebError::from),
    }
}

/// `POST /o/{slug}/settings/domains/{id}/verify`
pub(super) async fn verify(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let id = parse(&id)?;
    match domains::verify(visit.app(), &visit.caller, id).await {
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let missing = Some((id, problems.text("name")));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, Fields::default(), &[], missing).await
        }
        done => done.map(|_| saved(&visit)).map_err(WebError::from),
    }
}

/// `POST /o/{slug}/settings/domains/{id}/remove`
pub(super) async fn remove(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    domains::remove(visit.app(), &visit.caller, parse(&id)?).await?;
    Ok(saved(&visit))
}

fn saved(visit: &Visit) -> Response {
    Redirect::to(&visit.path("/settings/domains?saved")).into_response()
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: &[Diagnostic],
    missing: Option<(PublicId, String)>,
) -> Result<Response, WebError> {
    let page = DomainsPage {
        shell: shell(visit, "settings-domains").await,
        nav: nav(visit, "domains"),
        rows: domains::list(visit.app(), &visit.caller).await?,
        fields,
        problems: Problems::of(problems, visit.texts()),
        missing,
        action: visit.path("/settings/domains"),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
