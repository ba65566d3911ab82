//! Settings of the organization: users, general, search languages, setup defaults, API tokens.

mod audit;
mod defaults;
mod domains;
mod general;
mod groups;
mod languages;
mod licence;
mod licences;
mod location_groups;
mod partners;
mod people;
mod tokens;
mod user;
mod user_new;
mod users;

use crate::{error::WebError, shell::Shell, state::WebState, visit::Visit};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use hearken_app::Code;
use hearken_authz::Permission;
use hearken_model::PublicId;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/o/{slug}/settings", get(first))
        .route(
            "/o/{slug}/settings/users",
            get(users::list).post(users::edit),
        )
        .route(
            "/o/{slug}/settings/users/new",
            get(user_new::show).post(user_new::create),
        )
        .route("/o/{slug}/settings/users/{id}", get(user::show))
        .route(
            "/o/{slug}/settings/users/{id}/password",
            post(user::reset_password),
        )
        .route("/o/{slug}/settings/users/approval", post(users::approval))
        .merge(licence_router())
        .merge(group_router())
        .merge(domain_router())
        .merge(location_router())
        .route(
            "/o/{slug}/settings/general",
            get(general::show).post(general::save),
        )
        .route(
            "/o/{slug}/settings/languages",
            get(languages::show).post(languages::save),
        )
        .route(
            "/o/{slug}/settings/defaults",
            get(defaults::show).post(defaults::save),
        )
        .route("/o/{slug}/settings/audit", get(audit::show))
        .route("/o/{slug}/settings/audit.csv", get(audit::csv))
        .route(
            "/o/{slug}/settings/audit/checkpoint",
            get(audit::checkpoint),
        )
        .route("/o/{slug}/settings/partners", get(partners::list))
        .route(
            "/o/{slug}/settings/partners/{id}",
            get(partners::show).post(partners::change),
        )
        .route(
            "/o/{slug}/settings/partners/offers/{id}",
            get(partners::offer).post(partners::answer),
        )
        .route(
            "/o/{slug}/settings/tokens",
            get(tokens::list).post(tokens::create),
        )
        .route(
            "/o/{slug}/settings/tokens/{id}/revoke",
            post(tokens::revoke),
        )
}

fn group_router() -> Router<WebState> {
    Router::new()
        .route("/o/{slug}/settings/groups", get(groups::list))
        .route(
            "/o/{slug}/settings/groups/new",
            get(groups::blank).post(groups::create),
        )
        .route(
            "/o/{slug}/settings/groups/{id}",
            get(groups::show).post(groups::change),
        )
        .route(
            "/o/{slug}/settings/groups/{id}/delete",
            post(groups::delete),
        )
}

fn location_router() -> Router<WebState> {
    Router::new()
        .route(
            "/o/{slug}/settings/location-groups",
            get(location_groups::list),
        )
        .route(
            "/o/{slug}/settings/location-groups/new",
            get(location_groups::blank).post(location_groups::create),
        )
        .route(
            "/o/{slug}/settings/location-groups/{id}",
            get(location_groups::show).post(location_groups::change),
        )
        .route(
            "/o/{slug}/settings/location-groups/{id}/delete",
            post(location_groups::delete),
        )
}

fn domain_router() -> Router<WebState> {
    Router::new()
        .route(
            "/o/{slug}/settings/domains",
            get(domains::list).post(domains::add),
        )
        .route(
            "/o/{slug}/settings/domains/{id}/verify",
            post(domains::verify),
        )
        .route(
            "/o/{slug}/settings/domains/{id}/remove",
            post(domains::remove),
        )
}

fn licence_router() -> Router<WebState> {
    Router::new()
        .route(
            "/o/{slug}/settings/licences",
            get(licences::list).post(licences::ask),
        )
        .route("/o/{slug}/settings/licences/close", post(licences::close))
        .route(
            "/o/{slug}/settings/licences/{id}",
            get(licence::show).post(licence::assign),
        )
        .route(
            "/o/{slug}/settings/licences/{id}/remove",
            get(licence::confirm_remove).post(licence::remove),
        )
        .route(
            "/o/{slug}/settings/licences/{id}/delete",
            get(licence::confirm_delete).post(licence::delete),
        )
}

/// The pages, in the order of the side navigation, each for those who have one of its permissions.
/// Their texts are `settings-<key>`.
const PAGES: [(&str, &[Permission]); 11] = [
    ("users", &[Permission::ViewUsers]),
    (
        "licences",
        &[Permission::ManageLicences, Permission::BuyLicences],
    ),
    ("groups", &[Permission::ViewGroups]),
    ("domains", &[Permission::TakeOverDomain]),
    ("partners", &[Permission::ViewPartners]),
    ("general", &[Permission::EditSettings]),
    ("languages", &[Permission::EditSettings]),
    ("defaults", &[Permission::EditSettings]),
    ("location-groups", &[Permission::EditLocationGroups]),
    ("tokens", &[Permission::ManageApiTokens]),
    ("audit", &[Permission::ViewAudit]),
];

/// An entry of the side navigation.
#[derive(Clone, Debug)]
struct Link {
    href: String,
    text: String,
    current: bool,
}

/// Something to choose.
#[derive(Clone, Debug)]
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// The pages that the person may see.
fn nav(visit: &Visit, current: &str) -> Vec<Link> {
    PAGES
        .into_iter()
        .filter(|(_, permissions)| permissions.iter().any(|p| visit.caller.may(*p)))
        .map(|(key, _)| Link {
            href: visit.path(&format!("/settings/{key}")),
            text: visit.texts().get(&format!("settings-{key}")),
            current: key == current,
        })
        .collect()
}

/// `GET /o/{slug}/settings`: the first page that the person may see.
async fn first(visit: Visit) -> Result<Response, WebError> {
    let page = nav(&visit, "").into_iter().next();
    let page = page.ok_or_else(|| WebError::new(Code::Forbidden))?;
    Ok(Redirect::to(&page.href).into_response())
}

async fn shell(visit: &Visit, title: &str) -> Shell {
    Shell::of_visit(visit, "settings", visit.texts().get(title)).await
}

fn parse(id: &str) -> Result<PublicId, WebError> {
    id.parse().map_err(|_| WebError::new(Code::NotFound))
}

/// Refuses a page that the navigation does not show.
fn only(visit: &Visit, permission: Permission) -> Result<(), WebError> {
    if visit.caller.may(permission) {
        Ok(())
    } else {
        Err(WebError::new(Code::Forbidden))
    }
}

/// Choices of words whose texts are `<family>-<word>`.
fn choices(
    visit: &Visit,
    family: &str,
    words: impl IntoIterator<Item = &'static str>,
    chosen: &str,
) -> Vec<Choice> {
    let texts = visit.texts();
    words
        .into_iter()
        .map(|word| Choice {
            value: word.to_owned(),
            text: texts.get(&format!("{family}-{}", word.replace('_', "-"))),
            chosen: word == chosen,
        })
        .collect()
}
