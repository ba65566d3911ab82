//! `GET /organizations/{slug}`

use crate::{caller::Inside, problem::Problem, wire::Id};
use axum::Json;
use hearken_app::{App, Code, organizations::OrganizationView};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_organization))
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

/// The organization.
#[utoipa::path(get, path = "/organizations/{slug}",
    responses((status = 200, description = "the organization", body = Organization)))]
async fn get_organization(inside: Inside) -> Result<Json<Organization>, Problem> {
    let view = inside.caller.organization();
    let view = view.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(Organization::of(view)))
}
