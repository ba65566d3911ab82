//! `/organizations/{slug}/blocked`: domains and phrases that are never acquired.

use super::posts::Post;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant, Named, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    blocked::{self, BlockedKind, BlockedRow},
};
use hearken_model::PublicId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_blocked, add_blocked))
        .routes(routes!(preview_blocked))
        .routes(routes!(remove_blocked))
}

/// A blocked domain or phrase.
#[derive(Serialize, ToSchema)]
struct Blocked {
    id: Id,
    #[schema(schema_with = wire::blocked_kind)]
    kind: &'static str,
    /// The domain or phrase.
    entry: String,
    /// Name of the person who added it.
    added_by: Option<String>,
    added_at: Instant,
    /// Until when removing it brings the hidden posts back; null when that has passed.
    undo_until: Option<Instant>,
}

impl From<BlockedRow> for Blocked {
    fn from(row: BlockedRow) -> Self {
        Self {
            id: row.id.into(),
            kind: row.kind.as_str(),
            entry: row.entry,
            added_by: row.added_by,
            added_at: row.added_at.into(),
            undo_until: row.undo_until.map(Instant::from),
        }
    }
}

/// What is to be blocked.
#[derive(Deserialize, ToSchema)]
struct NewBlocked {
    #[schema(schema_with = wire::blocked_kind)]
    kind: String,
    /// A host, or host and beginning of a path; or a word or phrase.
    entry: String,
}

impl NewBlocked {
    fn kind(&self) -> Result<BlockedKind, Problem> {
        let kind = BlockedKind::from_word(&self.kind);
        kind.ok_or_else(|| Problem::unknown_value("kind", &self.kind))
    }
}

/// Both lists.
#[utoipa::path(get, path = "/organizations/{slug}/blocked",
    responses((status = 200, description = "the entries", body = [Blocked])))]
async fn list_blocked(inside: Inside) -> Result<Json<Vec<Blocked>>, Problem> {
    let rows = blocked::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Blocked::from).collect()))
}

/// Blocks from now on and hides the stored posts; they are deleted when the undo window ends.
#[utoipa::path(post, path = "/organizations/{slug}/blocked", request_body = NewBlocked,
    responses((status = 201, description = "the entry", body = Blocked)))]
async fn add_blocked(
    inside: Inside,
    Body(new): Body<NewBlocked>,
) -> Result<(StatusCode, Json<Blocked>), Problem> {
    let row = blocked::add(&inside.app, &inside.caller, new.kind()?, &new.entry).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// What blocking would do.
#[derive(Serialize, ToSchema)]
struct BlockedPreview {
    /// The entry as it would be stored.
    entry: String,
    /// Stored posts that would be hidden, and deleted later.
    posts: u64,
    /// The newest of them.
    sample: Vec<Post>,
    /// Topics that would lose posts, most first.
    topics: Vec<TopicLoss>,
}

/// A topic that would lose posts.
#[derive(Serialize, ToSchema)]
struct TopicLoss {
    topic: Named,
    posts: u64,
}

fn topic_loss((id, name, posts): (PublicId, String, u64)) -> TopicLoss {
    let topic = (id, name).into();
    TopicLoss { topic, posts }
}

/// What blocking would hide and delete; changes nothing.
#[utoipa::path(post, path = "/organizations/{slug}/blocked/preview", request_body = NewBlocked,
    responses((status = 200, description = "the effects", body = BlockedPreview)))]
async fn preview_blocked(
    inside: Inside,
    Body(new): Body<NewBlocked>,
) -> Result<Json<BlockedPreview>, Problem> {
    let found = blocked::preview(&inside.app, &inside.caller, new.kind()?, &new.entry).await?;
    Ok(Json(BlockedPreview {
        entry: found.entry,
        posts: found.posts,
        sample: found.sample.iter().map(Post::of).collect(),
        topics: found.topics.into_iter().map(topic_loss).collect(),
    }))
}

/// What removing an entry did.
#[derive(Serialize, ToSchema)]
struct BlockedRemoved {
    /// Hidden posts that came back.
    posts_shown: u64,
}

/// Gives a domain or phrase free again; within the undo window the hidden posts come back.
#[utoipa::path(delete, path = "/organizations/{slug}/blocked/{id}",
    responses((status = 200, description = "it is free again", body = BlockedRemoved)))]
async fn remove_blocked(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<BlockedRemoved>, Problem> {
    let posts_shown = blocked::remove(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(BlockedRemoved { posts_shown }))
}
