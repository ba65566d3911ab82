//! Creating and changing a group of custom sources: one feed a line, all problems at once
//! (SEA-126, SEA-127).

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
    Code,
    custom_sources::{self, SaveGroup},
};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PublicId};

#[derive(Template)]
#[template(path = "pages/search_setup/source.html")]
struct SourcePage {
    shell: Shell,
    tabs: Vec<Tab>,
    fields: Fields,
    problems: Problems,
    feed_problems: Vec<String>,
    action: String,
    back: String,
    delete: Option<String>,
}

/// `GET /o/{slug}/search-setup/sources/new`
pub(super) async fn new(visit: Visit) -> Result<Response, WebError> {
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, None, fields, problems).await
}

/// `GET /o/{slug}/search-setup/sources/{id}`
pub(super) async fn edit(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let group = custom_sources::get(visit.app(), &visit.caller, id).await?;
    let urls: Vec<String> = group.feeds.into_iter().map(|feed| feed.url).collect();
    let fields = Fields::from_pairs([
        ("name", group.name),
        ("initials", group.initials),
        ("feeds", urls.join("\n")),
    ]);
    let problems = Problems::default();
    page(&visit, StatusCode::OK, Some(id), fields, problems).await
}

/// `POST /o/{slug}/search-setup/sources/new` and `.../{id}`
pub(super) async fn save(
    visit: Visit,
    named: Option<Named>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = named.map(|Named(id)| id);
    let input = SaveGroup {
        id,
        name: fields.get("name").to_owned(),
        initials: fields.get("initials").to_owned(),
        feeds: fields.get("feeds").lines().map(str::to_owned).collect(),
    };
    match custom_sources::save(visit.app(), &visit.caller, input).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/search-setup/sources")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let diagnostics: Vec<Diagnostic> = error.diagnostics.into_iter().map(of_area).collect();
            let problems = Problems::of(&diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, id, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Problems of single feeds belong to the one field that holds them all.
fn of_area(mut problem: Diagnostic) -> Diagnostic {
    if problem.field.starts_with("feeds.") {
        problem.field = "feeds".into();
    }
    problem
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: Option<PublicId>,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    if !visit.caller.may(Permission::EditCustomSources) {
        return Err(WebError::new(Code::Forbidden));
    }
    let back = visit.path("/search-setup/sources");
    let own = id.map(|id| format!("{back}/{id}"));
    let title = if own.is_some() {
        "source-edit"
    } else {
        "source-new"
    };
    let feed_problems = problems
        .iter()
        .filter(|(field, _)| field == "feeds")
        .map(|(_, text)| text.clone());
    let page = SourcePage {
        shell: shell(visit, title).await,
        tabs: tabs(visit, "sources"),
        feed_problems: feed_problems.collect(),
        action: own.clone().unwrap_or_else(|| format!("{back}/new")),
        delete: own.map(|own| format!("{own}/delete")),
        back,
        fields,
        problems,
    };
    Ok((status, Html(page.render()?)).into_response())
}
