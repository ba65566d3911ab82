//! Custom sources: groups of feeds with their health (SEA-126, SEA-128), and deleting one.

use super::{Tab, shell, tabs};
use crate::{
    error::WebError,
    format,
    i18n::Texts,
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use hearken_app::custom_sources::{self, DeleteEffects, FeedRow, GroupRow};
use hearken_authz::Permission;

#[derive(Template)]
#[template(path = "pages/search_setup/sources.html")]
struct SourcesPage {
    shell: Shell,
    tabs: Vec<Tab>,
    groups: Vec<Group>,
    new_href: Option<String>,
}

/// A group as its panel needs it.
struct Group {
    id: String,
    href: String,
    name: String,
    initials: String,
    topics: u64,
    feeds: Vec<Feed>,
}

struct Feed {
    url: String,
    title: String,
    fetched: Option<(String, String)>,
    problem: Option<String>,
}

/// `GET /o/{slug}/search-setup/sources`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    let groups = custom_sources::list(visit.app(), &visit.caller).await?;
    let new_href = visit.path("/search-setup/sources/new");
    let page = SourcesPage {
        shell: shell(&visit, "setup-sources").await,
        tabs: tabs(&visit, "sources"),
        groups: groups.into_iter().map(|row| group(&visit, row)).collect(),
        new_href: visit
            .caller
            .may(Permission::EditCustomSources)
            .then_some(new_href),
    };
    Ok(Html(page.render()?).into_response())
}

fn group(visit: &Visit, row: GroupRow) -> Group {
    Group {
        id: row.id.to_string(),
        href: visit.path(&format!("/search-setup/sources/{}", row.id)),
        name: row.name,
        initials: row.initials,
        topics: row.topics,
        feeds: row.feeds.into_iter().map(|row| feed(visit, row)).collect(),
    }
}

fn feed(visit: &Visit, row: FeedRow) -> Feed {
    let fetched = row.fetched_at.map(|at| {
        let text = format::moment(at, &visit.zone(), visit.texts());
        (at.to_rfc3339(), text)
    });
    Feed {
        title: row.title.unwrap_or_else(|| row.url.clone()),
        url: row.url,
        fetched,
        problem: row.problem.map(|code| why(&code, visit.texts())),
    }
}

/// Why a feed fails: the text of the code that the connector left.
fn why(code: &str, texts: Texts) -> String {
    let key = format!("problem-{}", code.replace('_', "-"));
    texts
        .find(&key)
        .unwrap_or_else(|| texts.with("feed-failed", &[("code", code.to_owned().into())]))
}

#[derive(Template)]
#[template(path = "pages/search_setup/delete_source.html")]
struct DeletePage {
    shell: Shell,
    effects: DeleteEffects,
    action: String,
    back: String,
}

/// `GET /o/{slug}/search-setup/sources/{id}/delete`
pub(super) async fn confirm_delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let effects = custom_sources::delete_effects(visit.app(), &visit.caller, id).await?;
    let page = DeletePage {
        shell: shell(&visit, "source-delete").await,
        effects,
        action: visit.path(&format!("/search-setup/sources/{id}/delete")),
        back: visit.path("/search-setup/sources"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/search-setup/sources/{id}/delete`
pub(super) async fn delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    custom_sources::delete(visit.app(), &visit.caller, id).await?;
    Ok(Redirect::to(&visit.path("/search-setup/sources")).into_response())
}
