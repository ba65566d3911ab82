//! The pages, by area. An area is a folder, a line of [`AREAS`] for the rail, and a line of
//! [`router`].

pub mod account;
pub mod analytics;
pub mod operator;
pub mod partner;
pub mod search_setup;
pub mod settings;

use crate::state::WebState;
use axum::Router;
use hearken_authz::Permission;

/// An entry of the rail.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// Its key; its text is `nav-<key>`.
    pub key: &'static str,
    /// Its address within the organization.
    pub path: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its shortcut.
    pub shortcut: &'static str,
    /// Who sees it: those who have one of these.
    pub permissions: &'static [Permission],
}

/// The areas, in the order of the rail.
pub const AREAS: &[Area] = &[
    area(
        "analytics",
        "/analytics",
        "g a",
        &[Permission::ViewAnalysis],
    ),
    area(
        "search-setup",
        "/search-setup",
        "g s",
        &[Permission::ViewSearchSetup],
    ),
    area(
        "customers",
        "/customers",
        "g c",
        &[Permission::ViewCustomers],
    ),
    // Everybody with a place may have API tokens, the others come for licences; the pages show by
    // what a person may.
    area(
        "settings",
        "/settings",
        "g ,",
        &[
            Permission::ManageApiTokens,
            Permission::ManageLicences,
            Permission::BuyLicences,
        ],
    ),
];

const fn area(
    key: &'static str,
    path: &'static str,
    shortcut: &'static str,
    permissions: &'static [Permission],
) -> Area {
    Area {
        key,
        path,
        icon: key,
        shortcut,
        permissions,
    }
}

/// The routes of all pages.
pub fn router() -> Router<WebState> {
    Router::new()
        .merge(account::router())
        .merge(analytics::router())
        .merge(partner::router())
        .merge(search_setup::router())
        .merge(settings::router())
        .merge(operator::router())
}
