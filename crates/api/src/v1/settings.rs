//! `/organizations/{slug}/settings`: name and zone, search languages, what is preselected for new
//! topics. Fields are named as problems name them.

use super::{organization::Organization, style::PageStyle};
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Named, Query},
};
use axum::Json;
use hearken_app::{
    App,
    settings::{self, LanguageImpact},
};
use hearken_model::{Language, PublicId, Source};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_settings))
        .routes(routes!(set_general))
        .routes(routes!(set_languages))
        .routes(routes!(language_impact))
        .routes(routes!(set_defaults))
}

/// The settings of an organization.
#[derive(Serialize, ToSchema)]
struct Settings {
    organization: Organization,
    /// With which time frame Analytics begins for people who chose none: `today`, `week` or `month`.
    time_frame: &'static str,
    /// Language of pages and mails for people who chose none; null: as their browsers say.
    locale: Option<String>,
    /// How pages look and write for people who chose nothing.
    style: PageStyle,
    /// Languages that rules may name.
    languages: Vec<String>,
    /// Languages that can be chosen, those with analysis of their own first.
    offered_languages: Vec<String>,
    /// Languages preselected for new rules; empty: every one.
    default_languages: Vec<String>,
    /// Sources that can be chosen.
    offered_sources: Vec<String>,
    /// Sources preselected for new rules; empty: every one.
    default_sources: Vec<String>,
    /// Whether previews look at stored posts alone and ask no network.
    local_previews: bool,
}

fn codes(languages: &[Language]) -> Vec<String> {
    languages.iter().map(ToString::to_string).collect()
}

fn keys(sources: &[Source]) -> Vec<String> {
    sources.iter().map(ToString::to_string).collect()
}

impl From<settings::Settings> for Settings {
    fn from(found: settings::Settings) -> Self {
        Self {
            organization: Organization::of(&found.organization),
            time_frame: found.organization.time_frame.as_str(),
            locale: found.organization.locale,
            style: found.organization.style.into(),
            languages: codes(&found.languages),
            offered_languages: codes(&found.offered_languages),
            default_languages: codes(&found.default_languages),
            offered_sources: keys(&found.offered_sources),
            default_sources: keys(&found.default_sources),
            local_previews: found.local_previews,
        }
    }
}

/// All settings; every member may look.
#[utoipa::path(get, path = "/organizations/{slug}/settings",
    responses((status = 200, description = "the settings", body = Settings)))]
async fn get_settings(inside: Inside) -> Result<Json<Settings>, Problem> {
    let found = settings::get(&inside.app, &inside.caller).await?;
    Ok(Json(found.into()))
}

/// Name, zone, default time frame, language and style of pages.
#[derive(Deserialize, ToSchema)]
struct General {
    /// 1 to 80 characters.
    name: String,
    /// IANA name of the time zone; empty: UTC.
    #[serde(default)]
    zone: String,
    /// `today`, `week` or `month`.
    time_frame: String,
    /// Language of pages and mails for people who chose none; empty: as their browsers say.
    #[serde(default)]
    locale: String,
    /// How pages look and write for people who chose nothing.
    #[serde(default)]
    style: PageStyle,
}

/// Saves name, zone, default time frame, language and style of pages.
#[utoipa::path(put, path = "/organizations/{slug}/settings/general", request_body = General,
    responses((status = 200, description = "the settings", body = Settings)))]
async fn set_general(inside: Inside, Body(new): Body<General>) -> Result<Json<Settings>, Problem> {
    let input = settings::General {
        name: new.name,
        zone: new.zone,
        time_frame: new.time_frame,
        locale: new.locale,
        style: new.style.into(),
    };
    let saved = settings::set_general(&inside.app, &inside.caller, input).await?;
    Ok(Json(saved.into()))
}

/// The search languages.
#[derive(Deserialize, ToSchema)]
struct SearchLanguages {
    /// Codes, at least one.
    languages: Vec<String>,
    /// Whether rules and topics that lose their languages may change or go.
    #[serde(default)]
    confirmed: bool,
}

/// Saves the search languages. `confirmation_required` when rules or topics would change; the
/// impact tells which.
#[utoipa::path(put, path = "/organizations/{slug}/settings/languages",
    request_body = SearchLanguages,
    responses((status = 200, description = "the settings", body = Settings)))]
async fn set_languages(
    inside: Inside,
    Body(new): Body<SearchLanguages>,
) -> Result<Json<Settings>, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let saved = settings::set_languages(app, caller, &new.languages, new.confirmed).await?;
    Ok(Json(saved.into()))
}

/// A list that is only asked about.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Codes, separated by commas.
    languages: String,
}

/// What a list of search languages would do.
#[derive(Serialize, ToSchema)]
struct Impact {
    /// Languages that would go.
    removed: Vec<String>,
    /// Topics with rules that would lose a language.
    rules_narrowed: Vec<TopicRules>,
    /// Topics with rules that would be deleted.
    rules_deleted: Vec<TopicRules>,
    /// Topics that would be deleted, because no rule would be left.
    topics_deleted: Vec<Named>,
}

/// Rules of a topic that change.
#[derive(Serialize, ToSchema)]
struct TopicRules {
    topic: Named,
    /// How many of its rules.
    rules: u64,
}

fn topic_rules((id, name, rules): (PublicId, String, u64)) -> TopicRules {
    let topic = (id, name).into();
    TopicRules { topic, rules }
}

impl From<LanguageImpact> for Impact {
    fn from(impact: LanguageImpact) -> Self {
        let rules = |rows: Vec<_>| rows.into_iter().map(topic_rules).collect();
        let topics = impact.topics_deleted.into_iter();
        Self {
            removed: codes(&impact.removed),
            rules_narrowed: rules(impact.rules_narrowed),
            rules_deleted: rules(impact.rules_deleted),
            topics_deleted: topics.map(Named::from).collect(),
        }
    }
}

/// What a list of search languages would do to rules and topics; changes nothing.
#[utoipa::path(get, path = "/organizations/{slug}/settings/languages/impact", params(Asked),
    responses((status = 200, description = "the impact", body = Impact)))]
async fn language_impact(
    inside: Inside,
    Query(asked): Query<Asked>,
) -> Result<Json<Impact>, Problem> {
    let languages: Vec<String> = asked.languages.split(',').map(str::to_owned).collect();
    let impact = settings::language_impact(&inside.app, &inside.caller, &languages).await?;
    Ok(Json(impact.into()))
}

/// What is preselected for new rules.
#[derive(Deserialize, ToSchema)]
struct SetupDefaults {
    /// Of the search languages; empty: every one.
    #[serde(default)]
    languages: Vec<String>,
    /// Empty: every one.
    #[serde(default)]
    sources: Vec<String>,
    /// Whether previews look at stored posts alone and ask no network; absent: as before.
    #[serde(default)]
    local_previews: Option<bool>,
}

/// Saves what is preselected for new rules.
#[utoipa::path(put, path = "/organizations/{slug}/settings/defaults", request_body = SetupDefaults,
    responses((status = 200, description = "the settings", body = Settings)))]
async fn set_defaults(
    inside: Inside,
    Body(new): Body<SetupDefaults>,
) -> Result<Json<Settings>, Problem> {
    let input = settings::SetupDefaults {
        languages: new.languages,
        sources: new.sources,
        local_previews: new.local_previews,
    };
    let saved = settings::set_defaults(&inside.app, &inside.caller, input).await?;
    Ok(Json(saved.into()))
}
