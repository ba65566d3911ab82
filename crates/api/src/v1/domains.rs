//! `/organizations/{slug}/domains`: mail domains by which people join (TRI-21). The organization's own
//! global administrators only.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    domains::{self, DomainRow},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_domains, add_domain))
        .routes(routes!(remove_domain))
        .routes(routes!(verify_domain))
}

/// A mail domain that the organization says is its own.
#[derive(Serialize, ToSchema)]
struct Domain {
    id: Id,
    name: String,
    /// The name under which a TXT record has to stand.
    record: String,
    /// What the TXT record has to say.
    value: String,
    /// When it was proven; null: not yet, and nobody joins by it.
    verified_at: Option<Instant>,
    created_at: Instant,
}

impl From<DomainRow> for Domain {
    fn from(row: DomainRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            record: row.record,
            value: row.value,
            verified_at: row.verified_at.map(Instant::from),
            created_at: row.created_at.into(),
        }
    }
}

/// The domains, by name.
#[utoipa::path(get, path = "/organizations/{slug}/domains",
    responses((status = 200, description = "the domains", body = [Domain])))]
async fn list_domains(inside: Inside) -> Result<Json<Vec<Domain>>, Problem> {
    let rows = domains::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Domain::from).collect()))
}

/// A domain to be named.
#[derive(Deserialize, ToSchema)]
struct NewDomain {
    name: String,
}

/// Names a domain. Nothing follows from it until it is verified.
#[utoipa::path(post, path = "/organizations/{slug}/domains", request_body = NewDomain,
    responses((status = 201, description = "the domain, with the record to be set", body = Domain)))]
async fn add_domain(
    inside: Inside,
    Body(new): Body<NewDomain>,
) -> Result<(StatusCode, Json<Domain>), Problem> {
    let row = domains::add(&inside.app, &inside.caller, &new.name).await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// Looks whether the record stands. 422 `record_missing` while it does not, 502 `record_unreadable`
/// when the domain name system does not answer, 409 `domain_taken` when it is another organization's.
#[utoipa::path(post, path = "/organizations/{slug}/domains/{id}/verify",
    responses((status = 200, description = "the domain, verified", body = Domain)))]
async fn verify_domain(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Domain>, Problem> {
    let row = domains::verify(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(row.into()))
}

/// Takes a domain off the organization; its people stay.
#[utoipa::path(delete, path = "/organizations/{slug}/domains/{id}",
    responses((status = 204, description = "it is gone")))]
async fn remove_domain(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    domains::remove(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
