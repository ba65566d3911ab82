//! `/organizations/{slug}/session`: who somebody is here, what they chose, and where maps open.

use super::style::PageStyle;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant},
};
use axum::Json;
use hearken_app::{
    App,
    delegation::ActingView,
    session::{self, Here},
    users::{self, Choices, MyChoices},
};
use hearken_model::{ChartFormat, DefaultFrame, DelegationLevel};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_session))
        .routes(routes!(set_preferences))
}

/// Who somebody is in the organization.
#[derive(Serialize, ToSchema)]
struct Session {
    person: Person,
    /// null: they are of the organization's own.
    acting_for: Option<ActingFor>,
    /// Roles in the solution; null: no access to it (limited administration).
    roles: Option<SessionRoles>,
    /// The role towards the organization itself; null for those who act for it.
    #[schema(schema_with = organization_role)]
    organization_role: Option<&'static str>,
    /// Whether nobody can change these roles: those of delegated admins.
    locked: bool,
    location: Location,
    preferences: Preferences,
}

/// A person.
#[derive(Serialize, ToSchema)]
struct Person {
    id: Id,
    name: String,
}

/// For whom somebody acts, and for which partner.
#[derive(Serialize, ToSchema)]
struct ActingFor {
    /// Of the relationship.
    id: Id,
    customer: String,
    partner: String,
    /// null: nothing any more.
    #[schema(schema_with = level)]
    level: Option<&'static str>,
    /// null: until removed.
    ends_at: Option<Instant>,
}

/// Both roles.
#[derive(Serialize, ToSchema)]
struct SessionRoles {
    #[schema(schema_with = wire::configuration_role)]
    configuration_role: &'static str,
    #[schema(schema_with = wire::interaction_role)]
    interaction_role: &'static str,
}

/// Where maps open: the country of the organization, whoever looks.
#[derive(Serialize, ToSchema)]
struct Location {
    /// ISO 3166-1, two letters.
    #[schema(min_length = 2, max_length = 2)]
    country: String,
    /// null: the whole world.
    bounds: Option<Bounds>,
}

/// A box in degrees; west is greater than east across the date line.
#[derive(Serialize, ToSchema)]
struct Bounds {
    south: f64,
    west: f64,
    north: f64,
    east: f64,
}

/// What somebody chose for themselves; who acts for a customer, for that customer. null: the default.
#[derive(Deserialize, Serialize, ToSchema)]
struct Preferences {
    /// Language of the pages.
    #[serde(default)]
    locale: Option<String>,
    /// With which time frame the pages of Analytics begin. What this API counts without `time`
    /// follows the organization alone.
    #[serde(default)]
    #[schema(schema_with = time_frame)]
    time_frame: Option<String>,
    /// How figures are shown at first.
    #[serde(default)]
    #[schema(schema_with = charts)]
    charts: Option<String>,
    /// How pages look and write.
    #[serde(default)]
    style: PageStyle,
}

fn time_frame() -> utoipa::openapi::schema::Schema {
    wire::nullable_words(DefaultFrame::ALL.iter().map(|frame| frame.as_str()))
}

fn charts() -> utoipa::openapi::schema::Schema {
    wire::nullable_words(ChartFormat::ALL.iter().map(|format| format.as_str()))
}

impl From<Choices> for Preferences {
    fn from(chosen: Choices) -> Self {
        let preferences = chosen.preferences;
        Self {
            locale: chosen.locale,
            time_frame: preferences.time_frame.map(|frame| frame.to_string()),
            charts: preferences.charts.map(|format| format.to_string()),
            style: preferences.style.into(),
        }
    }
}

fn level() -> utoipa::openapi::schema::Schema {
    wire::nullable_words(DelegationLevel::ALL.iter().map(|level| level.as_str()))
}

fn organization_role() -> utoipa::openapi::schema::Schema {
    let roles = hearken_model::OrganizationRole::ALL.iter();
    wire::nullable_words(roles.map(|role| role.as_str()))
}

impl From<ActingView> for ActingFor {
    fn from(view: ActingView) -> Self {
        Self {
            id: view.relationship.into(),
            customer: view.customer,
            partner: view.partner,
            level: view.level.map(|level| level.as_str()),
            ends_at: view.ends_at.map(Instant::from),
        }
    }
}

impl Session {
    fn of(here: Here, choices: Choices) -> Self {
        Self {
            person: Person {
                id: here.person.into(),
                name: here.name,
            },
            acting_for: here.acting.map(ActingFor::from),
            roles: here.roles.map(|roles| SessionRoles {
                configuration_role: roles.configuration.as_str(),
                interaction_role: roles.interaction.as_str(),
            }),
            organization_role: here.organization_role.map(|role| role.as_str()),
            locked: here.is_locked,
            location: Location {
                country: here.country.to_string(),
                bounds: here.bounds.map(|[south, west, north, east]| Bounds {
                    south,
                    west,
                    north,
                    east,
                }),
            },
            preferences: choices.into(),
        }
    }
}

/// Who the caller is here: themselves or acting for the organization, with which roles, what they
/// chose, and where maps open.
#[utoipa::path(get, path = "/organizations/{slug}/session",
    responses((status = 200, description = "who the caller is", body = Session)))]
async fn get_session(inside: Inside) -> Result<Json<Session>, Problem> {
    let here = session::here(&inside.caller)?;
    Ok(Json(Session::of(here, users::choices(&inside.caller)?)))
}

/// Saves what the caller chooses, in all their organizations; who acts for a customer, for that
/// customer alone.
#[utoipa::path(put, path = "/organizations/{slug}/session/preferences",
    request_body = Preferences,
    responses((status = 200, description = "what is chosen", body = Preferences)))]
async fn set_preferences(
    inside: Inside,
    Body(new): Body<Preferences>,
) -> Result<Json<Preferences>, Problem> {
    let input = MyChoices {
        locale: new.locale.unwrap_or_default(),
        time_frame: new.time_frame.unwrap_or_default(),
        charts: new.charts.unwrap_or_default(),
        style: new.style.into(),
    };
    let saved = users::set_choices(&inside.app, &inside.caller, input).await?;
    Ok(Json(saved.into()))
}
