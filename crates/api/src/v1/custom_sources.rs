//! `/organizations/{slug}/custom-sources`: groups of feeds.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, Named, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    custom_sources::{self, DeleteEffects, FeedRow, GroupRow, SaveGroup},
};
use hearken_model::PublicId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_source_groups, create_source_group))
        .routes(routes!(
            get_source_group,
            change_source_group,
            delete_source_group
        ))
        .routes(routes!(get_source_group_effects))
        .routes(routes!(check_feed))
}

/// A group of feeds.
#[derive(Serialize, ToSchema)]
struct SourceGroup {
    id: Id,
    name: String,
    /// One or two characters, shown at its posts.
    initials: String,
    feeds: Vec<Feed>,
    /// Topics with a rule on it.
    topics: u64,
}

/// A feed of a group.
#[derive(Serialize, ToSchema)]
struct Feed {
    url: String,
    title: Option<String>,
    /// When it was last read.
    fetched_at: Option<Instant>,
    /// Why the last reading failed, a code; null when it succeeded.
    problem: Option<String>,
}

impl From<FeedRow> for Feed {
    fn from(row: FeedRow) -> Self {
        Self {
            url: row.url,
            title: row.title,
            fetched_at: row.fetched_at.map(Instant::from),
            problem: row.problem,
        }
    }
}

impl From<GroupRow> for SourceGroup {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            initials: row.initials,
            feeds: row.feeds.into_iter().map(Feed::from).collect(),
            topics: row.topics,
        }
    }
}

/// A group to be stored. Every new feed is looked at first.
#[derive(Deserialize, ToSchema)]
struct NewSourceGroup {
    /// 1 to 35 characters, unique in the organization.
    name: String,
    /// 1 or 2 characters, unique in the organization.
    initials: String,
    /// Addresses, at least one.
    feeds: Vec<String>,
}

impl NewSourceGroup {
    fn input(self, id: Option<PublicId>) -> SaveGroup {
        SaveGroup {
            id,
            name: self.name,
            initials: self.initials,
            feeds: self.feeds,
        }
    }
}

/// The groups, by name.
#[utoipa::path(get, path = "/organizations/{slug}/custom-sources",
    responses((status = 200, description = "the groups", body = [SourceGroup])))]
async fn list_source_groups(inside: Inside) -> Result<Json<Vec<SourceGroup>>, Problem> {
    let rows = custom_sources::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(SourceGroup::from).collect()))
}

/// One group.
#[utoipa::path(get, path = "/organizations/{slug}/custom-sources/{id}",
    responses((status = 200, description = "the group", body = SourceGroup)))]
async fn get_source_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<SourceGroup>, Problem> {
    let row = custom_sources::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(row.into()))
}

/// Creates a group.
#[utoipa::path(post, path = "/organizations/{slug}/custom-sources", request_body = NewSourceGroup,
    responses((status = 201, description = "the group", body = SourceGroup)))]
async fn create_source_group(
    inside: Inside,
    Body(new): Body<NewSourceGroup>,
) -> Result<(StatusCode, Json<SourceGroup>), Problem> {
    let row = custom_sources::save(&inside.app, &inside.caller, new.input(None)).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// Changes a group.
#[utoipa::path(put, path = "/organizations/{slug}/custom-sources/{id}",
    request_body = NewSourceGroup,
    responses((status = 200, description = "the group", body = SourceGroup)))]
async fn change_source_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewSourceGroup>,
) -> Result<Json<SourceGroup>, Problem> {
    let input = new.input(Some(parse(&id)?));
    let row = custom_sources::save(&inside.app, &inside.caller, input).await?;
    Ok(Json(row.into()))
}

/// Deletes a group; topics that stand on it alone become inactive, its posts stay.
#[utoipa::path(delete, path = "/organizations/{slug}/custom-sources/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_source_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    custom_sources::delete(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What deleting a group would do.
#[derive(Serialize, ToSchema)]
struct SourceGroupEffects {
    name: String,
    /// Its feeds.
    feeds: u64,
    /// Topics that would lose a rule and go on.
    topics_kept: Vec<Named>,
    /// Topics that stand on it alone and would become inactive.
    topics_deactivated: Vec<Named>,
}

impl From<DeleteEffects> for SourceGroupEffects {
    fn from(effects: DeleteEffects) -> Self {
        let named = |rows: Vec<_>| rows.into_iter().map(Named::from).collect();
        Self {
            name: effects.name,
            feeds: effects.feeds,
            topics_kept: named(effects.topics_kept),
            topics_deactivated: named(effects.topics_deactivated),
        }
    }
}

/// What deleting the group would do; changes nothing.
#[utoipa::path(get, path = "/organizations/{slug}/custom-sources/{id}/delete-effects",
    responses((status = 200, description = "the effects", body = SourceGroupEffects)))]
async fn get_source_group_effects(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<SourceGroupEffects>, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let effects = custom_sources::delete_effects(app, caller, parse(&id)?).await?;
    Ok(Json(effects.into()))
}

/// An address to be looked at.
#[derive(Deserialize, ToSchema)]
struct FeedAddress {
    url: String,
}

/// What an address turned out to be.
#[derive(Serialize, ToSchema)]
struct FeedCheck {
    /// The address after redirects, as it will be read.
    url: String,
    title: Option<String>,
    /// `rss`, `atom` or `json`.
    form: String,
    /// Items it has now.
    items: usize,
    /// Publication of its newest item.
    newest: Option<Instant>,
}

/// Reads an address and tells what feed it is; stores nothing.
#[utoipa::path(post, path = "/organizations/{slug}/custom-sources/check",
    request_body = FeedAddress,
    responses((status = 200, description = "the feed", body = FeedCheck)))]
async fn check_feed(
    inside: Inside,
    Body(address): Body<FeedAddress>,
) -> Result<Json<FeedCheck>, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let check = custom_sources::check_feed(app, caller, &address.url).await?;
    Ok(Json(FeedCheck {
        url: check.url,
        title: check.title,
        form: check.form,
        items: check.items,
        newest: check.newest.map(Instant::from),
    }))
}
