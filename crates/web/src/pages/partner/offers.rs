//! Offers of a partner: what was sent, and what became of it (DEL-10..20).

use super::{Link, parse, shell, tabs};
use crate::{error::WebError, format, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::delegation::{self, Audience, OfferView};

#[derive(Template)]
#[template(path = "pages/partner/offers.html")]
struct OffersPage {
    shell: Shell,
    tabs: Vec<Link>,
    rows: Vec<Line>,
    new_href: String,
}

pub(super) struct Line {
    pub(super) summary: String,
    pub(super) kind: String,
    pub(super) asks: String,
    pub(super) audience: String,
    state: String,
    state_kind: &'static str,
    taken: u32,
    views: u64,
    pub(super) expires: String,
    withdraw: Option<String>,
}

/// `GET /o/{slug}/partner/offers`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    let tabs = tabs(&visit, "offers")?;
    let offers = delegation::offers(visit.app(), &visit.caller).await?;
    let page = OffersPage {
        shell: shell(&visit, "partner-offers").await,
        tabs,
        rows: offers
            .into_iter()
            .map(|offer| line(&visit, offer))
            .collect(),
        new_href: visit.path("/partner/offers/new"),
    };
    Ok(Html(page.render()?).into_response())
}

pub(super) fn line(visit: &Visit, offer: OfferView) -> Line {
    let texts = visit.texts();
    let open = offer.state == "open";
    let audience = match &offer.audience {
        Audience::Organization(slug) => slug.clone(),
        Audience::Mail(mail) => mail.clone(),
        Audience::Open(most) => texts.with("audience-open-most", &[("most", (*most).into())]),
    };
    Line {
        summary: offer.summary,
        kind: texts.get(&format!("offer-kind-{}", offer.kind)),
        asks: asks(visit.texts(), offer.level, offer.days),
        audience,
        state: texts.get(&format!("offer-state-{}", offer.state.replace('_', "-"))),
        state_kind: if open { "ok" } else { "quiet" },
        taken: offer.taken,
        views: offer.views,
        expires: format::day(offer.expires_at, &visit.zone(), texts),
        withdraw: open.then(|| visit.path(&format!("/partner/offers/{}/withdraw", offer.id))),
    }
}

/// What is asked for, in a few words.
pub(in crate::pages) fn asks(
    texts: crate::i18n::Texts,
    level: Option<hearken_model::DelegationLevel>,
    days: Option<u16>,
) -> String {
    let Some(level) = level else {
        return texts.get("no-delegation");
    };
    let level = texts.get(&format!("delegation-level-{level}"));
    let time = match days {
        Some(days) => texts.with("for-days", &[("days", days.into())]),
        None => texts.get("until-removed"),
    };
    format!("{level}, {time}")
}

/// `POST /o/{slug}/partner/offers/{id}/withdraw`
pub(super) async fn withdraw(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    tabs(&visit, "offers")?;
    delegation::withdraw_offer(visit.app(), &visit.caller, parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/partner/offers")).into_response())
}
