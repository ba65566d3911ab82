//! `/organizations/{slug}/partner/customers`: whom a partner serves. Entering a customer is a matter
//! of sessions; a token that is made inside acts there.

use super::words;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App, Code,
    delegation::{self, CustomerRow, OwnSide},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_customers))
        .routes(routes!(get_customer))
        .routes(routes!(countersign_customer))
        .routes(routes!(set_customer_mails))
        .routes(routes!(hold_customers))
        .routes(routes!(resume_customers))
        .routes(routes!(end_customers))
}

/// A customer, or one that was or is to be.
#[derive(Serialize, ToSchema)]
struct Customer {
    /// Of the relationship.
    id: Id,
    name: String,
    /// Its name in URLs, while the relationship is in force.
    slug: Option<String>,
    /// ISO 3166-1, two letters.
    #[schema(min_length = 2, max_length = 2)]
    country: String,
    #[schema(schema_with = words::status)]
    status: &'static str,
    #[schema(schema_with = words::sides)]
    held_by: Vec<&'static str>,
    #[schema(schema_with = words::nullable_end_reason)]
    end_reason: Option<&'static str>,
    #[schema(schema_with = words::level)]
    level: &'static str,
    /// What the caller may do there; null: nothing.
    #[schema(schema_with = words::nullable_level)]
    mine: Option<&'static str>,
    starts_at: Option<Instant>,
    /// null: until removed.
    ends_at: Option<Instant>,
    last_entry_at: Option<Instant>,
    /// People who entered within a day.
    people_today: usize,
    /// Whole days since it was used last.
    idle_days: i64,
    /// Whether the caller may pause and end it.
    may_end: bool,
    /// Whether the caller gets the customer's administrator mails; null: none anyhow.
    mails: Option<bool>,
}

impl From<CustomerRow> for Customer {
    fn from(row: CustomerRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            slug: row.slug.map(|slug| slug.to_string()),
            country: row.country.to_string(),
            status: row.status,
            held_by: row.held_by.iter().map(|side| side.as_str()).collect(),
            end_reason: row.end_reason.map(|reason| reason.as_str()),
            level: row.level.as_str(),
            mine: row.mine.map(|level| level.as_str()),
            starts_at: row.starts_at.map(Instant::from),
            ends_at: row.ends_at.map(Instant::from),
            last_entry_at: row.last_entry_at.map(Instant::from),
            people_today: row.people_today,
            idle_days: row.idle_days,
            may_end: row.may_end,
            mails: row.mails,
        }
    }
}

/// The customers: all for those who offer, else those whom the caller serves.
#[utoipa::path(get, path = "/organizations/{slug}/partner/customers",
    responses((status = 200, description = "the customers, by name", body = [Customer])))]
async fn list_customers(inside: Inside) -> Result<Json<Vec<Customer>>, Problem> {
    let rows = delegation::customers(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Customer::from).collect()))
}

/// A customer, by the id of the relationship.
#[utoipa::path(get, path = "/organizations/{slug}/partner/customers/{id}",
    responses((status = 200, description = "the customer", body = Customer)))]
async fn get_customer(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Customer>, Problem> {
    let rows = delegation::customers(&inside.app, &inside.caller).await?;
    let id = parse(&id)?;
    let row = rows.into_iter().find(|row| row.id == id);
    let row = row.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(row.into()))
}

/// Confirms a customer that came by a reusable link.
#[utoipa::path(post, path = "/organizations/{slug}/partner/customers/{id}/countersign",
    responses((status = 204, description = "the relationship is in force")))]
async fn countersign_customer(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    delegation::countersign(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The switch of a customer's administrator mails.
#[derive(Deserialize, ToSchema)]
struct CustomerMails {
    /// Whether the caller wants them.
    on: bool,
}

/// Turns the administrator mails of a customer off or on for the caller, who has entered it before.
#[utoipa::path(put, path = "/organizations/{slug}/partner/customers/{id}/mails",
    request_body = CustomerMails,
    responses((status = 204, description = "chosen")))]
async fn set_customer_mails(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(mails): Body<CustomerMails>,
) -> Result<StatusCode, Problem> {
    delegation::mute(&inside.app, &inside.caller, parse(&id)?, !mails.on).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One or several relationships.
#[derive(Deserialize, ToSchema)]
struct Relationships {
    /// Their ids; all are changed, or none.
    ids: Vec<Id>,
}

async fn change(
    inside: &Inside,
    chosen: &Relationships,
    what: OwnSide,
) -> Result<StatusCode, Problem> {
    let ids: Vec<_> = chosen.ids.iter().map(|id| id.0).collect();
    delegation::change_customers(&inside.app, &inside.caller, &ids, what).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pauses the partner's side.
#[utoipa::path(post, path = "/organizations/{slug}/partner/customers/hold",
    request_body = Relationships,
    responses((status = 204, description = "nobody of the partner acts there")))]
async fn hold_customers(
    inside: Inside,
    Body(chosen): Body<Relationships>,
) -> Result<StatusCode, Problem> {
    change(&inside, &chosen, OwnSide::Hold).await
}

/// Lifts the partner's own pause.
#[utoipa::path(post, path = "/organizations/{slug}/partner/customers/resume",
    request_body = Relationships,
    responses((status = 204, description = "the partner's pause is over")))]
async fn resume_customers(
    inside: Inside,
    Body(chosen): Body<Relationships>,
) -> Result<StatusCode, Problem> {
    change(&inside, &chosen, OwnSide::Lift).await
}

/// Ends relationships, at once and for good. To end what is over is no mistake.
#[utoipa::path(post, path = "/organizations/{slug}/partner/customers/end",
    request_body = Relationships,
    responses((status = 204, description = "they are over")))]
async fn end_customers(
    inside: Inside,
    Body(chosen): Body<Relationships>,
) -> Result<StatusCode, Problem> {
    change(&inside, &chosen, OwnSide::End).await
}
