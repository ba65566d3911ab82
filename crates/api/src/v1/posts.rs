//! `/organizations/{slug}/posts`: posts of a dataset, newest first; the query is the dataset's URL
//! form, `after` the cursor of the page before.

use super::pairs;
use crate::{caller::Inside, problem::Problem};
use axum::{
    Json, Router,
    extract::{Path, RawQuery},
    http::StatusCode,
    routing::get,
};
use hearken_app::{
    App, Code, analytics,
    posts::{self, PostCard},
};
use hearken_model::PublicId;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/organizations/{slug}/posts", get(list))
        .route("/organizations/{slug}/posts/{id}", get(show).delete(remove))
}

fn wire(post: &PostCard) -> Value {
    json!({
        "id": post.id,
        "source": post.source,
        "kind": post.kind,
        "permalink": post.permalink,
        "author": post.author.as_ref().map(|author| json!({
            "id": author.id,
            "name": author.name,
            "handle": author.handle,
            "followers": author.followers,
            "reach": author.reach,
        })),
        "title": post.title,
        "text": post.text,
        "language": post.language,
        "sentiment": post.sentiment,
        "sentiment_value": post.sentiment_value,
        "sentiment_edited": post.sentiment_edited,
        "published_at": post.published_at.to_rfc3339(),
        "topics": post.topics.iter().map(|t| json!({"id": t.id, "name": t.name})).collect::<Vec<_>>(),
        "country": post.place.map(|place| place.country),
    })
}

fn parse(id: &str) -> Result<PublicId, Problem> {
    id.parse().map_err(|_| Problem::new(Code::NotFound))
}

async fn list(inside: Inside, RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let pairs = pairs(query.as_deref());
    let view = analytics::open(&inside.app, &inside.caller, &pairs).await?;
    let after = pairs
        .iter()
        .find(|(key, _)| key == "after")
        .map(|(_, value)| value.as_str());
    let page = posts::page(&inside.app, &view, after, 0).await?;
    let found: Vec<Value> = page.posts.iter().map(wire).collect();
    Ok(Json(json!({ "posts": found, "next": page.next })))
}

async fn show(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    Ok(Json(wire(
        &posts::get(&inside.app, &inside.caller, parse(&id)?).await?,
    )))
}

async fn remove(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    posts::delete(&inside.app, &inside.caller, &[parse(&id)?]).await?;
    Ok(StatusCode::NO_CONTENT)
}
