//! `/o/{slug}/posts`: posts of a dataset, one post, correcting its tone, deleting it.

use super::{
    bar::{Bar, facets},
    card::{Card, card},
    open, pairs,
};
use crate::{
    error::WebError,
    forms::Fields,
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    extract::RawQuery,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    analytics::{self, Figures, Part, Summary},
    posts,
};
use hearken_authz::Permission;
use hearken_model::Sentiment;

#[derive(Template)]
#[template(path = "pages/analytics/posts.html")]
struct PostsPage {
    shell: Shell,
    bar: Bar,
    cards: Vec<Card>,
    more_href: Option<String>,
    back: String,
}

/// The cards alone, for "load more" within a page.
#[derive(Template)]
#[template(path = "pages/analytics/more.html")]
struct MorePosts {
    shell: Shell,
    cards: Vec<Card>,
    more_href: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/analytics/post.html")]
struct PostPage {
    shell: Shell,
    card: Card,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/analytics/delete_post.html")]
struct DeletePage {
    shell: Shell,
    card: Card,
    back: String,
}

/// `GET /o/{slug}/posts`
pub(super) async fn list(visit: Visit, RawQuery(query): RawQuery) -> Result<Response, WebError> {
    let view = open(&visit, query.as_deref()).await?;
    let after = pairs(query.as_deref())
        .into_iter()
        .find(|(key, _)| key == "after")
        .map(|(_, v)| v);
    let page = posts::page(visit.app(), &view, after.as_deref(), 0).await?;
    let base = visit.path("/posts");
    let more_href = page.next.map(|after| {
        let after = serde_urlencoded::to_string([("after", after)]).unwrap_or_default();
        format!("{base}?{}&{after}", view.link().query())
    });
    let cards = page.posts.iter().map(|post| card(&visit, post)).collect();
    let shell = Shell::of_visit(&visit, "analytics", visit.texts().get("posts")).await;
    if visit.person.guest.wants_part && after.is_some() {
        return Ok(Html(
            MorePosts {
                shell,
                cards,
                more_href,
            }
            .render()?,
        )
        .into_response());
    }
    let summary = match analytics::part(visit.app(), &view, Part::Summary, 0).await? {
        Figures::Summary(summary) => summary,
        _ => Summary::default(),
    };
    let facets = facets(&visit, &view).await?;
    let bar = Bar::of(&visit, &view, &summary, facets, base);
    let back = visit.path(&format!("/analytics?{}", view.link().query()));
    Ok(Html(
        PostsPage {
            shell,
            bar,
            cards,
            more_href,
            back,
        }
        .render()?,
    )
    .into_response())
}

/// `GET /o/{slug}/posts/{id}`
pub(super) async fn show(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let post = posts::get(visit.app(), &visit.caller, id).await?;
    let shell = Shell::of_visit(&visit, "analytics", visit.texts().get("post")).await;
    let back = visit.path("/posts");
    Ok(Html(
        PostPage {
            shell,
            card: card(&visit, &post),
            back,
        }
        .render()?,
    )
    .into_response())
}

/// `POST /o/{slug}/posts/{id}/sentiment`
pub(super) async fn set_sentiment(
    visit: Visit,
    Named(id): Named,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let tone = Sentiment::from_word(fields.get("sentiment"))
        .ok_or_else(|| WebError::new(Code::Invalid))?;
    posts::set_sentiment(visit.app(), &visit.caller, id, tone).await?;
    Ok(back(&visit, &headers))
}

/// `GET /o/{slug}/posts/{id}/delete`
pub(super) async fn confirm_delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    if !visit.caller.may(Permission::DeletePosts) {
        return Err(WebError::new(Code::Forbidden));
    }
    let post = posts::get(visit.app(), &visit.caller, id).await?;
    let shell = Shell::of_visit(&visit, "analytics", visit.texts().get("post-delete")).await;
    let back = visit.path("/posts");
    Ok(Html(
        DeletePage {
            shell,
            card: card(&visit, &post),
            back,
        }
        .render()?,
    )
    .into_response())
}

/// `POST /o/{slug}/posts/{id}/delete`
pub(super) async fn delete(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    posts::delete(visit.app(), &visit.caller, &[id]).await?;
    Ok(Redirect::to(&visit.path("/posts")).into_response())
}

/// Back to the page that the form stood on, if it is one of this organization.
fn back(visit: &Visit, headers: &HeaderMap) -> Response {
    let referer = headers
        .get(header::REFERER)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let path = referer
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, path)| format!("/{path}"));
    let own = path.filter(|path| path.starts_with(&visit.path("/")));
    Redirect::to(&own.unwrap_or_else(|| visit.path("/posts"))).into_response()
}
