//! `/organizations/{slug}/offers`: what partners offer to the organization, and its answer. Only its
//! own global administrators answer, and only with their password: a token can be stolen.

use super::{
    partner_offers::{Subscription, subscriptions},
    words,
};
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant},
};
use axum::Json;
use hearken_app::{
    App, AppError, Secret,
    delegation::{self, Answered, OfferName, OfferPage, Reply},
};
use hearken_model::{DelegationLevel, Diagnostic};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_waiting_offers))
        .routes(routes!(inspect_offer))
        .routes(routes!(answer_offer))
}

/// What a partner offers, as those see it who are to answer.
#[derive(Serialize, ToSchema)]
struct OfferToUs {
    id: Id,
    /// The partner's name.
    partner: String,
    /// Whether the organization never worked with this partner.
    is_first_contact: bool,
    /// One of its own partners, or itself, whose name looks like this partner's to the eye; null: none.
    resembles: Option<String>,
    /// The partner's mail address; may be empty.
    email: String,
    /// A short id to speak of it.
    summary: String,
    #[schema(schema_with = words::kind)]
    kind: &'static str,
    /// What it asks for; null: no delegation.
    #[schema(schema_with = words::nullable_level)]
    level: Option<&'static str>,
    /// For how many days; null: until removed.
    days: Option<u16>,
    subscriptions: Vec<Subscription>,
    message: String,
    /// The partner's terms as they were when it was sent.
    terms: String,
    /// What was shown; to be sent back with the answer.
    terms_hash: String,
    expires_at: Instant,
}

impl From<OfferPage> for OfferToUs {
    fn from(page: OfferPage) -> Self {
        let offer = page.offer;
        Self {
            id: offer.id.into(),
            partner: page.partner,
            is_first_contact: page.is_first_contact,
            resembles: page.resembles,
            email: page.profile.email,
            summary: offer.summary,
            kind: offer.kind.as_str(),
            level: offer.level.map(|level| level.as_str()),
            days: offer.days,
            subscriptions: subscriptions(&offer.details),
            message: offer.details.message,
            terms: offer.details.terms,
            terms_hash: page.terms_hash,
            expires_at: offer.expires_at.into(),
        }
    }
}

/// Offers addressed to the organization that wait for an answer.
#[utoipa::path(get, path = "/organizations/{slug}/offers",
    responses((status = 200, description = "the offers", body = [OfferToUs])))]
async fn list_waiting_offers(inside: Inside) -> Result<Json<Vec<OfferToUs>>, Problem> {
    let pages = delegation::waiting(&inside.app, &inside.caller).await?;
    Ok(Json(pages.into_iter().map(OfferToUs::from).collect()))
}

/// An offer is named by the code of its link, or by its id where it is addressed to the
/// organization.
#[derive(Deserialize, ToSchema)]
struct NamedOffer {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    id: Option<Id>,
}

impl NamedOffer {
    fn name(self) -> Result<OfferName, Problem> {
        match (self.code, self.id) {
            (Some(code), None) => Ok(OfferName::Code(code)),
            (None, Some(id)) => Ok(OfferName::Id(id.0)),
            _ => {
                let problem = Diagnostic::new("exactly_one", "code");
                Err(AppError::invalid(vec![problem]).into())
            }
        }
    }
}

/// An offer before it is answered. Changes nothing. 403 `offer_not_for_you` when it is addressed to
/// somebody else, 404 for codes that never were, 410 when it was withdrawn, has expired or is used up.
#[utoipa::path(post, path = "/organizations/{slug}/offers/inspect", request_body = NamedOffer,
    responses((status = 200, description = "the offer", body = OfferToUs)))]
async fn inspect_offer(
    inside: Inside,
    Body(named): Body<NamedOffer>,
) -> Result<Json<OfferToUs>, Problem> {
    let page = delegation::inspect(&inside.app, &inside.caller, named.name()?).await?;
    Ok(Json(page.into()))
}

/// What the organization says.
#[derive(Deserialize, ToSchema)]
struct NewAnswer {
    #[serde(flatten)]
    offer: NamedOffer,
    /// As `inspect` told it: an answer counts for what was shown.
    terms_hash: String,
    /// Yes or no to delegation.
    delegate: bool,
    /// Yes or no to the trial or purchase; nothing to say for a stand-alone offer.
    #[serde(default)]
    product: bool,
    /// How many of each subscription of a purchase, in the order of the offer; left out: as offered.
    #[serde(default)]
    seats: Vec<u32>,
    /// At most what was asked; left out with a no.
    #[serde(default)]
    #[schema(schema_with = words::level, required = false)]
    level: Option<DelegationLevel>,
    /// At most what was asked; left out: until removed.
    #[serde(default)]
    days: Option<u16>,
    /// The answering person's password.
    password: String,
}

/// What became of an answer.
#[derive(Serialize, ToSchema)]
struct AnswerGiven {
    /// null: none.
    relationship: Option<Id>,
    #[schema(schema_with = words::status)]
    status: &'static str,
    /// Whether the relationship was there before this answer.
    already: bool,
}

impl From<Answered> for AnswerGiven {
    fn from(answered: Answered) -> Self {
        Self {
            relationship: answered.relationship.map(Id::from),
            status: answered.status,
            already: answered.already,
        }
    }
}

/// Answers an offer. A second yes for a partner that serves the organization already tells of that
/// relationship and makes none.
#[utoipa::path(post, path = "/organizations/{slug}/offers/answer", request_body = NewAnswer,
    responses((status = 200, description = "what became of it", body = AnswerGiven)))]
async fn answer_offer(
    inside: Inside,
    Body(new): Body<NewAnswer>,
) -> Result<Json<AnswerGiven>, Problem> {
    let level = match new.level {
        Some(level) => level,
        None if new.delegate => {
            let problem = Diagnostic::new("required", "level");
            return Err(AppError::invalid(vec![problem]).into());
        }
        None => DelegationLevel::Limited,
    };
    let reply = Reply {
        terms_hash: new.terms_hash,
        delegate: new.delegate,
        product: new.product,
        seats: new.seats,
        level,
        days: new.days,
        password: Secret::new(new.password),
    };
    let name = new.offer.name()?;
    let answered = delegation::answer(&inside.app, &inside.caller, name, reply).await?;
    Ok(Json(answered.into()))
}
