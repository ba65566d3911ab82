//! The customer's side of delegation: which partners serve the organization, who could act now, and
//! pausing, shortening and removing them (DEL-70, DEL-80..87).

use super::{Link, nav, parse, shell};
use crate::{
    error::WebError,
    format,
    forms::Fields,
    pages::{
        account::offer::{Answering, after, answer_page, reply_of},
        partner::status_kind,
    },
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    delegation::{
        self, Leftovers, OfferName, OfferPage, OurSide, PartnerPerson, PartnerRow, is_live,
    },
};
use hearken_authz::Permission;
use hearken_model::DelegationLevel;

#[derive(Template)]
#[template(path = "pages/settings/partners.html")]
struct PartnersPage {
    shell: Shell,
    nav: Vec<Link>,
    waiting: Vec<Waiting>,
    rows: Vec<Line>,
    saved: bool,
}

struct Waiting {
    partner: String,
    asks: String,
    href: String,
}

struct Line {
    name: String,
    href: String,
    status: String,
    status_kind: &'static str,
    held_by: Vec<String>,
    level: String,
    ends: String,
    idle: Option<String>,
    people: usize,
}

#[derive(Template)]
#[template(path = "pages/settings/partner.html")]
struct PartnerPage {
    shell: Shell,
    nav: Vec<Link>,
    line: Line,
    contact: Vec<String>,
    people: Vec<Person>,
    left: Leftovers,
    action: String,
    may_change: bool,
    held_by_us: bool,
    is_full: bool,
    notify_entries: bool,
    back: String,
    saved: bool,
}

struct Person {
    name: String,
    email: Option<String>,
    level: Option<String>,
    entered: String,
}

/// `GET /o/{slug}/settings/partners`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    super::only(&visit, Permission::ViewPartners)?;
    let rows = delegation::partners(visit.app(), &visit.caller).await?;
    let waiting = if visit.caller.acting().is_some() {
        Vec::new()
    } else {
        delegation::waiting(visit.app(), &visit.caller).await?
    };
    let page = PartnersPage {
        shell: shell(&visit, "settings-partners").await,
        nav: nav(&visit, "partners"),
        waiting: waiting.into_iter().map(|one| told(&visit, one)).collect(),
        rows: rows.iter().map(|row| line(&visit, row)).collect(),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok(Html(page.render()?).into_response())
}

fn told(visit: &Visit, one: OfferPage) -> Waiting {
    let (level, days) = (one.offer.level, one.offer.days);
    Waiting {
        asks: crate::pages::partner::asks(visit.texts(), level, days),
        href: visit.path(&format!("/settings/partners/offers/{}", one.offer.id)),
        partner: one.partner,
    }
}

fn line(visit: &Visit, row: &PartnerRow) -> Line {
    let texts = visit.texts();
    let day = |at| format::day(at, &visit.zone(), texts);
    let held = row.held_by.iter();
    Line {
        name: row.name.clone(),
        href: visit.path(&format!("/settings/partners/{}", row.id)),
        status: texts.get(&format!("relationship-{}", row.status.replace('_', "-"))),
        status_kind: status_kind(row.status),
        held_by: held
            .map(|side| texts.get(&format!("held-by-{side}")))
            .collect(),
        level: texts.get(&format!("delegation-level-{}", row.level)),
        ends: row.ends_at.map_or_else(|| texts.get("until-removed"), day),
        idle: (row.status == "active" && row.idle_days >= 30)
            .then(|| texts.with("idle-days", &[("days", row.idle_days.into())])),
        people: row.people.iter().filter(|one| one.level.is_some()).count(),
    }
}

fn person(visit: &Visit, one: &PartnerPerson) -> Person {
    let texts = visit.texts();
    let level = one.level;
    Person {
        name: one.name.clone(),
        email: one.email.clone(),
        level: level.map(|level| texts.get(&format!("delegation-level-{level}"))),
        entered: one.entered.map_or_else(
            || texts.get("never"),
            |(_, last, _)| format::ago(last, visit.now(), &visit.zone(), texts),
        ),
    }
}

/// `GET /o/{slug}/settings/partners/{id}`
pub(super) async fn show(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    super::only(&visit, Permission::ViewPartners)?;
    let id = parse(&id)?;
    let rows = delegation::partners(visit.app(), &visit.caller).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    let row = row.ok_or_else(|| WebError::new(Code::NotFound))?;
    let may_change = visit.caller.may(Permission::ManagePartners);
    let left = if may_change {
        delegation::leftovers(visit.app(), &visit.caller, id).await?
    } else {
        Leftovers::default()
    };
    let profile = &row.profile;
    let contact = [&profile.email, &profile.phone, &profile.web];
    let page = PartnerPage {
        shell: shell(&visit, "settings-partners").await,
        nav: nav(&visit, "partners"),
        line: line(&visit, &row),
        contact: contact
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect(),
        people: row.people.iter().map(|one| person(&visit, one)).collect(),
        left,
        action: visit.path(&format!("/settings/partners/{id}")),
        may_change: may_change && is_live(row.status),
        held_by_us: row.held_by.iter().any(|side| {
            matches!(
                side,
                hearken_model::Side::Customer | hearken_model::Side::System
            )
        }) || row.status == "suspended" && row.held_by.is_empty(),
        is_full: row.level == DelegationLevel::Full,
        notify_entries: row.notify_entries,
        back: visit.path("/settings/partners"),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/settings/partners/{id}`
pub(super) async fn change(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse(&id)?;
    let days = Some(fields.get("days")).filter(|days| !days.is_empty());
    let days = days.map(|days| days.parse::<u16>().unwrap_or(u16::MAX));
    let what = match fields.get("do") {
        "hold" => OurSide::Hold,
        "lift" => OurSide::Lift,
        "shorten" if days.is_some() => OurSide::Narrow {
            level: DelegationLevel::from_word(fields.get("level")).unwrap_or(DelegationLevel::Full),
            days,
        },
        "limit" => OurSide::Narrow {
            level: DelegationLevel::Limited,
            days: None,
        },
        "extend" => OurSide::Extend { days },
        "notify" => OurSide::NotifyEntries(fields.has("wanted")),
        "end" => OurSide::End,
        _ => return Err(WebError::new(Code::Invalid)),
    };
    delegation::change_partner(visit.app(), &visit.caller, id, what).await?;
    let back = visit.path(&format!("/settings/partners/{id}?saved"));
    Ok(Redirect::to(&back).into_response())
}

/// `GET /o/{slug}/settings/partners/offers/{id}`: an offer addressed to this organization.
pub(super) async fn offer(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let page = waiting_offer(&visit, &id).await?;
    let answering = Answering::of_visit(
        &visit,
        visit.path(&format!("/settings/partners/offers/{id}")),
    );
    answer_page(&visit.person, StatusCode::OK, page, answering, &[]).await
}

/// `POST /o/{slug}/settings/partners/offers/{id}`
pub(super) async fn answer(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let name = OfferName::Id(parse(&id)?);
    let done = delegation::answer(visit.app(), &visit.caller, name, reply_of(&fields)).await;
    match done {
        Ok(answered) => Ok(Redirect::to(&visit.path(after(&answered))).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let page = waiting_offer(&visit, &id).await?;
            let action = visit.path(&format!("/settings/partners/offers/{id}"));
            let answering = Answering::of_visit(&visit, action);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer_page(&visit.person, status, page, answering, &error.diagnostics).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn waiting_offer(visit: &Visit, id: &str) -> Result<OfferPage, WebError> {
    let id = parse(id)?;
    let waiting = delegation::waiting(visit.app(), &visit.caller).await?;
    let found = waiting.into_iter().find(|page| page.offer.id == id);
    found.ok_or_else(|| WebError::new(Code::NotFound))
}
