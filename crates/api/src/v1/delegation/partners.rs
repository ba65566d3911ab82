//! `/organizations/{slug}/partners`: who serves the organization, who of them could act now, what they
//! did, and pausing, narrowing and ending it. A delegated admin sees the own partner and changes
//! nothing.

use super::words;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App, Code,
    delegation::{self, ActivityRow, Leftovers, OurSide, PartnerPerson, PartnerRow},
};
use hearken_model::DelegationLevel;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_partners))
        .routes(routes!(get_partner))
        .routes(routes!(list_partner_activity))
        .routes(routes!(list_leftovers))
        .routes(routes!(hold_partner))
        .routes(routes!(resume_partner))
        .routes(routes!(narrow_partner))
        .routes(routes!(extend_partner))
        .routes(routes!(end_partner))
}

/// A partner of the organization.
#[derive(Serialize, ToSchema)]
struct Partner {
    /// Of the relationship.
    id: Id,
    name: String,
    /// How to reach it; each may be empty.
    email: String,
    phone: String,
    web: String,
    #[schema(schema_with = words::status)]
    status: &'static str,
    #[schema(schema_with = words::sides)]
    held_by: Vec<&'static str>,
    #[schema(schema_with = words::nullable_end_reason)]
    end_reason: Option<&'static str>,
    #[schema(schema_with = words::level)]
    level: &'static str,
    starts_at: Option<Instant>,
    /// null: until removed.
    ends_at: Option<Instant>,
    /// Whole days since it was used last.
    idle_days: i64,
    /// Everybody who could act now, or has acted.
    people: Vec<PersonOfPartner>,
}

/// A person of a partner.
#[derive(Serialize, ToSchema)]
struct PersonOfPartner {
    id: Id,
    name: String,
    /// Where the partner shows it.
    email: Option<String>,
    /// What they could do now; null: nothing.
    #[schema(schema_with = words::nullable_level)]
    level: Option<&'static str>,
    first_entry_at: Option<Instant>,
    last_entry_at: Option<Instant>,
    /// How often they entered.
    entries: u64,
}

impl From<PartnerPerson> for PersonOfPartner {
    fn from(person: PartnerPerson) -> Self {
        Self {
            id: person.id.into(),
            name: person.name,
            email: person.email,
            level: person.level.map(|level| level.as_str()),
            first_entry_at: person.entered.map(|(first, _, _)| first.into()),
            last_entry_at: person.entered.map(|(_, last, _)| last.into()),
            entries: person.entered.map_or(0, |(_, _, times)| times),
        }
    }
}

impl From<PartnerRow> for Partner {
    fn from(row: PartnerRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            email: row.profile.email,
            phone: row.profile.phone,
            web: row.profile.web,
            status: row.status,
            held_by: row.held_by.iter().map(|side| side.as_str()).collect(),
            end_reason: row.end_reason.map(|reason| reason.as_str()),
            level: row.level.as_str(),
            starts_at: row.starts_at.map(Instant::from),
            ends_at: row.ends_at.map(Instant::from),
            idle_days: row.idle_days,
            people: row.people.into_iter().map(PersonOfPartner::from).collect(),
        }
    }
}

/// The partners; ended ones for a year.
#[utoipa::path(get, path = "/organizations/{slug}/partners",
    responses((status = 200, description = "the partners", body = [Partner])))]
async fn list_partners(inside: Inside) -> Result<Json<Vec<Partner>>, Problem> {
    let rows = delegation::partners(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Partner::from).collect()))
}

/// A partner, by the id of the relationship.
#[utoipa::path(get, path = "/organizations/{slug}/partners/{id}",
    responses((status = 200, description = "the partner", body = Partner)))]
async fn get_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Partner>, Problem> {
    let rows = delegation::partners(&inside.app, &inside.caller).await?;
    let id = parse(&id)?;
    let row = rows.into_iter().find(|row| row.id == id);
    let row = row.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(row.into()))
}

/// A deed under a relationship.
#[derive(Serialize, ToSchema)]
struct Activity {
    /// Its number in the organization's audit.
    number: i64,
    at: Instant,
    by: Option<String>,
    /// `noun.participle`.
    action: String,
    /// Noun and id.
    object: String,
}

impl From<ActivityRow> for Activity {
    fn from(row: ActivityRow) -> Self {
        Self {
            number: row.id,
            at: row.at.into(),
            by: row.who,
            action: row.verb,
            object: row.object,
        }
    }
}

/// What was done under a relationship, newest first, at most 1,000 deeds; a delegated admin sees the
/// own ones.
#[utoipa::path(get, path = "/organizations/{slug}/partners/{id}/activity",
    responses((status = 200, description = "the deeds", body = [Activity])))]
async fn list_partner_activity(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Vec<Activity>>, Problem> {
    let id = parse(&id);
    let rows = delegation::activity(&inside.app, &inside.caller, id?).await?;
    Ok(Json(rows.into_iter().map(Activity::from).collect()))
}

/// What a partner would leave behind, or left.
#[derive(Serialize, ToSchema)]
struct LeftBehind {
    /// Users whom its people created or raised, by name.
    users: Vec<String>,
    /// Topics that its people own and that pass on, by name.
    topics: Vec<String>,
    /// API tokens made under it, which are revoked, by name.
    tokens: Vec<String>,
    /// Deeds by kind.
    deeds: BTreeMap<String, usize>,
}

impl From<Leftovers> for LeftBehind {
    fn from(left: Leftovers) -> Self {
        Self {
            users: left.users,
            topics: left.topics,
            tokens: left.tokens,
            deeds: left.deeds,
        }
    }
}

/// What the partner would leave behind if it were removed now.
#[utoipa::path(get, path = "/organizations/{slug}/partners/{id}/leftovers",
    responses((status = 200, description = "what is to be reviewed", body = LeftBehind)))]
async fn list_leftovers(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<LeftBehind>, Problem> {
    let left = delegation::leftovers(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(left.into()))
}

async fn change(inside: &Inside, id: &str, what: OurSide) -> Result<StatusCode, Problem> {
    delegation::change_partner(&inside.app, &inside.caller, parse(id)?, what).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pauses a partner: the next request of its people is refused.
#[utoipa::path(post, path = "/organizations/{slug}/partners/{id}/hold",
    responses((status = 204, description = "it is paused")))]
async fn hold_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    change(&inside, &id, OurSide::Hold).await
}

/// Lifts the organization's own pause, and the installation's of a partner that lay idle.
#[utoipa::path(post, path = "/organizations/{slug}/partners/{id}/resume",
    responses((status = 204, description = "the organization's pause is over")))]
async fn resume_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    change(&inside, &id, OurSide::Lift).await
}

/// What remains of a relationship.
#[derive(Deserialize, ToSchema)]
struct Narrowed {
    #[schema(schema_with = words::level)]
    level: DelegationLevel,
    /// Days from now until it ends; left out: as before.
    #[serde(default)]
    days: Option<u16>,
}

/// Gives less, or ends sooner.
#[utoipa::path(post, path = "/organizations/{slug}/partners/{id}/narrow", request_body = Narrowed,
    responses((status = 204, description = "so much remains")))]
async fn narrow_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<Narrowed>,
) -> Result<StatusCode, Problem> {
    let (level, days) = (new.level, new.days);
    change(&inside, &id, OurSide::Narrow { level, days }).await
}

/// How much longer a relationship is to last.
#[derive(Deserialize, ToSchema)]
struct Extended {
    /// Days from now; null: until removed.
    days: Option<u16>,
}

/// Moves the end.
#[utoipa::path(post, path = "/organizations/{slug}/partners/{id}/extend", request_body = Extended,
    responses((status = 204, description = "so long it lasts")))]
async fn extend_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<Extended>,
) -> Result<StatusCode, Problem> {
    change(&inside, &id, OurSide::Extend { days: new.days }).await
}

/// Removes a partner, at once and for good; answers what it leaves behind. To end what is over is no
/// mistake.
#[utoipa::path(post, path = "/organizations/{slug}/partners/{id}/end",
    responses((status = 200, description = "what is to be reviewed", body = LeftBehind)))]
async fn end_partner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<LeftBehind>, Problem> {
    let left = delegation::end_partner(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(left.into()))
}
