//! `/organizations/{slug}/groups`: groups of people.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, Named, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    groups::{self, GroupRow, GroupView, SaveGroup},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_groups, create_group))
        .routes(routes!(get_group, change_group, delete_group))
}

/// A group of people.
#[derive(Serialize, ToSchema)]
struct Group {
    id: Id,
    name: String,
    /// How many people are in it.
    size: u64,
    /// Whether a directory provisions it, so that it is changed there.
    from_directory: bool,
    /// Rises with every change.
    version: i64,
    updated_at: Instant,
}

impl From<GroupRow> for Group {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            size: row.size,
            from_directory: row.is_from_directory,
            version: row.version,
            updated_at: row.updated_at.into(),
        }
    }
}

/// A group with its people.
#[derive(Serialize, ToSchema)]
struct GroupWithMembers {
    group: Group,
    /// By name.
    members: Vec<Named>,
}

impl From<GroupView> for GroupWithMembers {
    fn from(view: GroupView) -> Self {
        Self {
            group: view.row.into(),
            members: view.members.into_iter().map(Named::from).collect(),
        }
    }
}

/// The groups, by name.
#[utoipa::path(get, path = "/organizations/{slug}/groups",
    responses((status = 200, description = "the groups", body = [Group])))]
async fn list_groups(inside: Inside) -> Result<Json<Vec<Group>>, Problem> {
    let rows = groups::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Group::from).collect()))
}

/// A group and its people.
#[utoipa::path(get, path = "/organizations/{slug}/groups/{id}",
    responses((status = 200, description = "the group", body = GroupWithMembers)))]
async fn get_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<GroupWithMembers>, Problem> {
    let view = groups::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(view.into()))
}

/// What a group is to be.
#[derive(Deserialize, ToSchema)]
struct NewGroup {
    /// 1 to 80 characters, unique in the organization.
    name: String,
    /// Ids of exactly these people.
    #[serde(default)]
    members: Vec<Id>,
    /// The version that was read; left out: whatever it is.
    #[serde(default)]
    version: Option<i64>,
}

impl NewGroup {
    fn input(self, id: Option<hearken_model::PublicId>) -> SaveGroup {
        SaveGroup {
            id,
            version: self.version,
            name: self.name,
            members: self.members.into_iter().map(|id| id.0).collect(),
        }
    }
}

/// Makes a group.
#[utoipa::path(post, path = "/organizations/{slug}/groups", request_body = NewGroup,
    responses((status = 201, description = "the group", body = GroupWithMembers)))]
async fn create_group(
    inside: Inside,
    Body(new): Body<NewGroup>,
) -> Result<(StatusCode, Json<GroupWithMembers>), Problem> {
    let made = groups::save(&inside.app, &inside.caller, new.input(None)).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Changes a group's name and people.
#[utoipa::path(put, path = "/organizations/{slug}/groups/{id}", request_body = NewGroup,
    responses((status = 200, description = "the group", body = GroupWithMembers)))]
async fn change_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewGroup>,
) -> Result<Json<GroupWithMembers>, Problem> {
    let input = new.input(Some(parse(&id)?));
    let saved = groups::save(&inside.app, &inside.caller, input).await?;
    Ok(Json(saved.into()))
}

/// Removes a group; its people stay.
#[utoipa::path(delete, path = "/organizations/{slug}/groups/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    groups::delete(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
