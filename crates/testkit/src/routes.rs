//! Which routes a router has, read from the router itself, so that no list of them can forget one.

use crate::TestApp;
use axum::Router;
use std::collections::{BTreeMap, BTreeSet};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl TestApp {
    /// The routes of pages and API: `GET /o/{slug}`, `POST /sign-in`.
    pub fn routes(&self) -> BTreeSet<String> {
        routes(&self.routes)
    }
}

/// axum tells of routes by `Debug` alone. Should its form change, nothing is found here, and whoever
/// compares with a table fails.
fn routes(router: &Router) -> BTreeSet<String> {
    let text = format!("{router:?}");
    // What follows are the fallbacks of routers, which are no routes.
    let text = text.split("fallback_router:").next().unwrap_or_default();
    let (endpoints, paths) = text.split_once("node: Node {").unwrap_or_default();
    let endpoints: BTreeMap<&str, &str> = numbered(endpoints).collect();
    let mut found = BTreeSet::new();
    for (number, rest) in numbered(paths) {
        let path = rest.split('"').nth(1).unwrap_or_default();
        let endpoint = endpoints.get(number).copied().unwrap_or_default();
        for method in METHODS {
            if endpoint.contains(&format!(" {method}: "))
                && !endpoint.contains(&format!(" {method}: None"))
            {
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    found
}

/// The entries of a map: `RouteId(0): ...`.
fn numbered(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("RouteId(")
        .filter_map(|part| part.split_once("): "))
}
