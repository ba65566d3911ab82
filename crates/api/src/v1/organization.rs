//! `GET /organizations` and `GET /organizations/{slug}`

use crate::{
    caller::{Anywhere, Inside},
    problem::Problem,
    wire::{self, Id},
};
use axum::Json;
use hearken_app::{
    App, Code,
    organizations::{self, MyOrganization, OrganizationView},
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_organizations))
        .routes(routes!(get_organization))
}

/// An organization.
#[derive(Serialize, ToSchema)]
pub(super) struct Organization {
    id: Id,
    /// Its name in URLs.
    slug: String,
    name: String,
    /// ISO 3166-1, two letters.
    #[schema(min_length = 2, max_length = 2)]
    country: String,
    /// IANA name.
    time_zone: String,
}

impl Organization {
    pub(super) fn of(view: &OrganizationView) -> Self {
        Self {
            id: view.public_id.into(),
            slug: view.slug.to_string(),
            name: view.name.clone(),
            country: view.country.to_string(),
            time_zone: view.zone.name().to_owned(),
        }
    }
}

/// An organization that the caller is in.
#[derive(Serialize, ToSchema)]
struct Mine {
    organization: Organization,
    #[schema(schema_with = wire::configuration_role)]
    configuration_role: &'static str,
    #[schema(schema_with = wire::interaction_role)]
    interaction_role: &'static str,
    #[schema(schema_with = wire::organization_role)]
    organization_role: &'static str,
    #[schema(schema_with = wire::member_state)]
    state: &'static str,
}

impl From<MyOrganization> for Mine {
    fn from(mine: MyOrganization) -> Self {
        Self {
            organization: Organization::of(&mine.organization),
            configuration_role: mine.roles.configuration.as_str(),
            interaction_role: mine.roles.interaction.as_str(),
            organization_role: mine.organization_role.as_str(),
            state: mine.state.as_str(),
        }
    }
}

/// The organizations that the caller is in, by name; of a token the one that it was made in.
#[utoipa::path(get, path = "/organizations",
    responses((status = 200, description = "the organizations", body = [Mine])))]
async fn list_organizations(by: Anywhere) -> Result<Json<Vec<Mine>>, Problem> {
    let mine = organizations::list_mine(&by.app, &by.caller).await?;
    Ok(Json(mine.into_iter().map(Mine::from).collect()))
}

/// The organization.
#[utoipa::path(get, path = "/organizations/{slug}",
    responses((status = 200, description = "the organization", body = Organization)))]
async fn get_organization(inside: Inside) -> Result<Json<Organization>, Problem> {
    let view = inside.caller.organization();
    let view = view.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(Organization::of(view)))
}
