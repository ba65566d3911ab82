//! The customer's answer to an offer: Yes or No (DEL-21..30).

use super::{
    offer_page::{by_code, closed},
    offers::{OfferDetails, demand_range},
    step::{Deed, note, step},
};
use crate::{
    App, AppError, Caller, Code, Result, Secret,
    checks::Problems,
    licences,
    session::{print_secret, verify_password},
};
use hearken_authz::{Event, OrgScope, Permission, Relationship};
use hearken_model::{
    DelegationLevel, Diagnostic, OfferKind, OrganizationRole, Plan, PublicId, RelationshipState,
    Side, UserId,
};
use hearken_store::{
    NewAnswer, NewReceipt, NewRelationship, Offer, OfferAudience, StoredRelationship, Tx,
};
use serde_json::json;

/// How an offer is named: by the code of its link, or from the organization's own list.
#[derive(Clone, Debug)]
pub enum OfferName {
    /// The code of its link.
    Code(String),
    /// Its id; for offers addressed to the visited organization.
    Id(PublicId),
}

/// What the customer says.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The hash of the terms as the page showed them.
    pub terms_hash: String,
    /// Yes to delegation.
    pub delegate: bool,
    /// Yes to the trial or purchase; nothing to say for a stand-alone offer.
    pub product: bool,
    /// How many of each subscription of a purchase, in the order of the offer; none: as offered.
    /// Field `seats`.
    pub seats: Vec<u32>,
    /// The level that is given, at most what was asked.
    pub level: DelegationLevel,
    /// The days that are given, at most what was asked.
    pub days: Option<u16>,
    /// The answering person's password, so that a session left open cannot say yes; field
    /// `password`.
    pub password: Secret,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The relationship, where there is one.
    pub relationship: Option<PublicId>,
    /// Its status (administration 1.11).
    pub status: &'static str,
    /// Whether it was there before this answer (DEL-29).
    pub already: bool,
    /// Whether subscriptions were added.
    pub ordered: bool,
}

/// Answers an offer for the visited organization. Its own global administrators only (DEL-22):
/// nobody who acts for it as a delegated admin (DEL-30), no token without its person's password, and
/// nobody who is a person of the partner. A second Yes for a pair that has a live relationship answers that one.
pub async fn answer(app: &App, caller: &Caller, name: OfferName, reply: Reply) -> Result<Answered> {
    let (scope, user) = native(app, caller).await?;
    let offer = named(app, &scope, name).await?;
    may_answer(app, caller, &scope, &offer).await?;
    if reply.terms_hash != print_secret(&offer.terms_hash) {
        return Err(AppError::new(Code::TermsChanged));
    }
    // A token alone never answers for its person: it can be stolen.
    if reply.delegate || caller.only.is_some() {
        confirm(app, user, &reply.password).await?;
    }
    let mut tx = app.store.begin().await?;
    let pair = tx
        .find_pair(&app.install, scope.org(), offer.partner)
        .await?;
    let live = pair.filter(|row| row.terms.state != RelationshipState::Offered);
    let takes = reply.product && offer.kind != OfferKind::Standalone;
    if let (Some(row), true, false) = (live, reply.delegate, takes) {
        return Ok(answered(&row, true, app.now()));
    }
    let verified =
        app.partner_status(offer.partner).await? == hearken_model::PartnerStatus::Verified;
    if let Some(code) = closed(&offer, verified, app.now()) {
        return Err(AppError::new(code));
    }
    let waiting =
        pair.filter(|row| row.terms.state == RelationshipState::Offered && row.offer == offer.id);
    let row = match live.filter(|_| reply.delegate) {
        Some(row) => Some(row),
        None if reply.delegate => Some(yes(app, &mut tx, &scope, &offer, waiting, &reply).await?),
        None => no(app, &mut tx, &scope, waiting).await?,
    };
    take(app, &mut tx, &offer, &reply).await?;
    if takes {
        order(app, &mut tx, &scope, &offer, &reply).await?;
    }
    say(app, &mut tx, (&scope, user), &offer, (&reply, row.as_ref())).await?;
    tx.commit().await?;
    let nothing = Answered {
        relationship: None,
        status: "closed",
        already: false,
        ordered: false,
    };
    let already = live.is_some() && reply.delegate;
    let answered = row.map_or(nothing, |row| answered(&row, already, app.now()));
    Ok(Answered {
        ordered: takes,
        ..answered
    })
}

/// Adds what the customer takes of a trial or purchase; refusing delegation never stops it (DEL-16).
async fn order(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    offer: &Offer,
    reply: &Reply,
) -> Result<()> {
    let details: OfferDetails =
        serde_json::from_value(offer.details.clone()).map_err(AppError::internal)?;
    let chosen = reply.seats.iter().copied();
    let seats: Vec<u32> = match (offer.kind, reply.seats.len()) {
        (OfferKind::Purchase, 1..) => chosen.collect(),
        _ => details.subscriptions.iter().map(|one| one.seats).collect(),
    };
    let mut problems = Problems::default();
    demand_range(&mut problems, seats.iter().copied());
    if seats.len() != details.subscriptions.len() {
        problems.add(Diagnostic::new("unreadable", "seats"));
    }
    problems.settle()?;
    let plans = details.subscriptions.iter().map(|one| one.plan);
    let units: Vec<(Plan, u32)> = plans.zip(seats).collect();
    let is_trial = offer.kind == OfferKind::Trial;
    let ends_at = is_trial.then(|| tx.now().plus(app.limits.trial));
    licences::order(tx, scope, offer.public_id, &units, ends_at).await
}

/// The offer that is meant.
pub(super) async fn named(app: &App, scope: &OrgScope, name: OfferName) -> Result<Offer> {
    match name {
        OfferName::Code(code) => by_code(app, &code).await,
        OfferName::Id(id) => {
            let found = app.store.find_offer(&app.install, id).await?;
            let found =
                found.filter(|offer| offer.audience == OfferAudience::Organization(scope.org()));
            found.ok_or_else(|| AppError::new(Code::NotFound))
        }
    }
}

/// Notes what was said, on both sides.
async fn say(
    app: &App,
    tx: &mut Tx,
    (scope, user): (&OrgScope, UserId),
    offer: &Offer,
    (reply, row): (&Reply, Option<&StoredRelationship>),
) -> Result<()> {
    let product = match (offer.kind, reply.product) {
        (OfferKind::Standalone, _) => "none",
        (_, true) => "accepted",
        (_, false) => "refused",
    };
    let said = NewAnswer {
        partner: offer.partner,
        offer: offer.id,
        user,
        product,
        delegation: if reply.delegate { "yes" } else { "no" },
        relationship: row.map(|row| row.id),
    };
    tx.add_answer(scope, &said).await?;
    let told = json!({
        "summary": offer.summary, "delegation": said.delegation, "product": product,
    });
    let entry = crate::act::deed("offer.answered", offer.public_id, told);
    tx.audit(scope, entry.clone()).await?;
    tx.audit_other(&app.install, offer.partner, *scope.actor(), entry)
        .await?;
    Ok(())
}

fn answered(row: &StoredRelationship, already: bool, now: hearken_model::Timestamp) -> Answered {
    Answered {
        relationship: Some(row.public_id),
        status: row.terms.status(now),
        already,
        ordered: false,
    }
}

/// The scope of one who may speak for the organization itself.
pub(super) async fn native(app: &App, caller: &Caller) -> Result<(OrgScope, UserId)> {
    let refuse = |error: AppError| match error.code {
        Code::Forbidden => AppError::new(Code::NotNativeAdministrator),
        _ => error,
    };
    let scope = caller
        .scope(Permission::AnswerOffers, app.now())
        .map_err(refuse)?;
    let user = caller.principal.user();
    let user = user.ok_or_else(|| AppError::new(Code::NotNativeAdministrator))?;
    let membership = app
        .store
        .find_membership(&app.install, scope.org(), user)
        .await?;
    let governs =
        membership.is_some_and(|m| m.organization_role == OrganizationRole::GlobalAdministrator);
    if !governs {
        return Err(AppError::new(Code::NotNativeAdministrator));
    }
    Ok((scope, user))
}

/// Whether this person may answer this offer for this organization.
pub(super) async fn may_answer(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    offer: &Offer,
) -> Result<()> {
    if offer.partner == scope.org() {
        let problem = Diagnostic::new("own_organization", "organization");
        return Err(AppError::invalid(vec![problem]));
    }
    let person = caller
        .person()
        .ok_or_else(|| AppError::new(Code::Forbidden))?;
    let is_theirs = app
        .store
        .find_membership(&app.install, offer.partner, person.id)
        .await?
        .is_some();
    if is_theirs {
        // Who works for the partner does not say yes to it, whatever they are here (INV-03).
        return Err(AppError::new(Code::NotNativeAdministrator));
    }
    let for_us = match &offer.audience {
        OfferAudience::Organization(org) => *org == scope.org(),
        OfferAudience::Mail(mail) => mail.eq_ignore_ascii_case(&person.email),
        OfferAudience::Open(_) => true,
    };
    if for_us {
        Ok(())
    } else {
        Err(AppError::new(Code::OfferNotForYou))
    }
}

/// The person again, by password (INV-03).
async fn confirm(app: &App, user: UserId, password: &Secret) -> Result<()> {
    let known = app.store.load_user(&app.install, user).await?;
    let key = [format!("password:{user}")];
    app.attempts.take(&key, app.now()).map_err(|wait| {
        let seconds = wait.max(0) / hearken_model::time::SECOND + 1;
        AppError::new(Code::TooManyAttempts).with("retry_after", seconds)
    })?;
    let mut problems = Problems::default();
    if verify_password(app, password, known.password_hash.as_deref()).await? {
        app.attempts.succeeded(&key[0], &[]);
    } else {
        problems.add(Diagnostic::new("wrong_password", "password"));
    }
    problems.settle()
}

async fn yes(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    offer: &Offer,
    waiting: Option<StoredRelationship>,
    reply: &Reply,
) -> Result<StoredRelationship> {
    let Some(level) = offer.level else {
        let problem = Diagnostic::new("not_offered", "delegate");
        return Err(AppError::invalid(vec![problem]));
    };
    let bound = !matches!(offer.audience, OfferAudience::Open(_));
    let row = match waiting {
        Some(row) => row,
        None => {
            let terms = Relationship::offered(level, offer.days, bound, offer.expires_at, tx.now());
            let new = NewRelationship {
                customer: scope.org(),
                partner: offer.partner,
                offer: offer.id,
                terms,
            };
            let made = tx.create_relationship(&app.install, &new).await;
            made.map_err(|error| match error {
                hearken_store::Error::Taken(_) => AppError::new(Code::AlreadyRelated),
                other => other.into(),
            })?
        }
    };
    let deed = Deed {
        side: Side::Customer,
        event: Event::Approve {
            level: reply.level,
            days: reply.days,
        },
        verb: "relationship.approved",
        actor: *scope.actor(),
        heir: None,
    };
    let row = step(app, tx, row.id, deed).await?;
    receipt(app, tx, &row, "approve", scope, Some(offer)).await?;
    Ok(row)
}

/// Keeps what was agreed (DEL-28).
pub(crate) async fn receipt(
    app: &App,
    tx: &mut Tx,
    row: &StoredRelationship,
    kind: &str,
    scope: &OrgScope,
    offer: Option<&Offer>,
) -> Result<()> {
    let document = json!({
        "kind": kind,
        "relationship": row.public_id.to_string(),
        "offer": offer.map(|offer| offer.public_id.to_string()),
        "terms_hash": offer.map(|offer| print_secret(&offer.terms_hash)),
        "level": row.terms.level.as_str(),
        "days": row.terms.days,
        "ends_at": row.terms.ends_at.map(|at| at.to_rfc3339()),
        "at": tx.now().to_rfc3339(),
    });
    let new = NewReceipt {
        customer: row.customer,
        relationship: row.id,
        kind,
        user: scope.actor().user().unwrap_or(UserId(0)),
        document: &document.to_string(),
        terms_hash: offer.map_or(&[][..], |offer| &offer.terms_hash),
    };
    tx.add_receipt(&app.install, &new).await?;
    Ok(())
}

async fn no(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    waiting: Option<StoredRelationship>,
) -> Result<Option<StoredRelationship>> {
    let Some(row) = waiting else { return Ok(None) };
    let deed = Deed {
        side: Side::Customer,
        event: Event::Decline,
        verb: "relationship.declined",
        actor: *scope.actor(),
        heir: None,
    };
    Ok(Some(step(app, tx, row.id, deed).await?))
}

/// Uses up an answer. A No to a reusable link leaves it to others (DEL-26).
async fn take(app: &App, tx: &mut Tx, offer: &Offer, reply: &Reply) -> Result<()> {
    let is_reusable = matches!(offer.audience, OfferAudience::Open(_));
    if is_reusable && !reply.delegate && !reply.product {
        return Ok(());
    }
    match tx.take_offer(&app.install, offer).await {
        Err(hearken_store::Error::Stale) => Err(AppError::new(Code::OfferUsed)),
        other => Ok(other?),
    }
}

pub(super) async fn note_activation(
    app: &App,
    tx: &mut Tx,
    row: &StoredRelationship,
) -> Result<()> {
    let actor = *app.install.actor();
    note(app, tx, row, "relationship.activated", actor).await
}
