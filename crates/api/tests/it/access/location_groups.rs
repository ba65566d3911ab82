//! Who may ask what about location groups.

use hearken_testkit::access::{Given, Row, Thing, row};
use serde_json::{Value, json};

pub(super) fn rows() -> Vec<Row> {
    let group = Thing::LocationGroup;
    vec![
        row("GET /api/v1/organizations/{slug}/location-groups", [200; 5]),
        row(
            "POST /api/v1/organizations/{slug}/location-groups",
            [403, 201, 201, 403, 403],
        )
        .json(places),
        row(
            "PUT /api/v1/organizations/{slug}/location-groups/{id}",
            [403, 403, 200, 403, 403],
        )
        .of(group)
        .mine([403, 200, 200, 403, 403])
        .json(places),
        row(
            "DELETE /api/v1/organizations/{slug}/location-groups/{id}",
            [403, 403, 204, 403, 403],
        )
        .of(group)
        .mine([403, 204, 204, 403, 403]),
    ]
}

fn places(given: &Given) -> Value {
    json!({ "name": format!("Markets {}", given.n), "locations": ["DE", "asia"] })
}
