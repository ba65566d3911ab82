//! Who may ask the pages of location groups.

use super::fields;
use hearken_testkit::access::{Given, Row, Thing, row};

pub(super) fn rows() -> Vec<Row> {
    let see = [403, 200, 200, 403, 403];
    let edit = [403, 303, 303, 403, 403];
    let others = [403, 403, 303, 403, 403];
    let group = Thing::LocationGroup;
    vec![
        row("GET /o/{slug}/settings/location-groups", see),
        row("GET /o/{slug}/settings/location-groups/new", see),
        row("POST /o/{slug}/settings/location-groups/new", edit).form(places),
        row(
            "GET /o/{slug}/settings/location-groups/{id}",
            [403, 403, 200, 403, 403],
        )
        .of(group)
        .mine(see),
        row("POST /o/{slug}/settings/location-groups/{id}", others)
            .of(group)
            .mine(edit)
            .form(places),
        row(
            "POST /o/{slug}/settings/location-groups/{id}/delete",
            others,
        )
        .of(group)
        .mine(edit),
    ]
}

fn places(given: &Given) -> Vec<(&'static str, String)> {
    let mut form = fields(&[("location", "DE"), ("location", "asia")]);
    form.push(("name", format!("Markets {}", given.n)));
    form
}
