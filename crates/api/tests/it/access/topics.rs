//! Who may ask what about topics, previews and back-tests.

use hearken_testkit::access::{Row, Thing, row};
use serde_json::json;

const LOOK: [u16; 5] = [200; 5];
const BACK_TEST: [u16; 5] = [403, 404, 404, 403, 403];
const NOTHING: &[(&str, &str)] = &[("id", "0bad0bad0bad0bad0bad0bad0bad0bad")];

pub(super) fn rows() -> Vec<Row> {
    let mut rows = changes();
    rows.extend(tries());
    rows
}

/// What changes nothing: trying rules, reading those of other products.
fn tries() -> Vec<Row> {
    vec![
        row(
            "POST /api/v1/organizations/{slug}/topics/translate",
            [403, 200, 200, 403, 403],
        )
        .json(|_| json!({ "query": "(kettle OR pot) AND NOT offer*", "syntax": "boolean" })),
        row(
            "POST /api/v1/organizations/{slug}/topics/back-tests",
            [403, 202, 202, 403, 403],
        )
        .json(|g| json!({ "rule": topic(g.n)["rules"][0] })),
        row(
            "GET /api/v1/organizations/{slug}/topics/back-tests/{id}",
            BACK_TEST,
        )
        .with(NOTHING),
        row(
            "DELETE /api/v1/organizations/{slug}/topics/back-tests/{id}",
            BACK_TEST,
        )
        .with(NOTHING),
    ]
}

fn changes() -> Vec<Row> {
    let owners = [403, 403, 204, 403, 403];
    let change = [403, 403, 200, 403, 403];
    let create = [403, 201, 201, 403, 403];
    vec![
        row("GET /api/v1/organizations/{slug}/categories", LOOK),
        row("POST /api/v1/organizations/{slug}/categories", create)
            .json(|g| json!({ "name": format!("New {}", g.n) })),
        row("PUT /api/v1/organizations/{slug}/categories/{id}", change)
            .of(Thing::Category)
            .mine([403, 200, 200, 403, 403])
            .json(|g| json!({ "name": format!("Renamed {}", g.n) })),
        row(
            "DELETE /api/v1/organizations/{slug}/categories/{id}",
            owners,
        )
        .of(Thing::Category)
        .mine([403, 204, 204, 403, 403]),
        row("GET /api/v1/organizations/{slug}/topics", LOOK),
        row("POST /api/v1/organizations/{slug}/topics", create).json(|g| topic(g.n)),
        row("GET /api/v1/organizations/{slug}/topics/{id}", LOOK).of(Thing::Topic),
        row("PUT /api/v1/organizations/{slug}/topics/{id}", change)
            .of(Thing::Topic)
            .mine([403, 200, 200, 403, 403])
            .json(|g| topic(g.n)),
        row("DELETE /api/v1/organizations/{slug}/topics/{id}", owners)
            .of(Thing::Topic)
            .mine([403, 204, 204, 403, 403]),
        row(
            "GET /api/v1/organizations/{slug}/topics/{id}/delete-effects",
            change,
        )
        .of(Thing::Topic)
        .mine([403, 200, 200, 403, 403]),
        row("PUT /api/v1/organizations/{slug}/topics/{id}/owner", change)
            .of(Thing::Topic)
            .mine([403, 403, 200, 403, 403])
            .json(|g| json!({ "owner": g.user })),
        row(
            "POST /api/v1/organizations/{slug}/topics/preview",
            [403, 200, 200, 403, 403],
        )
        .json(|g| json!({ "rules": topic(g.n)["rules"] })),
    ]
}

fn topic(n: u32) -> serde_json::Value {
    json!({
        "name": format!("Topic {n}"),
        "category_name": "Brands",
        "rules": [{ "type": "keywords", "keywords": [format!("teapot{n}")] }],
    })
}
