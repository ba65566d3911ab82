//! The list of topics, and deleting one (SEA-010..012, SEA-030).

use super::{Tab, shell, tabs};
use crate::{
    error::WebError,
    format,
    forms::Fields,
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::topics::{self, DeleteEffects, TopicFilter, TopicRow, TopicSort};
use hearken_authz::Permission;
use hearken_model::topic::TopicState;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/search_setup/topics.html")]
struct TopicsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    search: String,
    sorts: Vec<Tab>,
    new_href: Option<String>,
    action: String,
    events: String,
}

struct Line {
    name: String,
    href: String,
    analytics: String,
    category: String,
    owner: String,
    rules: u64,
    posts: String,
    active: bool,
    editable: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    search: String,
    #[serde(default)]
    sort: String,
}

/// `GET /o/{slug}/search-setup`
pub(super) async fn list(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    let sort = TopicSort::from_word(&wish.sort).unwrap_or_default();
    let filter = TopicFilter {
        search: wish.search.clone(),
        category: None,
        sort,
    };
    let rows = topics::list(visit.app(), &visit.caller, filter).await?;
    let action = visit.path("/search-setup");
    let search = serde_urlencoded::to_string([("search", &wish.search)]).unwrap_or_default();
    let sorts = TopicSort::ALL.iter().map(|each| Tab {
        href: format!("{action}?sort={}&{search}", each.as_str()),
        text: visit.texts().get(&format!("sort-{}", each.as_str())),
        current: *each == sort,
    });
    let page = TopicsPage {
        shell: shell(&visit, "nav-search-setup").await,
        tabs: tabs(&visit, "topics"),
        rows: rows.into_iter().map(|row| line(&visit, row)).collect(),
        search: wish.search,
        sorts: sorts.collect(),
        new_href: visit
            .caller
            .may(Permission::EditTopics)
            .then(|| visit.path("/search-setup/topics/new")),
        action,
        events: visit.path("/events"),
    };
    Ok(Html(page.render()?).into_response())
}

fn line(visit: &Visit, row: TopicRow) -> Line {
    Line {
        href: visit.path(&format!("/search-setup/topics/{}", row.id)),
        analytics: visit.path(&format!("/analytics?focus=topic-{}&time=all", row.id)),
        name: row.name,
        category: row.category_name,
        owner: row.owner_name.unwrap_or_default(),
        rules: row.rules,
        posts: format::number(row.posts, visit.texts()),
        active: row.state == TopicState::Active,
        editable: row.editable,
    }
}

#[derive(Template)]
#[template(path = "pages/search_setup/delete_topic.html")]
struct DeletePage {
    shell: Shell,
    effects: DeleteEffects,
    posts: String,
    alone: String,
    action: String,
    back: String,
}

/// `GET /o/{slug}/search-setup/topics/{id}/delete`
pub(super) async fn confirm_delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let effects = topics::delete_effects(visit.app(), &visit.caller, id).await?;
    let page = DeletePage {
        shell: shell(&visit, "topic-delete").await,
        posts: format::number(effects.posts, visit.texts()),
        alone: format::number(effects.posts_alone, visit.texts()),
        effects,
        action: visit.path(&format!("/search-setup/topics/{id}/delete")),
        back: visit.path(&format!("/search-setup/topics/{id}")),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/search-setup/topics/{id}/delete`
pub(super) async fn delete(
    visit: Visit,
    Named(id): Named,
    fields: Fields,
) -> Result<Response, WebError> {
    let version = fields.get("version").parse().ok();
    topics::delete(visit.app(), &visit.caller, id, version).await?;
    Ok(Redirect::to(&visit.path("/search-setup")).into_response())
}
