//! An offer as those see it who are to answer it. Looking changes nothing but a count.

use super::offers::{Audience, OfferView, view_of};
use crate::{
    App, AppError, Caller, Code, Result,
    session::{parse_secret, print_secret},
};
use hearken_authz::Permission;
use hearken_model::{OrgId, PartnerStatus, Timestamp};
use hearken_store::{Offer, OfferAudience, Organization, PartnerProfile};
use unicode_security::skeleton;

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
    /// Whether none of the viewer's organizations ever worked with this partner.
    pub is_first_contact: bool,
    /// One of the viewer's own organizations or partners whose name looks like this partner's to
    /// the eye, though it is another organization.
    pub resembles: Option<String>,
}

/// The offer of a code, for anybody who is signed in. `not_found` for unknown codes.
pub async fn look(app: &App, caller: &Caller, code: &str) -> Result<OfferPage> {
    let person = caller.person().filter(|_| caller.only.is_none());
    person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let offer = by_code(app, code).await?;
    app.store.count_view(&app.install, &offer).await?;
    let mut viewers = Vec::new();
    if let Some(user) = caller.principal.user() {
        let mine = app.store.list_memberships(&app.install, user).await?;
        viewers.extend(mine.into_iter().map(|(membership, ..)| membership.org));
    }
    page_of(app, offer, &viewers).await
}

/// Offers addressed to the visited organization that wait for an answer (DEL-70).
pub async fn waiting(app: &App, caller: &Caller) -> Result<Vec<OfferPage>> {
    let scope = caller.scope(Permission::ViewPartners, app.now())?;
    let mut pages = Vec::new();
    for offer in app.store.list_offers_to(&app.install, &scope).await? {
        if offer.is_open(app.now()) {
            pages.push(page_of(app, offer, &[scope.org()]).await?);
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

/// `viewers`: the organizations of those who look.
pub(super) async fn page_of(app: &App, offer: Offer, viewers: &[OrgId]) -> Result<OfferPage> {
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
    let (is_first_contact, resembles) = contact(app, &partner, viewers).await?;
    Ok(OfferPage {
        is_first_contact,
        resembles,
        partner: partner.settings.name,
        profile,
        terms_hash: print_secret(&offer.terms_hash),
        closed,
        offer: view_of(offer, audience, now)?,
    })
}

/// Whether the viewers never worked with a partner, and which of their own organizations or other
/// partners its name could be taken for (A32). Names are compared as the eye sees them, by the
/// skeletons of Unicode Technical Standard 39.
async fn contact(
    app: &App,
    partner: &Organization,
    viewers: &[OrgId],
) -> Result<(bool, Option<String>)> {
    let mut known = viewers.to_vec();
    let mut is_first = true;
    for viewer in viewers {
        let partners = app.store.list_partners_ever(&app.install, *viewer).await?;
        is_first &= !partners.contains(&partner.id);
        known.extend(partners);
    }
    let name = &partner.settings.name;
    for other in known.into_iter().filter(|org| *org != partner.id) {
        let other = app.store.load_organization_of(&app.install, other).await?;
        if look_alike(name, &other.settings.name) {
            return Ok((is_first, Some(other.settings.name)));
        }
    }
    Ok((is_first, None))
}

/// Whether two names look the same, whatever their letters, case and spaces are.
fn look_alike(one: &str, other: &str) -> bool {
    // A capital I looks like a small l, a small i doesn't: once before case is dropped, once after.
    let as_printed = |name: &str| {
        let letters: String = name.split_whitespace().collect();
        skeleton(&letters).collect::<String>().to_lowercase()
    };
    let as_small = |name: &str| as_printed(&name.to_lowercase());
    as_printed(one) == as_printed(other) || as_small(one) == as_small(other)
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
