//! Customers of a partner: one list, one click (DEL-37, DEL-60), and the way out again.

use super::{Link, parse, shell, status_kind, tabs};
use crate::{
    cookies,
    error::WebError,
    format,
    forms::Fields,
    shell::Shell,
    state::WebState,
    visit::{Person, Visit},
    widgets::country_name,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code, Secret,
    delegation::{self, CustomerRow, OwnSide, is_live},
};
use hearken_model::{DelegationLevel, PublicId};

#[derive(Template)]
#[template(path = "pages/partner/customers.html")]
struct CustomersPage {
    shell: Shell,
    tabs: Vec<Link>,
    rows: Vec<Line>,
    action: String,
    offer_href: Option<String>,
    may_change: bool,
    saved: bool,
}

struct Line {
    id: String,
    name: String,
    country: String,
    status: String,
    status_kind: &'static str,
    held_by: Vec<String>,
    level: String,
    entered: String,
    ends: String,
    idle: Option<String>,
    enter: Option<String>,
    countersign: Option<String>,
    may_change: bool,
    mails: Option<Mails>,
}

/// The switch of a customer's administrator mails.
struct Mails {
    action: String,
    /// What a click chooses.
    next: &'static str,
    text: String,
}

/// `GET /o/{slug}/customers`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    let tabs = tabs(&visit, "customers")?;
    let rows = delegation::customers(visit.app(), &visit.caller).await?;
    let rows: Vec<Line> = rows.into_iter().map(|row| line(&visit, row)).collect();
    let may_offer = visit.caller.may(hearken_authz::Permission::OfferDelegation);
    let page = CustomersPage {
        shell: shell(&visit, "partner-customers").await,
        tabs,
        may_change: rows.iter().any(|row| row.may_change),
        rows,
        action: visit.path("/customers"),
        offer_href: may_offer.then(|| visit.path("/partner/offers/new")),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok((StatusCode::OK, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: CustomerRow) -> Line {
    let texts = visit.texts();
    let day = |at| format::day(at, &visit.zone(), texts);
    let entered = row.last_entry_at.map_or_else(
        || texts.get("never"),
        |at| format::ago(at, visit.now(), &visit.zone(), texts),
    );
    let usable = row.slug.is_some() && row.mine.is_some();
    let path = |what: &str| visit.path(&format!("/customers/{}/{what}", row.id));
    let may_offer = visit.caller.may(hearken_authz::Permission::OfferDelegation);
    Line {
        id: row.id.to_string(),
        country: country_name(row.country, texts),
        status: texts.get(&format!("relationship-{}", row.status.replace('_', "-"))),
        status_kind: status_kind(row.status),
        held_by: row
            .held_by
            .iter()
            .map(|side| texts.get(&format!("held-by-{side}")))
            .collect(),
        level: texts.get(&format!("delegation-level-{}", row.level)),
        entered,
        ends: row.ends_at.map_or_else(|| texts.get("until-removed"), day),
        idle: (row.status == "active" && row.idle_days >= 30)
            .then(|| texts.with("idle-days", &[("days", row.idle_days.into())])),
        enter: usable.then(|| path("enter")),
        countersign: (row.status == "approved" && may_offer).then(|| path("countersign")),
        may_change: row.may_end && is_live(row.status),
        mails: row.mails.filter(|_| usable).map(|on| Mails {
            action: path("mails"),
            next: if on { "off" } else { "on" },
            text: texts.get(if on {
                "customer-mails-off"
            } else {
                "customer-mails-on"
            }),
        }),
        name: row.name,
    }
}

/// `POST /o/{slug}/customers`: pauses, goes on, or ends the own side of those that are ticked.
pub(super) async fn change(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    tabs(&visit, "customers")?;
    let ids: Vec<PublicId> = fields
        .all("relationship")
        .map(parse)
        .collect::<Result<_, _>>()?;
    let what = match fields.get("do") {
        "hold" => OwnSide::Hold,
        "lift" => OwnSide::Lift,
        "end" => OwnSide::End,
        _ => return Err(WebError::new(Code::Invalid)),
    };
    delegation::change_customers(visit.app(), &visit.caller, &ids, what).await?;
    Ok(Redirect::to(&visit.path("/customers?saved")).into_response())
}

/// `POST /o/{slug}/customers/{id}/mails`: administrator mails of a customer, for oneself.
pub(super) async fn mails(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    tabs(&visit, "customers")?;
    let muted = fields.get("mails") == "off";
    delegation::mute(visit.app(), &visit.caller, parse(&id)?, muted).await?;
    Ok(Redirect::to(&visit.path("/customers?saved")).into_response())
}

/// `POST /o/{slug}/customers/{id}/enter`
pub(super) async fn enter(
    State(state): State<WebState>,
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    tabs(&visit, "customers")?;
    let token = session(&headers)?;
    let entered =
        match delegation::enter_customer(visit.app(), &visit.caller, &token, parse(&id)?).await {
            Err(error) if error.code == Code::StepUpRequired => {
                // Confirmed, one is back at the list, to enter with one more click.
                let query = serde_urlencoded::to_string([("next", visit.path("/customers"))]);
                let target = format!("/me/second-factor/confirm?{}", query.unwrap_or_default());
                return Ok(Redirect::to(&target).into_response());
            }
            other => other?,
        };
    let page = match entered.level {
        DelegationLevel::Full => "analytics",
        DelegationLevel::Limited => "settings/users",
    };
    moved(
        &state,
        &entered.token,
        &format!("/o/{}/{page}", entered.slug),
    )
}

/// `POST /o/{slug}/customers/{id}/countersign`
pub(super) async fn countersign(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    tabs(&visit, "customers")?;
    delegation::countersign(visit.app(), &visit.caller, parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/customers?saved")).into_response())
}

/// `POST /leave`: acts for nobody again, and goes back to the own customers.
pub(super) async fn leave(
    State(state): State<WebState>,
    person: Person,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let token = session(&headers)?;
    let (fresh, back) = delegation::leave_customer(&person.app, &person.caller, &token).await?;
    let back = back.map_or_else(|| "/".to_owned(), |slug| format!("/o/{slug}/customers"));
    moved(&state, &fresh, &back)
}

fn session(headers: &HeaderMap) -> Result<Secret, WebError> {
    let token = cookies::get(headers, cookies::SESSION);
    let token = token.ok_or_else(|| WebError::new(Code::NotSignedIn))?;
    Ok(Secret::new(token))
}

/// Goes on under another session token; nothing of the page before stays in the browser's cache.
fn moved(state: &WebState, token: &Secret, target: &str) -> Result<Response, WebError> {
    let seconds = state.app.limits().session_absolute / hearken_model::time::SECOND;
    let secure = state.settings.secure_cookies;
    let cookie = cookies::set_session(token.expose(), seconds, secure);
    let cookie = cookie.ok_or_else(|| WebError::new(Code::Internal))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(target)).into_response())
}
