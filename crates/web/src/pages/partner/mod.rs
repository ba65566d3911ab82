//! The partner area: customers, offers, people, profile, log (administration 1.3, 1.8). Only
//! organizations that may offer delegated administration have it.

mod customers;
mod log;
mod offer_new;
mod offers;
mod people;
mod profile;

pub(super) use {log::cell_of, offers::asks};

use crate::{error::WebError, shell::Shell, state::WebState, visit::Visit};
use axum::{
    Router,
    routing::{get, post},
};
use hearken_app::Code;
use hearken_authz::Permission;
use hearken_model::PublicId;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route(
            "/o/{slug}/customers",
            get(customers::list).post(customers::change),
        )
        .route("/o/{slug}/customers/{id}/enter", post(customers::enter))
        .route("/o/{slug}/customers/{id}/mails", post(customers::mails))
        .route(
            "/o/{slug}/customers/{id}/countersign",
            post(customers::countersign),
        )
        .route("/leave", post(customers::leave))
        .route("/o/{slug}/partner/offers", get(offers::list))
        .route(
            "/o/{slug}/partner/offers/new",
            get(offer_new::show).post(offer_new::make),
        )
        .route(
            "/o/{slug}/partner/offers/{id}/withdraw",
            post(offers::withdraw),
        )
        .route(
            "/o/{slug}/partner/people",
            get(people::list).post(people::assign),
        )
        .route("/o/{slug}/partner/people/{id}/remove", post(people::remove))
        .route(
            "/o/{slug}/partner/profile",
            get(profile::show).post(profile::save),
        )
        .route("/o/{slug}/partner/log", get(log::show))
        .route("/o/{slug}/partner/log.csv", get(log::csv))
}

/// The pages, in the order of the tabs. Their texts are `partner-<key>`.
const PAGES: [(&str, &str, Permission); 5] = [
    ("customers", "/customers", Permission::ViewCustomers),
    ("offers", "/partner/offers", Permission::OfferDelegation),
    ("people", "/partner/people", Permission::ManageDelegates),
    ("profile", "/partner/profile", Permission::OfferDelegation),
    ("log", "/partner/log", Permission::OfferDelegation),
];

/// A tab.
#[derive(Clone, Debug)]
struct Link {
    href: String,
    text: String,
    current: bool,
}

/// Something to choose.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// The tabs that the person may see; nothing at all where the organization is no partner.
fn tabs(visit: &Visit, current: &str) -> Result<Vec<Link>, WebError> {
    let here = PAGES.into_iter().find(|(key, ..)| *key == current);
    let may = here.is_some_and(|(_, _, permission)| visit.caller.may(permission));
    if !visit.organization.is_partner || visit.caller.acting().is_some() {
        return Err(WebError::new(Code::NotFound));
    }
    if !may {
        return Err(WebError::new(Code::Forbidden));
    }
    Ok(PAGES
        .into_iter()
        .filter(|(_, _, permission)| visit.caller.may(*permission))
        .map(|(key, path, _)| Link {
            href: visit.path(path),
            text: visit.texts().get(&format!("partner-{key}")),
            current: key == current,
        })
        .collect())
}

async fn shell(visit: &Visit, title: &str) -> Shell {
    Shell::of_visit(visit, "customers", visit.texts().get(title)).await
}

fn parse(id: &str) -> Result<PublicId, WebError> {
    id.parse().map_err(|_| WebError::new(Code::NotFound))
}

/// How a status looks: a kind of badge.
pub(super) fn status_kind(status: &str) -> &'static str {
    match status {
        "active" => "ok",
        "approval_pending" | "approved" => "info",
        "suspended" => "warning",
        _ => "quiet",
    }
}
