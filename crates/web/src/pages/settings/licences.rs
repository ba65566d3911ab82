//! What the organization has, and who of its people has a place (ADM-30..37).

use super::{
    Choice, Link, choices, nav,
    people::{Pager, Wish, pager},
    shell,
    users::state_kind,
};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    licences::{self, Ask, Close, Seats, SubscriptionView},
    users::{self, LicenceFilter, UserFilter, UserRow},
};
use hearken_authz::Permission;
use hearken_model::{LicenceType, OrganizationRole, Plan, SubscriptionState};

#[derive(Template)]
#[template(path = "pages/settings/licences.html")]
struct LicencesPage {
    shell: Shell,
    nav: Vec<Link>,
    problems: Problems,
    seats: Vec<SeatLine>,
    subscriptions: Vec<SubscriptionLine>,
    plans: Vec<Choice>,
    quantity: String,
    may_ask: bool,
    may_close: bool,
    typed: Fields,
    people: Option<People>,
    new_href: Option<String>,
    action: String,
    saved: bool,
}

struct SeatLine {
    kind: String,
    total: String,
    used: String,
    left: String,
}

struct SubscriptionLine {
    plan: String,
    quantity: String,
    source: String,
    state: String,
    kind: &'static str,
}

/// The people, for those who assign places.
struct People {
    rows: Vec<Line>,
    pager: Pager,
    search: String,
    licences: Vec<Choice>,
}

struct Line {
    href: String,
    name: String,
    email: String,
    licence: String,
    organization: Option<String>,
    state: String,
    state_kind: &'static str,
    is_me: bool,
}

/// `GET /o/{slug}/settings/licences`
pub(super) async fn list(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, &wish, &fields, problems).await
}

/// `POST /o/{slug}/settings/licences`: asks the operator for more.
pub(super) async fn ask(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let plan = Plan::from_word(fields.get("plan")).unwrap_or(Plan::FullSeats);
    let quantity = fields.get("quantity").parse().unwrap_or(0);
    let input = Ask { plan, quantity };
    match licences::ask(visit.app(), &visit.caller, input).await {
        Ok(_) => {
            let target = visit.path("/settings/licences?saved=1");
            Ok(Redirect::to(&target).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, &Wish::default(), &fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /o/{slug}/settings/licences/close`: ends every subscription.
pub(super) async fn close(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let name = fields.get("name").to_owned();
    match licences::close(visit.app(), &visit.caller, Close { name }).await {
        Ok(()) => {
            let target = visit.path("/settings/licences?saved=1");
            Ok(Redirect::to(&target).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, &Wish::default(), &fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    wish: &Wish,
    fields: &Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let caller = &visit.caller;
    let overview = licences::overview(visit.app(), caller).await?;
    let action = visit.path("/settings/licences");
    let people = if caller.may(Permission::ManageLicences) {
        Some(people(visit, wish, &action).await?)
    } else {
        None
    };
    let plans = Plan::ALL.iter().map(|plan| plan.as_str());
    let manages = caller.may(Permission::ManageUsers);
    let page = LicencesPage {
        shell: shell(visit, "settings-licences").await,
        nav: nav(visit, "licences"),
        problems,
        seats: overview.seats.iter().map(|s| seat_line(visit, s)).collect(),
        subscriptions: overview
            .subscriptions
            .iter()
            .map(|s| subscription_line(visit, s))
            .collect(),
        plans: choices(visit, "plan", plans, fields.get("plan")),
        quantity: match fields.get("quantity") {
            "" => "1".to_owned(),
            typed => typed.to_owned(),
        },
        may_ask: caller.may(Permission::BuyLicences),
        may_close: caller.may(Permission::DeprovisionOrganization),
        typed: fields.clone(),
        people,
        new_href: manages.then(|| visit.path("/settings/users/new")),
        action,
        saved: wish.saved.is_some(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn seat_line(visit: &Visit, seats: &Seats) -> SeatLine {
    let number = |n| format::number(n, visit.texts());
    SeatLine {
        kind: kind_name(visit, Some(seats.kind)),
        total: number(seats.total),
        used: number(seats.used),
        left: number(seats.left()),
    }
}

fn subscription_line(visit: &Visit, subscription: &SubscriptionView) -> SubscriptionLine {
    let texts = visit.texts();
    let word = |family: &str, word: &str| {
        let key = format!("{family}-{}", word.replace('_', "-"));
        texts.get(&key)
    };
    let ends = subscription.trial_ends_at;
    let ended = ends.is_some_and(|end| end <= visit.now());
    let day = ends.map(|end| format::day(end, &visit.zone(), texts));
    let (state, kind) = match (subscription.state, day) {
        (SubscriptionState::Requested, _) => ("requested", "warning"),
        (SubscriptionState::Active, _) if ended => ("ended", "danger"),
        (SubscriptionState::Active, Some(day)) => {
            let text = texts.with("subscription-trial", &[("day", day.into())]);
            return SubscriptionLine {
                state: text,
                kind: "info",
                ..subscription_words(visit, subscription)
            };
        }
        (SubscriptionState::Active, None) => ("active", "ok"),
        (SubscriptionState::Ended, _) => ("ended", "danger"),
    };
    SubscriptionLine {
        state: word("subscription-state", state),
        kind,
        ..subscription_words(visit, subscription)
    }
}

fn subscription_words(visit: &Visit, subscription: &SubscriptionView) -> SubscriptionLine {
    let texts = visit.texts();
    let key = |family: &str, word: &str| format!("{family}-{}", word.replace('_', "-"));
    SubscriptionLine {
        plan: texts.get(&key("plan", subscription.plan.as_str())),
        quantity: format::number(subscription.quantity.into(), texts),
        source: match &subscription.advisor {
            Some(partner) => texts.with(
                "subscription-advisor",
                &[("partner", partner.as_str().into())],
            ),
            None => texts.get(&key("subscription-source", subscription.source.as_str())),
        },
        state: String::new(),
        kind: "info",
    }
}

/// The name of a kind of place, or of having none.
pub(super) fn kind_name(visit: &Visit, kind: Option<LicenceType>) -> String {
    let word = kind.map_or("none", LicenceType::as_str);
    visit.texts().get(&format!("licence-{word}"))
}

async fn people(visit: &Visit, wish: &Wish, action: &str) -> Result<People, WebError> {
    let licence = match wish.licence.as_str() {
        "none" => LicenceFilter::Without,
        word => LicenceType::from_word(word).map_or(LicenceFilter::Own, LicenceFilter::With),
    };
    let filter = UserFilter {
        search: wish.search.clone(),
        licence,
        ..UserFilter::default()
    };
    let found = users::page(visit.app(), &visit.caller, filter, wish.page()).await?;
    let words = LicenceType::ALL.iter().map(|kind| kind.as_str());
    Ok(People {
        pager: pager(visit, wish, action, &found),
        rows: found.rows.into_iter().map(|row| line(visit, row)).collect(),
        search: wish.search.clone(),
        licences: choices(visit, "licence", words.chain(["none"]), &wish.licence),
    })
}

fn line(visit: &Visit, row: UserRow) -> Line {
    let texts = visit.texts();
    let organization = row.organization_role;
    let role = || organization.as_str().replace('_', "-");
    Line {
        href: visit.path(&format!("/settings/licences/{}", row.id)),
        licence: kind_name(visit, row.licence),
        organization: (organization != OrganizationRole::None)
            .then(|| texts.get(&format!("organization-role-{}", role()))),
        state: texts.get(&format!("user-state-{}", row.state.as_str())),
        state_kind: state_kind(row.state),
        name: row.name,
        email: row.email,
        is_me: row.is_me,
    }
}
