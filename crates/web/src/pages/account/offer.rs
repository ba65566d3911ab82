//! `/offers/{code}`: who asks, for what, for how long; Yes or No (DEL-21..30). Looking changes
//! nothing; an answer is a form that is sent from here, with the person's password.

use crate::{
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    shell::Shell,
    visit::{Person, Visit},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code, Secret,
    delegation::{self, OfferName, OfferPage, Reply},
    organizations,
};
use hearken_model::{DelegationLevel, Diagnostic, OfferKind, OrganizationRole};

#[derive(Template)]
#[template(path = "pages/account/offer.html")]
struct OfferHtml {
    shell: Shell,
    partner: String,
    contact: Vec<String>,
    message: String,
    terms: String,
    is_first_contact: bool,
    resembles: Option<String>,
    asks: String,
    is_full: bool,
    delegates: bool,
    product: Option<String>,
    units: Vec<Units>,
    days: Option<u16>,
    until_removed: bool,
    terms_hash: String,
    closed: Option<String>,
    organizations: Vec<Choice>,
    hint: bool,
    action: String,
    problems: Problems,
}

/// What comes with an offer, of each plan.
struct Units {
    plan: String,
    seats: u32,
    can_change: bool,
}

struct Choice {
    slug: String,
    name: String,
}

/// Who could answer, and where the answer goes.
pub(in crate::pages) struct Answering {
    organizations: Vec<Choice>,
    action: String,
}

impl Answering {
    /// For the visited organization.
    pub(in crate::pages) fn of_visit(visit: &Visit, action: String) -> Self {
        let governs = visit.caller.may(hearken_authz::Permission::AnswerOffers);
        let own = Choice {
            slug: visit.organization.slug.to_string(),
            name: visit.organization.name.clone(),
        };
        Self {
            organizations: governs.then_some(own).into_iter().collect(),
            action,
        }
    }

    /// For each organization that the person governs.
    async fn of_person(person: &Person, action: String) -> Result<Self, WebError> {
        let mine = organizations::list_mine(&person.app, &person.caller).await?;
        let governed = mine.into_iter().filter(|mine| {
            mine.organization_role == OrganizationRole::GlobalAdministrator
                && mine.state.may_enter()
                && person.caller.acting().is_none()
        });
        Ok(Self {
            organizations: governed
                .map(|mine| Choice {
                    slug: mine.organization.slug.to_string(),
                    name: mine.organization.name,
                })
                .collect(),
            action,
        })
    }
}

/// `GET /offers/{code}`
pub(super) async fn show(person: Person, Path(code): Path<String>) -> Result<Response, WebError> {
    let page = delegation::look(&person.app, &person.caller, &code).await?;
    let answering = Answering::of_person(&person, format!("/offers/{code}")).await?;
    answer_page(&person, StatusCode::OK, page, answering, &[]).await
}

/// `POST /offers/{code}`
pub(super) async fn answer(
    person: Person,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let slug = fields.get("organization").to_owned();
    let caller = organizations::enter(&person.app, &person.caller, &slug).await?;
    let name = OfferName::Code(code.clone());
    match delegation::answer(&person.app, &caller, name, reply_of(&fields)).await {
        Ok(answered) => {
            let target = after(&answered);
            Ok(Redirect::to(&format!("/o/{slug}{target}")).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let page = delegation::look(&person.app, &person.caller, &code).await?;
            let answering = Answering::of_person(&person, format!("/offers/{code}")).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer_page(&person, status, page, answering, &error.diagnostics).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Where an answer leads: to what there is now.
pub(in crate::pages) fn after(answered: &delegation::Answered) -> &'static str {
    match (answered.ordered, answered.relationship) {
        (true, None) => "/settings/licences?saved=1",
        _ => "/settings/partners?saved",
    }
}

/// The answer of a form. Widening is refused by the use-case, not here.
pub(in crate::pages) fn reply_of(fields: &Fields) -> Reply {
    let days = fields.get("days");
    Reply {
        terms_hash: fields.get("terms_hash").to_owned(),
        delegate: fields.get("answer") == "yes",
        product: fields.has("product"),
        seats: fields
            .all("seats")
            .map(|seats| seats.parse().unwrap_or(0))
            .collect(),
        level: DelegationLevel::from_word(fields.get("level")).unwrap_or(DelegationLevel::Limited),
        days: (!days.is_empty()).then(|| days.parse().unwrap_or(u16::MAX)),
        password: Secret::new(
            fields
                .pairs()
                .find(|(name, _)| *name == "password")
                .map_or("", |(_, value)| value),
        ),
    }
}

/// The page on which an offer is answered.
pub(in crate::pages) async fn answer_page(
    person: &Person,
    status: StatusCode,
    page: OfferPage,
    answering: Answering,
    problems: &[Diagnostic],
) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let title = texts.with("offer-title", &[("partner", page.partner.as_str().into())]);
    let closed = page.closed.map(|code| {
        let code = code.as_str().replace('_', "-");
        texts.get(&format!("error-{code}"))
    });
    let profile = page.profile;
    let offer = page.offer;
    let html = OfferHtml {
        shell: Shell::of_person(person, title).await,
        contact: [profile.email, profile.phone, profile.web]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        is_first_contact: page.is_first_contact && closed.is_none(),
        resembles: page
            .resembles
            .map(|name| texts.with("offer-resembles", &[("name", name.as_str().into())])),
        asks: crate::pages::partner::asks(texts, offer.level, offer.days),
        is_full: offer.level == Some(DelegationLevel::Full),
        delegates: offer.level.is_some(),
        product: product(texts, &offer),
        units: units(texts, &offer),
        days: offer.days,
        until_removed: offer.level.is_some() && offer.days.is_none(),
        message: offer.details.message,
        terms: offer.details.terms,
        terms_hash: page.terms_hash,
        hint: answering.organizations.is_empty(),
        organizations: answering.organizations,
        action: answering.action,
        partner: page.partner,
        closed,
        problems: Problems::of(problems, texts),
    };
    // The address holds the code: it is told to nobody else.
    let headers = [(header::REFERRER_POLICY, "no-referrer")];
    Ok((status, headers, Html(html.render()?)).into_response())
}

fn product(texts: Texts, offer: &delegation::OfferView) -> Option<String> {
    match offer.kind {
        OfferKind::Standalone => None,
        OfferKind::Trial => Some(texts.get("offer-product-trial")),
        OfferKind::Purchase => Some(texts.get("offer-product-purchase")),
    }
}

/// How many of what; in a purchase the customer may say other numbers (DEL-15).
fn units(texts: Texts, offer: &delegation::OfferView) -> Vec<Units> {
    let all = offer.details.subscriptions.iter().map(|one| Units {
        plan: texts.get(&format!("plan-{}", one.plan.as_str().replace('_', "-"))),
        seats: one.seats,
        can_change: offer.kind == OfferKind::Purchase,
    });
    all.collect()
}
