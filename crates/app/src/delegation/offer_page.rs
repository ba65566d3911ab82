//! An offer as those see it who are to answer it. Looking changes nothing but a count.

use super::offers::{Audience, OfferView, view_of};
use crate::{
    App, AppError, Caller, Code, Result,
    session::{parse_secret, print_secret},
};
use hearken_authz::Permission;
use hearken_model::{PartnerStatus, Timestamp};
use hearken_store::{Offer, OfferAudience, PartnerProfile};

/// An offer as those see it who are to answer it.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferPage {
    /// The partner's name.
    pub partner: String,
    /// How the partner presents itself.
    pub profile: PartnerProfile,
    /// The offer.
    pub offer: OfferView,
    /// What was shown, to be sent back with the answer: hex of the hash of the terms.
    pub terms_hash: String,
    /// Why it cannot be answered: a code of [`Code`]; none while it can.
    pub closed: Option<Code>,
}

/// The offer of a code, for anybody who is signed in. `not_found` for unknown codes.
pub async fn look(app: &App, caller: &Caller, code: &str) -> Result<OfferPage> {
    let person = caller.person().filter(|_| caller.only.is_none());
    person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let offer = by_code(app, code).await?;
    app.store.count_view(&app.install, &offer).await?;
    page_of(app, offer).await
}

/// Offers addressed to the visited organization that wait for an answer (DEL-70).
pub async fn waiting(app: &App, caller: &Caller) -> Result<Vec<OfferPage>> {
    let scope = caller.scope(Permission::ViewPartners, app.now())?;
    let mut pages = Vec::new();
    for offer in app.store.list_offers_to(&app.install, &scope).await? {
        if offer.is_open(app.now()) {
            pages.push(page_of(app, offer).await?);
        }
    }
    Ok(pages)
}

pub(super) async fn by_code(app: &App, code: &str) -> Result<Offer> {
    let not_found = || AppError::new(Code::NotFound);
    let secret = parse_secret(code).ok_or_else(not_found)?;
    let found = app.store.find_offer_by_code(&app.install, &secret).await?;
    found.ok_or_else(not_found)
}

pub(super) async fn page_of(app: &App, offer: Offer) -> Result<OfferPage> {
    let now = app.now();
    let partner = app
        .store
        .load_organization_of(&app.install, offer.partner)
        .await?;
    let found = app.store.find_partner(&app.install, offer.partner).await?;
    let (status, profile) = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let verified = status == PartnerStatus::Verified;
    let closed = closed(&offer, verified, now);
    // Whom it is addressed to is for the partner alone.
    let audience = match offer.audience {
        OfferAudience::Open(most) => Audience::Open(most),
        OfferAudience::Organization(_) | OfferAudience::Mail(_) => Audience::Mail(String::new()),
    };
    Ok(OfferPage {
        partner: partner.settings.name,
        profile,
        terms_hash: print_secret(&offer.terms_hash),
        closed,
        offer: view_of(offer, audience, now)?,
    })
}

pub(super) fn closed(offer: &Offer, verified: bool, now: Timestamp) -> Option<Code> {
    match offer.state(now) {
        _ if !verified => Some(Code::OfferWithdrawn),
        "withdrawn" => Some(Code::OfferWithdrawn),
        "expired" => Some(Code::OfferExpired),
        "used_up" => Some(Code::OfferUsed),
        _ => None,
    }
}
