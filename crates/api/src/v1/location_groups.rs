//! `/organizations/{slug}/location-groups`: sets of countries, as values of the filter `country`.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    location_groups::{self, LocationGroupRow, SaveLocationGroup},
};
use hearken_model::PublicId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_location_groups, create_location_group))
        .routes(routes!(change_location_group, delete_location_group))
}

/// A location group.
#[derive(Serialize, ToSchema)]
struct LocationGroup {
    /// An id, or the word of a group that every organization has, such as `europe`: the value of the
    /// filter `country`.
    id: String,
    /// Null for a group that every organization has.
    name: Option<String>,
    /// What it lists: countries (`DE`) and ids of groups.
    locations: Vec<String>,
    /// Its countries, those of groups inside included.
    countries: Vec<String>,
    /// Whose it is; null when nobody's.
    owner: Option<Id>,
    owner_name: Option<String>,
    /// Rises with every change.
    version: i64,
    /// Whether the caller may change and delete it.
    editable: bool,
}

impl From<LocationGroupRow> for LocationGroup {
    fn from(row: LocationGroupRow) -> Self {
        Self {
            id: row.key.to_string(),
            name: row.name,
            locations: row.locations.iter().map(ToString::to_string).collect(),
            countries: row.countries.iter().map(ToString::to_string).collect(),
            owner: row.owner.map(Id),
            owner_name: row.owner_name,
            version: row.version,
            editable: row.editable,
        }
    }
}

/// What a location group is to be.
#[derive(Deserialize, ToSchema)]
struct NewLocationGroup {
    /// 1 to 50 characters, unique in the organization.
    name: String,
    /// 1 to 250 countries (`DE`) and ids of groups; none may have the group itself in it.
    locations: Vec<String>,
    /// The version that was read; without it, whatever is there is replaced. Not for a new group.
    version: Option<i64>,
}

impl NewLocationGroup {
    fn input(self, id: Option<PublicId>) -> SaveLocationGroup {
        SaveLocationGroup {
            id,
            version: self.version,
            name: self.name,
            locations: self.locations,
        }
    }
}

/// Location groups: those that every organization has, then its own by name.
#[utoipa::path(get, path = "/organizations/{slug}/location-groups",
    responses((status = 200, description = "the groups", body = [LocationGroup])))]
async fn list_location_groups(inside: Inside) -> Result<Json<Vec<LocationGroup>>, Problem> {
    let rows = location_groups::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(LocationGroup::from).collect()))
}

/// Creates a location group, owned by the caller.
#[utoipa::path(post, path = "/organizations/{slug}/location-groups",
    request_body = NewLocationGroup,
    responses((status = 201, description = "the group", body = LocationGroup)))]
async fn create_location_group(
    inside: Inside,
    Body(new): Body<NewLocationGroup>,
) -> Result<(StatusCode, Json<LocationGroup>), Problem> {
    let row = location_groups::save(&inside.app, &inside.caller, new.input(None)).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// Changes a location group; `stale_version` when it is another version by now.
#[utoipa::path(put, path = "/organizations/{slug}/location-groups/{id}",
    request_body = NewLocationGroup,
    responses((status = 200, description = "the group", body = LocationGroup)))]
async fn change_location_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewLocationGroup>,
) -> Result<Json<LocationGroup>, Problem> {
    let input = new.input(Some(parse(&id)?));
    let row = location_groups::save(&inside.app, &inside.caller, input).await?;
    Ok(Json(row.into()))
}

/// Deletes a location group for good; `location_group_in_use` names the groups that it is in.
#[utoipa::path(delete, path = "/organizations/{slug}/location-groups/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_location_group(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    location_groups::delete(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
