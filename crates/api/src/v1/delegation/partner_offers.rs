//! `/organizations/{slug}/partner/offers` and `/partner/log`: what a partner offers, and what became
//! of it.

use super::words;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App, AppError, Code,
    delegation::{
        self, Audience, Compose, LogRow, OfferDetails, OfferView, OfferedSubscription, USUAL_DAYS,
    },
};
use hearken_model::Plan;
use hearken_model::{DelegationLevel, Diagnostic, OfferKind};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_offers, create_offer))
        .routes(routes!(get_offer))
        .routes(routes!(withdraw_offer))
        .routes(routes!(list_partner_log))
}

/// A subscription that an offer contains.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct Subscription {
    #[schema(schema_with = crate::wire::plan)]
    plan: Plan,
    /// 1 to 100,000 licences.
    #[schema(minimum = 0)]
    seats: u32,
}

/// An offer as its partner sees it.
#[derive(Serialize, ToSchema)]
struct Offer {
    id: Id,
    /// A short id to speak of it.
    summary: String,
    #[schema(schema_with = words::kind)]
    kind: &'static str,
    /// What it asks for; null: no delegation.
    #[schema(schema_with = words::nullable_level)]
    level: Option<&'static str>,
    /// For how many days; null: until removed.
    days: Option<u16>,
    /// The organization it is addressed to, by its name in URLs.
    organization: Option<String>,
    /// The mail address it is addressed to.
    mail: Option<String>,
    /// How many may say yes to a reusable link.
    most: Option<u32>,
    #[schema(schema_with = words::offer_state)]
    state: &'static str,
    /// How many said yes.
    taken: u32,
    /// How often somebody signed in opened its page.
    views: u64,
    usage_location: String,
    subscriptions: Vec<Subscription>,
    message: String,
    created_at: Instant,
    expires_at: Instant,
}

pub(super) fn subscriptions(details: &OfferDetails) -> Vec<Subscription> {
    let all = details.subscriptions.iter();
    all.map(|one| Subscription {
        plan: one.plan,
        seats: one.seats,
    })
    .collect()
}

impl From<OfferView> for Offer {
    fn from(view: OfferView) -> Self {
        let (organization, mail, most) = match view.audience {
            Audience::Organization(slug) => (Some(slug), None, None),
            Audience::Mail(mail) => (None, Some(mail), None),
            Audience::Open(most) => (None, None, Some(most)),
        };
        Self {
            id: view.id.into(),
            summary: view.summary,
            kind: view.kind.as_str(),
            level: view.level.map(|level| level.as_str()),
            days: view.days,
            organization,
            mail,
            most,
            state: view.state,
            taken: view.taken,
            views: view.views,
            subscriptions: subscriptions(&view.details),
            usage_location: view.details.usage_location,
            message: view.details.message,
            created_at: view.created_at.into(),
            expires_at: view.expires_at.into(),
        }
    }
}

/// The offers of the organization, newest first.
#[utoipa::path(get, path = "/organizations/{slug}/partner/offers",
    responses((status = 200, description = "the offers", body = [Offer])))]
async fn list_offers(inside: Inside) -> Result<Json<Vec<Offer>>, Problem> {
    let offers = delegation::offers(&inside.app, &inside.caller).await?;
    Ok(Json(offers.into_iter().map(Offer::from).collect()))
}

/// An offer of the organization.
#[utoipa::path(get, path = "/organizations/{slug}/partner/offers/{id}",
    responses((status = 200, description = "the offer", body = Offer)))]
async fn get_offer(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Offer>, Problem> {
    let id = parse(&id);
    let offers = delegation::offers(&inside.app, &inside.caller).await?;
    let id = id?;
    let offer = offers.into_iter().find(|offer| offer.id == id);
    let offer = offer.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Json(offer.into()))
}

/// An offer to be made; nothing in it changes any more. Exactly one of `organization`, `mail` and
/// `most` says for whom it is.
#[derive(Deserialize, ToSchema)]
struct NewOffer {
    #[schema(schema_with = words::kind)]
    kind: OfferKind,
    /// What is asked for; left out: no delegation (trial and purchase only).
    #[serde(default)]
    #[schema(schema_with = words::level, required = false)]
    level: Option<DelegationLevel>,
    /// 1 to 730; null: until removed; left out: 365.
    #[serde(default = "usual_days")]
    #[schema(required = false)]
    days: Option<u16>,
    /// An organization by its name in URLs, one that is or was a customer. Single use.
    #[serde(default)]
    organization: Option<String>,
    /// A person by mail address. Single use.
    #[serde(default)]
    mail: Option<String>,
    /// So many may say yes to one link, 1 to 1,000; each then waits for a confirmation.
    #[serde(default)]
    most: Option<u32>,
    /// For how many days it can be answered: 1 to 90, a reusable link 365.
    #[serde(default = "usual_life")]
    #[schema(required = false)]
    valid_days: u16,
    #[serde(default)]
    usage_location: String,
    #[serde(default)]
    subscriptions: Vec<Subscription>,
    /// At most 2,000 characters.
    #[serde(default)]
    message: String,
}

#[expect(clippy::unnecessary_wraps, reason = "null is another value than none")]
fn usual_days() -> Option<u16> {
    Some(USUAL_DAYS)
}

fn usual_life() -> u16 {
    30
}

impl NewOffer {
    fn compose(self) -> Result<Compose, Problem> {
        let audience = match (self.organization, self.mail, self.most) {
            (Some(slug), None, None) => Audience::Organization(slug),
            (None, Some(mail), None) => Audience::Mail(mail),
            (None, None, Some(most)) => Audience::Open(most),
            _ => {
                let problem = Diagnostic::new("exactly_one", "organization");
                return Err(AppError::invalid(vec![problem]).into());
            }
        };
        let details = OfferDetails {
            usage_location: self.usage_location,
            subscriptions: self
                .subscriptions
                .into_iter()
                .map(|one| OfferedSubscription {
                    plan: one.plan,
                    seats: one.seats,
                })
                .collect(),
            message: self.message,
            ..OfferDetails::default()
        };
        Ok(Compose {
            kind: self.kind,
            level: self.level,
            days: self.days,
            audience,
            valid_days: self.valid_days,
            details,
        })
    }
}

/// An offer that was made.
#[derive(Serialize, ToSchema)]
struct OfferCreated {
    offer: Offer,
    /// The code of its link, `/offers/{secret}`; told this once.
    secret: String,
}

/// Makes an offer. `partner_not_authorized` where the organization may not.
#[utoipa::path(post, path = "/organizations/{slug}/partner/offers", request_body = NewOffer,
    responses((status = 201, description = "the offer and its code", body = OfferCreated)))]
async fn create_offer(
    inside: Inside,
    Body(new): Body<NewOffer>,
) -> Result<(StatusCode, Json<OfferCreated>), Problem> {
    let made = delegation::make_offer(&inside.app, &inside.caller, new.compose()?).await?;
    let answer = OfferCreated {
        offer: made.offer.into(),
        secret: made.code.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Takes an offer back; relationships that came of it stay.
#[utoipa::path(post, path = "/organizations/{slug}/partner/offers/{id}/withdraw",
    responses((status = 204, description = "it can be answered no more")))]
async fn withdraw_offer(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    delegation::withdraw_offer(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What happened to a relationship or an offer.
#[derive(Serialize, ToSchema)]
struct LogEntry {
    at: Instant,
    /// The customer's name; empty where none is concerned.
    customer: String,
    /// `noun.participle`.
    action: String,
    /// Who; null: the installation.
    by: Option<String>,
}

impl From<LogRow> for LogEntry {
    fn from(row: LogRow) -> Self {
        Self {
            at: row.at.into(),
            customer: row.with,
            action: row.verb,
            by: row.who,
        }
    }
}

/// What happened to the partner's relationships in the last month, newest first.
#[utoipa::path(get, path = "/organizations/{slug}/partner/log",
    responses((status = 200, description = "the log", body = [LogEntry])))]
async fn list_partner_log(inside: Inside) -> Result<Json<Vec<LogEntry>>, Problem> {
    let rows = delegation::log(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(LogEntry::from).collect()))
}
