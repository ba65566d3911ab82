//! `/organizations/{slug}/licences`: what an organization has, and asking for more. Who has a place
//! stands with the users.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant},
};
use axum::{Json, http::StatusCode};
use hearken_app::{
    App,
    licences::{self, Close, Overview, Seats, SubscriptionView},
};
use hearken_model::Plan;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_licences))
        .routes(routes!(request_licences))
        .routes(routes!(close_solution))
}

/// What an organization has.
#[derive(Serialize, ToSchema)]
struct Licences {
    seats: Vec<SeatsOfKind>,
    /// Posts a month that packs add.
    monthly_posts: u64,
    /// When the last place ended or will; none while something gives places for good.
    ends_at: Option<Instant>,
    /// Until when the solution can be looked at.
    closes_at: Option<Instant>,
    /// When what is in it is deleted.
    deleted_at: Option<Instant>,
    /// What was subscribed to and has not ended, oldest first.
    subscriptions: Vec<Subscription>,
}

/// Places of a kind.
#[derive(Serialize, ToSchema)]
struct SeatsOfKind {
    #[serde(rename = "type")]
    #[schema(schema_with = wire::licence_type)]
    kind: &'static str,
    total: u64,
    used: u64,
    /// How many can still be given.
    left: u64,
}

impl From<Seats> for SeatsOfKind {
    fn from(seats: Seats) -> Self {
        Self {
            kind: seats.kind.as_str(),
            total: seats.total,
            used: seats.used,
            left: seats.left(),
        }
    }
}

/// A subscription.
#[derive(Serialize, ToSchema)]
struct Subscription {
    id: Id,
    #[schema(schema_with = wire::plan)]
    plan: &'static str,
    /// Places, or packs of posts.
    quantity: u32,
    /// When it ends by itself, if it is a trial.
    trial_ends_at: Option<Instant>,
    #[schema(schema_with = wire::subscription_source)]
    source: &'static str,
    /// The partner whose offer it comes from.
    advisor: Option<String>,
    #[schema(schema_with = wire::subscription_state)]
    state: &'static str,
    created_at: Instant,
}

impl From<SubscriptionView> for Subscription {
    fn from(view: SubscriptionView) -> Self {
        Self {
            id: view.id.into(),
            plan: view.plan.as_str(),
            quantity: view.quantity,
            trial_ends_at: view.trial_ends_at.map(Instant::from),
            source: view.source.as_str(),
            advisor: view.advisor,
            state: view.state.as_str(),
            created_at: view.created_at.into(),
        }
    }
}

impl From<Overview> for Licences {
    fn from(overview: Overview) -> Self {
        Self {
            seats: overview.seats.into_iter().map(SeatsOfKind::from).collect(),
            monthly_posts: overview.monthly_posts,
            ends_at: overview.term.ends_at.map(Instant::from),
            closes_at: overview.term.closes_at().map(Instant::from),
            deleted_at: overview.term.deleted_at().map(Instant::from),
            subscriptions: overview
                .subscriptions
                .into_iter()
                .map(Subscription::from)
                .collect(),
        }
    }
}

/// What the organization has.
#[utoipa::path(get, path = "/organizations/{slug}/licences",
    responses((status = 200, description = "places and subscriptions", body = Licences)))]
async fn get_licences(inside: Inside) -> Result<Json<Licences>, Problem> {
    let overview = licences::overview(&inside.app, &inside.caller).await?;
    Ok(Json(overview.into()))
}

/// The confirmation of a close.
#[derive(Deserialize, ToSchema)]
struct CloseRequest {
    /// The organization's name, typed anew.
    name: String,
}

/// Ends every subscription: the solution can be looked at for a month, then it is closed, after half a
/// year deleted. Subscribing again before that brings everything back.
#[utoipa::path(post, path = "/organizations/{slug}/licences/close", request_body = CloseRequest,
    responses((status = 200, description = "what is left", body = Licences)))]
async fn close_solution(
    inside: Inside,
    Body(request): Body<CloseRequest>,
) -> Result<Json<Licences>, Problem> {
    let input = Close { name: request.name };
    licences::close(&inside.app, &inside.caller, input).await?;
    let overview = licences::overview(&inside.app, &inside.caller).await?;
    Ok(Json(overview.into()))
}

/// What is asked for.
#[derive(Deserialize, ToSchema)]
struct Request {
    #[schema(schema_with = wire::plan)]
    plan: Plan,
    quantity: u32,
}

/// Asks the operator for more places or packs of posts; they count once the operator confirms.
#[utoipa::path(post, path = "/organizations/{slug}/licences/requests", request_body = Request,
    responses((status = 201, description = "what was asked for", body = Subscription)))]
async fn request_licences(
    inside: Inside,
    Body(request): Body<Request>,
) -> Result<(StatusCode, Json<Subscription>), Problem> {
    let input = licences::Ask {
        plan: request.plan,
        quantity: request.quantity,
    };
    let made = licences::ask(&inside.app, &inside.caller, input).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
