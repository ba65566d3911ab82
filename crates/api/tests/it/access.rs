//! Who may ask which route of the API, and that nobody learns of another organization's things.

mod delegation;
mod location_groups;
mod topics;

use crate::document;
use hearken_testkit::{
    Ask, TestApp,
    access::{Edge, Given, Outsider, Row, Thing, demand_answers, demand_rows, is_page, open, row},
};
use serde_json::json;

const LOOK: [u16; 5] = [200; 5];

/// Columns: analyst, power analyst, administrator, global and billing administrator (analysts both).
fn rows() -> Vec<Row> {
    let mut rows = vec![
        open("GET /healthz", 200, 200),
        open("GET /readyz", 200, 200),
        open("GET /api/v1/openapi.json", 200, 200),
        open("GET /api/v1/organizations", 401, 200),
        row("GET /api/v1/organizations/{slug}", LOOK),
        // Whoever is inside is somebody; nobody but their roles is told.
        row("GET /api/v1/organizations/{slug}/session", LOOK).delegated(200, 200),
        row("PUT /api/v1/organizations/{slug}/session/preferences", LOOK)
            .delegated(200, 200)
            .json(|_| json!({ "time_frame": "week", "charts": "table" })),
    ];
    rows.extend(settings());
    rows.extend(provisioning());
    rows.extend(administration());
    rows.extend(domains());
    rows.extend(people());
    rows.extend(delegation::partner_side());
    rows.extend(delegation::customer_side());
    rows.extend(topics::rows());
    rows.extend(location_groups::rows());
    rows.extend(sources());
    rows.extend(posts());
    rows
}

fn settings() -> Vec<Row> {
    let edit = [403, 403, 200, 403, 403];
    vec![
        row("GET /api/v1/organizations/{slug}/settings", LOOK),
        row("PUT /api/v1/organizations/{slug}/settings/general", edit)
            .json(|_| json!({ "name": "Acme", "zone": "Europe/Berlin", "time_frame": "week" })),
        row("PUT /api/v1/organizations/{slug}/settings/languages", edit)
            .json(|_| json!({ "languages": ["en", "de"] })),
        row(
            "GET /api/v1/organizations/{slug}/settings/languages/impact",
            edit,
        )
        .with(&[("?", "languages=en")]),
        row("PUT /api/v1/organizations/{slug}/settings/defaults", edit)
            .json(|_| json!({ "languages": ["en"], "sources": [] })),
    ]
}

/// Nothing that a person's token opens; what a directory's does is told in `scim`.
fn provisioning() -> Vec<Row> {
    let closed = [
        "GET /scim/v2/{slug}/ServiceProviderConfig",
        "GET /scim/v2/{slug}/ResourceTypes",
        "GET /scim/v2/{slug}/ResourceTypes/{name}",
        "GET /scim/v2/{slug}/Schemas",
        "GET /scim/v2/{slug}/Schemas/{name}",
        "POST /scim/v2/{slug}/.search",
        "GET /scim/v2/{slug}/Users",
        "POST /scim/v2/{slug}/Users",
        "POST /scim/v2/{slug}/Users/.search",
        "GET /scim/v2/{slug}/Users/{id}",
        "PUT /scim/v2/{slug}/Users/{id}",
        "PATCH /scim/v2/{slug}/Users/{id}",
        "DELETE /scim/v2/{slug}/Users/{id}",
        "GET /scim/v2/{slug}/Groups",
        "POST /scim/v2/{slug}/Groups",
        "POST /scim/v2/{slug}/Groups/.search",
        "GET /scim/v2/{slug}/Groups/{id}",
        "PUT /scim/v2/{slug}/Groups/{id}",
        "PATCH /scim/v2/{slug}/Groups/{id}",
        "DELETE /scim/v2/{slug}/Groups/{id}",
    ];
    let rows = closed.map(|route| row(route, [401; 5]).delegated(401, 401));
    rows.into_iter()
        .map(|row| row.with(&[("name", "User")]))
        .collect()
}

fn domains() -> Vec<Row> {
    let globals = [403, 403, 403, 200, 403];
    vec![
        row("GET /api/v1/organizations/{slug}/domains", globals).delegated(403, 403),
        row(
            "POST /api/v1/organizations/{slug}/domains",
            [403, 403, 403, 201, 403],
        )
        .delegated(403, 403)
        .json(|g| json!({ "name": format!("n{}.example", g.n) })),
        // No domain name system answers here.
        row(
            "POST /api/v1/organizations/{slug}/domains/{id}/verify",
            [403, 403, 403, 502, 403],
        )
        .delegated(403, 403)
        .of(Thing::Domain),
        row(
            "DELETE /api/v1/organizations/{slug}/domains/{id}",
            [403, 403, 403, 204, 403],
        )
        .delegated(403, 403)
        .of(Thing::Domain),
    ]
}

fn administration() -> Vec<Row> {
    let globals = [403, 403, 403, 200, 403];
    vec![
        row(
            "DELETE /api/v1/organizations/{slug}/users/{id}",
            [403, 403, 403, 204, 403],
        )
        .delegated(204, 403)
        .of(Thing::User),
        row(
            "PUT /api/v1/organizations/{slug}/users/{id}/licence",
            globals,
        )
        .delegated(200, 403)
        .of(Thing::User)
        .json(|_| json!({ "type": "full", "usage_location": "DE" })),
        row(
            "DELETE /api/v1/organizations/{slug}/users/{id}/licence",
            globals,
        )
        .delegated(200, 403)
        .of(Thing::User),
        row(
            "GET /api/v1/organizations/{slug}/licences",
            [403, 403, 403, 200, 200],
        )
        .delegated(200, 403),
        row(
            "POST /api/v1/organizations/{slug}/licences/requests",
            [403, 403, 403, 201, 201],
        )
        .delegated(201, 403)
        .json(|_| json!({ "plan": "posts_100k", "quantity": 1 })),
        row(
            "POST /api/v1/organizations/{slug}/licences/close",
            [403, 403, 403, 422, 403],
        )
        .delegated(403, 403)
        .json(|_| json!({ "name": "Another" })),
        row("GET /api/v1/organizations/{slug}/groups", LOOK),
        row(
            "POST /api/v1/organizations/{slug}/groups",
            [403, 403, 201, 201, 403],
        )
        .json(|g| json!({ "name": format!("Team {}", g.n), "members": [g.user] })),
        row("GET /api/v1/organizations/{slug}/groups/{id}", LOOK).of(Thing::UserGroup),
        row(
            "PUT /api/v1/organizations/{slug}/groups/{id}",
            [403, 403, 200, 200, 403],
        )
        .of(Thing::UserGroup)
        .json(|g| json!({ "name": format!("Team {}", g.n) })),
        row(
            "DELETE /api/v1/organizations/{slug}/groups/{id}",
            [403, 403, 204, 204, 403],
        )
        .of(Thing::UserGroup),
    ]
}

fn people() -> Vec<Row> {
    vec![
        row(
            "GET /api/v1/organizations/{slug}/users",
            [403, 403, 200, 200, 403],
        ),
        row(
            "POST /api/v1/organizations/{slug}/users",
            [403, 403, 403, 201, 403],
        )
        .delegated(201, 403)
        .json(|g| json!({ "name": "New", "email": format!("new{}@acme.example", g.n) })),
        row(
            "GET /api/v1/organizations/{slug}/users/{id}",
            [403, 403, 200, 200, 403],
        )
        .of(Thing::User),
        row(
            "PUT /api/v1/organizations/{slug}/users/{id}/roles",
            [403, 403, 200, 403, 403],
        )
        .of(Thing::User)
        .json(|_| json!({ "configuration_role": "analyst", "interaction_role": "reader" })),
        row(
            "PUT /api/v1/organizations/{slug}/users/{id}/access",
            [403, 403, 200, 403, 403],
        )
        .of(Thing::User)
        .json(|_| json!({ "allowed": false })),
        row(
            "POST /api/v1/organizations/{slug}/users/{id}/password",
            [403, 403, 403, 200, 403],
        )
        .delegated(200, 200)
        .of(Thing::User),
        row("GET /api/v1/organizations/{slug}/tokens", LOOK),
        row("POST /api/v1/organizations/{slug}/tokens", [201; 5])
            .json(|g| json!({ "name": format!("token {}", g.n) })),
        row(
            "DELETE /api/v1/organizations/{slug}/tokens/{id}",
            [403, 403, 204, 403, 403],
        )
        .of(Thing::Token)
        // An administrator's token: they have but their own.
        .delegated(403, 403)
        .mine([204; 5]),
    ]
}

fn sources() -> Vec<Row> {
    let edit = [403, 403, 200, 403, 403];
    vec![
        row("GET /api/v1/organizations/{slug}/custom-sources", LOOK),
        row(
            "POST /api/v1/organizations/{slug}/custom-sources",
            [403, 403, 201, 403, 403],
        )
        .json(group),
        row("GET /api/v1/organizations/{slug}/custom-sources/{id}", LOOK).of(Thing::Group),
        row("PUT /api/v1/organizations/{slug}/custom-sources/{id}", edit)
            .of(Thing::Group)
            .json(group),
        row(
            "DELETE /api/v1/organizations/{slug}/custom-sources/{id}",
            [403, 403, 204, 403, 403],
        )
        .of(Thing::Group),
        row(
            "GET /api/v1/organizations/{slug}/custom-sources/{id}/delete-effects",
            edit,
        )
        .of(Thing::Group),
        row(
            "POST /api/v1/organizations/{slug}/custom-sources/check",
            edit,
        )
        .json(|g| json!({ "url": g.feed })),
        row("GET /api/v1/organizations/{slug}/blocked", LOOK),
        row(
            "POST /api/v1/organizations/{slug}/blocked",
            [403, 201, 201, 403, 403],
        )
        .json(|g| json!({ "kind": "phrase", "entry": format!("nonsense{}", g.n) })),
        row(
            "POST /api/v1/organizations/{slug}/blocked/preview",
            [403, 200, 200, 403, 403],
        )
        .json(|g| json!({ "kind": "domain", "entry": format!("d{}.example", g.n) })),
        row(
            "DELETE /api/v1/organizations/{slug}/blocked/{id}",
            [403, 200, 200, 403, 403],
        )
        .of(Thing::Blocked),
        row("GET /api/v1/organizations/{slug}/imports", edit),
        row(
            "POST /api/v1/organizations/{slug}/imports",
            [403, 403, 201, 403, 403],
        )
        .with(&[("?", "format=ndjson&name=a.ndjson")])
        .raw("application/octet-stream", "{}\n"),
        row("GET /api/v1/organizations/{slug}/imports/{id}", edit).of(Thing::Import),
        // It has ended.
        row(
            "POST /api/v1/organizations/{slug}/imports/{id}/cancel",
            [403, 403, 409, 403, 403],
        )
        .of(Thing::Import),
    ]
}

fn group(given: &Given) -> serde_json::Value {
    json!({ "name": format!("News {}", given.n), "initials": given.initials(), "feeds": [given.feed] })
}

fn posts() -> Vec<Row> {
    vec![
        row("GET /api/v1/organizations/{slug}/posts", LOOK),
        row("GET /api/v1/organizations/{slug}/posts/{id}", LOOK).of(Thing::Post),
        row(
            "PUT /api/v1/organizations/{slug}/posts/{id}/sentiment",
            LOOK,
        )
        .of(Thing::Post)
        .json(|_| json!({ "sentiment": "positive" })),
        row(
            "DELETE /api/v1/organizations/{slug}/posts/{id}",
            [403, 204, 204, 403, 403],
        )
        .of(Thing::Post),
        row(
            "GET /api/v1/organizations/{slug}/analytics/widgets/{name}",
            LOOK,
        )
        .with(&[("name", "volume")]),
        row("GET /api/v1/organizations/{slug}/report", LOOK),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_row() {
    demand_rows(|route| !is_page(route), &rows()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says() {
    let edge = Edge {
        knows: |member| member.token.is_some(),
        sign: Ask::by_token_of,
        outsider: |who, row| match who {
            // No token but a directory's opens provisioning, whoever's it is.
            _ if row.route.contains(" /scim/") => 401,
            Outsider::Anonymous | Outsider::Ended | Outsider::Held => 401,
            Outsider::Operator | Outsider::Stranger => 404,
            Outsider::Withdrawn => 403,
        },
        judge: Box::new(document::judge()),
    };
    demand_answers(edge, &rows()).await;
}

/// Looking with a page's session is allowed, so that pages can hand out files; writing is not.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_only_look() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let path = "/api/v1/organizations/acme/categories";
    let looked = app.ask(Ask::get(path).by(&ann)).await;
    assert_eq!(looked.status, 200);
    let body = json!({ "name": "Brands" });
    let wrote = app
        .ask(Ask::json("POST".parse().unwrap(), path, &body).by(&ann))
        .await;
    assert_eq!(wrote.json()["code"], "not_signed_in");
    app.stop().await;
}
