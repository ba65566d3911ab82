//! The partner's side of an offer: composing, listing, withdrawing (DEL-10..20).

use crate::{
    App, AppError, Caller, Code, Result, Secret, act::deed, checks::Problems, licences::MOST_UNITS,
    session::print_secret,
};
use hearken_authz::{Event, MOST_DAYS, OrgScope, Permission, Relationship};
use hearken_model::{
    DelegationLevel, Diagnostic, OfferKind, OrgId, Plan, PublicId, Side, Slug, Timestamp, time::DAY,
};
use hearken_store::{NewOffer, NewRelationship, Offer, OfferAudience, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Longest life of an addressed offer in days (DEL-19).
pub const ADDRESSED_DAYS: u16 = 90;
/// Longest life of a reusable link in days.
pub const OPEN_DAYS: u16 = 365;
/// Most answers to one reusable link.
pub const OPEN_MOST: u32 = 1_000;
/// What is preselected: a year, then to be asked again.
pub const USUAL_DAYS: u16 = 365;

/// Whom an offer is for, as the form says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// An organization of this installation, by its name in URLs; single use.
    Organization(String),
    /// A person by mail address; single use.
    Mail(String),
    /// Whoever has the link, so often; each answer waits for a confirmation.
    Open(u32),
}

/// A subscription that an offer contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedSubscription {
    /// The plan.
    pub plan: Plan,
    /// Units of it: licences, or packs of posts.
    pub seats: u32,
}

/// What an offer contains besides its delegation; fixed once it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferDetails {
    /// The partner's office, if it has several.
    pub office: String,
    /// Where the client uses it, a country code; trial and purchase.
    pub usage_location: String,
    /// Exactly one for a trial, one or more for a purchase.
    pub subscriptions: Vec<OfferedSubscription>,
    /// The partner's own words, at most 2,000 characters.
    pub message: String,
    /// The partner's terms as they were when it was sent.
    pub terms: String,
}

/// What the composer holds.
#[derive(Clone, Debug)]
pub struct Compose {
    /// Stand-alone, trial or purchase.
    pub kind: OfferKind,
    /// What is asked for; none: no delegation (trial and purchase only).
    pub level: Option<DelegationLevel>,
    /// 1 to 730 days, or until removed; field `days`.
    pub days: Option<u16>,
    /// For whom.
    pub audience: Audience,
    /// For how many days it can be answered; field `valid_days`.
    pub valid_days: u16,
    /// The rest.
    pub details: OfferDetails,
}

/// An offer as its partner sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferView {
    /// Its id.
    pub id: PublicId,
    /// A short id to speak of it.
    pub summary: String,
    /// Stand-alone, trial or purchase.
    pub kind: OfferKind,
    /// What it asks for.
    pub level: Option<DelegationLevel>,
    /// For how many days.
    pub days: Option<u16>,
    /// Address, organization, or how many may answer.
    pub audience: Audience,
    /// `open`, `withdrawn`, `expired`, `used_up`.
    pub state: &'static str,
    /// How many said yes.
    pub taken: u32,
    /// How often its page was opened by somebody signed in.
    pub views: u64,
    /// The rest.
    pub details: OfferDetails,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it can be answered no more.
    pub expires_at: Timestamp,
}

/// A new offer.
#[derive(Clone, Debug)]
pub struct OfferMade {
    /// The offer.
    pub offer: OfferView,
    /// The code of its link, told this once: `/offers/{code}`.
    pub code: Secret,
}

/// Makes and sends an offer; nothing in it changes any more.
pub async fn make(app: &App, caller: &Caller, input: Compose) -> Result<OfferMade> {
    let now = app.now();
    let scope = caller.scope(Permission::OfferDelegation, now)?;
    app.require_partner(scope.org()).await?;
    let author = caller.principal.user();
    let author = author.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let (audience, mut details) = checked(app, &scope, &input).await?;
    let found = app.store.find_partner(&app.install, scope.org()).await?;
    details.terms = found.map(|(_, profile)| profile.terms).unwrap_or_default();
    let partner = app.store.load_organization(&scope).await?;
    let expires_at = now.plus(i64::from(input.valid_days) * DAY);
    let terms = terms_of(partner.public_id, &input, &details);
    let new = NewOffer {
        summary: summary_of(app.ids.public_id()),
        kind: input.kind,
        level: input.level,
        days: input.days,
        audience,
        details: serde_json::to_value(&details).map_err(AppError::internal)?,
        terms_hash: Sha256::digest(terms.to_string()).to_vec(),
        created_by: author,
        expires_at,
    };
    let mut tx = app.store.begin().await?;
    let (id, public, code) = tx.create_offer(&scope, &new).await?;
    if let (OfferAudience::Organization(customer), Some(level)) = (&new.audience, new.level) {
        // An addressed offer waits in the customer's own list (DEL-70).
        let terms = Relationship::offered(level, new.days, true, expires_at, now);
        let new = NewRelationship {
            customer: *customer,
            partner: scope.org(),
            offer: id,
            terms,
        };
        let made = tx.create_relationship(&app.install, &new).await;
        let made = made.map_err(|error| match error {
            hearken_store::Error::Taken(_) => AppError::new(Code::AlreadyRelated),
            other => other.into(),
        })?;
        super::step::note(app, &mut tx, &made, "relationship.offered", *scope.actor()).await?;
    }
    let told = json!({ "summary": new.summary, "kind": input.kind.as_str(), "level": input.level });
    tx.audit(&scope, deed("offer.made", public, told)).await?;
    tx.commit().await?;
    let offer = list(app, caller)
        .await?
        .into_iter()
        .find(|offer| offer.id == public);
    let offer = offer.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok(OfferMade {
        offer,
        code: Secret::new(print_secret(&code)),
    })
}

/// The offers of the visited organization, newest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<OfferView>> {
    let now = app.now();
    let scope = caller.scope(Permission::OfferDelegation, now)?;
    app.require_partner(scope.org()).await?;
    let mut views = Vec::new();
    for offer in app.store.list_offers(&scope).await? {
        let audience = match &offer.audience {
            OfferAudience::Organization(org) => {
                let named = app.store.load_organization_of(&app.install, *org).await?;
                Audience::Organization(named.slug.to_string())
            }
            OfferAudience::Mail(mail) => Audience::Mail(mail.clone()),
            OfferAudience::Open(most) => Audience::Open(*most),
        };
        views.push(view_of(offer, audience, now)?);
    }
    Ok(views)
}

/// Takes an open offer back; who follows its link then learns that it is no longer valid.
pub async fn withdraw(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::OfferDelegation, app.now())?;
    let offers = app.store.list_offers(&scope).await?;
    let offer = offers.into_iter().find(|offer| offer.public_id == id);
    let offer = offer.ok_or_else(|| AppError::new(Code::NotFound))?;
    let waiting = app.store.list_customers(&app.install, &scope).await?;
    let waiting = waiting.into_iter().find(|row| {
        row.offer == offer.id && row.terms.state == hearken_model::RelationshipState::Offered
    });
    let mut tx = app.store.begin().await?;
    if offer.withdrawn_at.is_none() {
        tx.withdraw_offer(&scope, offer.id).await?;
        withdraw_waiting(app, &mut tx, &scope, waiting.map(|row| row.id)).await?;
        let told = json!({ "summary": offer.summary });
        tx.audit(&scope, deed("offer.withdrawn", id, told)).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn withdraw_waiting(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    waiting: Option<hearken_model::RelationshipId>,
) -> Result<()> {
    if let Some(id) = waiting {
        let deed = super::step::Deed {
            side: Side::Partner,
            event: Event::Withdraw,
            verb: "relationship.withdrawn",
            actor: *scope.actor(),
            heir: None,
        };
        super::step::step(app, tx, id, deed).await?;
    }
    Ok(())
}

pub(crate) fn view_of(offer: Offer, audience: Audience, now: Timestamp) -> Result<OfferView> {
    Ok(OfferView {
        id: offer.public_id,
        state: offer.state(now),
        kind: offer.kind,
        level: offer.level,
        days: offer.days,
        audience,
        taken: offer.taken,
        views: offer.views,
        details: serde_json::from_value(offer.details).map_err(AppError::internal)?,
        created_at: offer.created_at,
        expires_at: offer.expires_at,
        summary: offer.summary,
    })
}

/// The canonical form of all that an offer asks for; keys are in order.
fn terms_of(partner: PublicId, input: &Compose, details: &OfferDetails) -> Value {
    json!({
        "partner": partner.to_string(),
        "kind": input.kind.as_str(),
        "level": input.level,
        "days": input.days,
        "details": details,
        "roles": "administrator+manager",
    })
}

/// Eight letters and digits that are not taken for one another, in two groups.
fn summary_of(random: PublicId) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let letter = |n: usize| {
        let at = (random.0 >> (n * 5)) as usize % LETTERS.len();
        LETTERS.get(at).copied().map_or('A', char::from)
    };
    let (first, second): (String, String) =
        ((0..4).map(letter).collect(), (4..8).map(letter).collect());
    format!("{first}-{second}")
}

/// Everything that can be wrong with an offer, at once, naming its fields (administration 1.13).
async fn checked(
    app: &App,
    scope: &OrgScope,
    input: &Compose,
) -> Result<(OfferAudience, OfferDetails)> {
    let mut problems = Problems::default();
    let mut range = |value: Option<u16>, most: u16, field: &str| {
        if value.is_some_and(|days| days == 0 || days > most) {
            let problem = Diagnostic::new("out_of_range", field);
            problems.add(problem.with("least", 1).with("limit", i64::from(most)));
        }
    };
    range(input.days, MOST_DAYS, "days");
    let life = match input.audience {
        Audience::Open(_) => OPEN_DAYS,
        Audience::Organization(_) | Audience::Mail(_) => ADDRESSED_DAYS,
    };
    range(Some(input.valid_days), life, "valid_days");
    let mut details = input.details.clone();
    details.message = problems.text(&details.message, 2_000, "message");
    details.office = problems.text(&details.office, 80, "office");
    subscriptions(&mut problems, input, &mut details);
    let audience = match &input.audience {
        Audience::Organization(slug) => customer(app, scope, slug, &mut problems).await?,
        Audience::Mail(mail) => OfferAudience::Mail(problems.email(mail, "mail")),
        Audience::Open(most) => {
            if *most == 0 || *most > OPEN_MOST {
                let problem = Diagnostic::new("out_of_range", "most");
                problems.add(problem.with("least", 1).with("limit", i64::from(OPEN_MOST)));
            }
            OfferAudience::Open(*most)
        }
    };
    problems.settle()?;
    Ok((audience, details))
}

fn subscriptions(problems: &mut Problems, input: &Compose, details: &mut OfferDetails) {
    let count = details.subscriptions.len();
    match input.kind {
        OfferKind::Standalone => {
            if input.level.is_none() {
                problems.add(Diagnostic::new("required", "level"));
            }
            details.subscriptions.clear();
            details.usage_location.clear();
            return;
        }
        OfferKind::Trial if count != 1 => {
            problems.add(Diagnostic::new("exactly_one", "subscriptions"));
        }
        OfferKind::Purchase if count == 0 => {
            problems.add(Diagnostic::new("required", "subscriptions"));
        }
        OfferKind::Trial | OfferKind::Purchase => {}
    }
    let seats = details.subscriptions.iter().map(|one| one.seats);
    demand_range(problems, seats);
    if details.usage_location.trim().is_empty() {
        problems.add(Diagnostic::new("required", "usage_location"));
    } else {
        problems.country(&details.usage_location, "usage_location");
    }
}

/// Fewer than one of something is nothing; field `seats`.
pub(super) fn demand_range(problems: &mut Problems, seats: impl IntoIterator<Item = u32>) {
    if seats.into_iter().any(|one| one == 0 || one > MOST_UNITS) {
        let problem = Diagnostic::new("out_of_range", "seats");
        let problem = problem.with("least", 1);
        problems.add(problem.with("limit", i64::from(MOST_UNITS)));
    }
}

/// The organization that an offer is addressed to. A partner finds only those it knows already: by
/// a relationship, or by an answer to an earlier offer (DEL-66); of others it learns nothing.
async fn customer(
    app: &App,
    scope: &OrgScope,
    slug: &str,
    problems: &mut Problems,
) -> Result<OfferAudience> {
    let known = known_customers(app, scope).await?;
    let slug: Option<Slug> = slug.trim().parse().ok();
    let found = match &slug {
        Some(slug) => app.store.find_organization(&app.install, slug).await?,
        None => None,
    };
    match found.filter(|found| known.contains(&found.id) || found.id == scope.org()) {
        Some(found) if found.id == scope.org() => {
            problems.add(Diagnostic::new("own_organization", "organization"));
            Ok(OfferAudience::Open(0))
        }
        Some(found) => Ok(OfferAudience::Organization(found.id)),
        None => {
            problems.add(Diagnostic::new("unknown_customer", "organization"));
            Ok(OfferAudience::Open(0))
        }
    }
}

/// The organizations that a partner may know of.
pub(crate) async fn known_customers(app: &App, scope: &OrgScope) -> Result<Vec<OrgId>> {
    let related = app.store.list_customers(&app.install, scope).await?;
    let answered = app.store.list_answers(&app.install, scope).await?;
    Ok(related
        .into_iter()
        .map(|row| row.customer)
        .chain(answered.into_iter().map(|answer| answer.customer))
        .collect())
}
