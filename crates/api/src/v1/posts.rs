//! `/organizations/{slug}/posts`: posts of a dataset, newest first; the query is the dataset's URL
//! form, `after` the cursor of the page before.

use super::{dataset::Dataset, pairs};
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant, parse},
};
use axum::{
    Json,
    extract::{Path, RawQuery},
    http::StatusCode,
};
use hearken_app::{
    App, analytics,
    posts::{self, AuthorCard, PostCard, TopicTag},
};
use hearken_model::Sentiment;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_posts))
        .routes(routes!(get_post, delete_post))
        .routes(routes!(set_sentiment))
}

/// A post. Its texts are as the network gave them.
#[derive(Serialize, ToSchema)]
pub(super) struct Post {
    /// Null for a post of a preview that is not stored.
    id: Option<Id>,
    source: String,
    #[schema(schema_with = wire::post_kind)]
    kind: &'static str,
    /// Address of the original.
    permalink: Option<String>,
    author: Option<PostAuthor>,
    title: Option<String>,
    /// Plain text.
    text: String,
    /// `und` when unknown.
    language: String,
    #[schema(schema_with = wire::sentiment)]
    sentiment: &'static str,
    /// Machine value of the tone, -1 to 1.
    #[schema(minimum = -1, maximum = 1)]
    sentiment_value: Option<f32>,
    /// Whether a person set or confirmed it.
    sentiment_edited: bool,
    published_at: Instant,
    topics: Vec<PostTopic>,
    /// ISO 3166-1, two letters.
    country: Option<String>,
}

/// The writer of a post.
#[derive(Serialize, ToSchema)]
struct PostAuthor {
    /// For the author filter; null for a writer who is not stored.
    id: Option<Id>,
    name: String,
    /// Without `@`.
    handle: Option<String>,
    followers: Option<u64>,
    /// Influence.
    #[schema(minimum = 1, maximum = 5)]
    reach: Option<u8>,
}

/// A topic that a post belongs to.
#[derive(Serialize, ToSchema)]
struct PostTopic {
    id: Id,
    name: String,
}

fn author(card: &AuthorCard) -> PostAuthor {
    PostAuthor {
        id: card.id.map(Id),
        name: card.name.clone(),
        handle: card.handle.clone(),
        followers: card.followers,
        reach: card.reach,
    }
}

fn topic(tag: &TopicTag) -> PostTopic {
    PostTopic {
        id: tag.id.into(),
        name: tag.name.clone(),
    }
}

impl Post {
    pub(super) fn of(card: &PostCard) -> Self {
        Self {
            id: card.id.map(Id),
            source: card.source.to_string(),
            kind: card.kind.as_str(),
            permalink: card.permalink.clone(),
            author: card.author.as_ref().map(author),
            title: card.title.clone(),
            text: card.text.clone(),
            language: card.language.to_string(),
            sentiment: card.sentiment.as_str(),
            sentiment_value: card.sentiment_value,
            sentiment_edited: card.sentiment_edited,
            published_at: card.published_at.into(),
            topics: card.topics.iter().map(topic).collect(),
            country: card.place.map(|place| place.country.to_string()),
        }
    }
}

/// A page of posts.
#[derive(Serialize, ToSchema)]
struct PostPage {
    posts: Vec<Post>,
    /// `after` of the next page; null at the end.
    next: Option<String>,
}

/// Posts of a dataset, newest first, at most 50.
///
/// Pages neither repeat nor skip a post when new ones come.
#[utoipa::path(get, path = "/organizations/{slug}/posts",
    params(Dataset, ("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, description = "a page", body = PostPage)))]
async fn list_posts(inside: Inside, RawQuery(query): RawQuery) -> Result<Json<PostPage>, Problem> {
    let pairs = pairs(query.as_deref());
    let view = analytics::open(&inside.app, &inside.caller, &pairs).await?;
    let after = pairs
        .iter()
        .find(|(key, _)| key == "after")
        .map(|(_, value)| value.as_str());
    let page = posts::page(&inside.app, &view, after, 0).await?;
    Ok(Json(PostPage {
        posts: page.posts.iter().map(Post::of).collect(),
        next: page.next,
    }))
}

/// A post.
#[utoipa::path(get, path = "/organizations/{slug}/posts/{id}",
    responses((status = 200, description = "the post", body = Post)))]
async fn get_post(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Post>, Problem> {
    let card = posts::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(Post::of(&card)))
}

/// Deletes a post for good; it is not acquired again.
#[utoipa::path(delete, path = "/organizations/{slug}/posts/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_post(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    posts::delete(&inside.app, &inside.caller, &[parse(&id)?]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A tone, set by hand.
#[derive(Deserialize, ToSchema)]
struct NewSentiment {
    /// Nobody can set `unknown`.
    #[schema(schema_with = wire::sentiment)]
    sentiment: Sentiment,
}

/// Corrects the tone of a post; the same tone again confirms it.
#[utoipa::path(put, path = "/organizations/{slug}/posts/{id}/sentiment",
    request_body = NewSentiment,
    responses((status = 200, description = "the post", body = Post)))]
async fn set_sentiment(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewSentiment>,
) -> Result<Json<Post>, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let card = posts::set_sentiment(app, caller, parse(&id)?, new.sentiment).await?;
    Ok(Json(Post::of(&card)))
}
