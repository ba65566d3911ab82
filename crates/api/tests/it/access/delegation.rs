//! Rows of both sides of delegated administration.

use hearken_testkit::access::{Given, Row, Thing, row};
use serde_json::json;

const LOOK: [u16; 5] = [200; 5];

/// An id that nothing has.
const NOTHING: &[(&str, &str)] = &[("id", "0bad0bad0bad0bad0bad0bad0bad0bad")];

/// The organization that is asked is a partner, too, without customers; whoever acts for it has no
/// part in that.
pub(super) fn partner_side() -> Vec<Row> {
    let global = |status| [403, 403, 403, status, 403];
    let rows = vec![
        row(
            "GET /api/v1/organizations/{slug}/partner/offers",
            global(200),
        ),
        row(
            "POST /api/v1/organizations/{slug}/partner/offers",
            global(201),
        )
        .json(|g| {
            let mail = format!("client{}@client.example", g.n);
            json!({ "kind": "standalone", "level": "full", "mail": mail })
        }),
        row(
            "GET /api/v1/organizations/{slug}/partner/offers/{id}",
            global(200),
        )
        .of(Thing::Offer),
        row(
            "POST /api/v1/organizations/{slug}/partner/offers/{id}/withdraw",
            global(204),
        )
        .of(Thing::Offer),
        row("GET /api/v1/organizations/{slug}/partner/log", global(200)),
        row(
            "GET /api/v1/organizations/{slug}/partner/people",
            global(200),
        ),
        row(
            "POST /api/v1/organizations/{slug}/partner/people",
            global(201),
        )
        .json(|g| json!({ "person": g.user, "level": "limited" })),
        row(
            "DELETE /api/v1/organizations/{slug}/partner/people/{id}",
            global(204),
        )
        .of(Thing::Assignment),
    ];
    let all = rows.into_iter().chain(customers());
    all.map(|row| row.delegated(403, 403)).collect()
}

fn customers() -> Vec<Row> {
    vec![
        row("GET /api/v1/organizations/{slug}/partner/customers", LOOK),
        row(
            "GET /api/v1/organizations/{slug}/partner/customers/{id}",
            [404; 5],
        )
        .with(NOTHING),
        row(
            "PUT /api/v1/organizations/{slug}/partner/customers/{id}/mails",
            [404; 5],
        )
        .with(NOTHING)
        .json(|_| json!({ "on": false })),
        row(
            "POST /api/v1/organizations/{slug}/partner/customers/{id}/countersign",
            [403, 403, 403, 404, 403],
        )
        .with(NOTHING),
        row(
            "POST /api/v1/organizations/{slug}/partner/customers/hold",
            [404; 5],
        )
        .json(nobody),
        row(
            "POST /api/v1/organizations/{slug}/partner/customers/resume",
            [404; 5],
        )
        .json(nobody),
        row(
            "POST /api/v1/organizations/{slug}/partner/customers/end",
            [404; 5],
        )
        .json(nobody),
    ]
}

fn nobody(_: &Given) -> serde_json::Value {
    json!({ "ids": ["0bad0bad0bad0bad0bad0bad0bad0bad"] })
}

/// The partners of the organization that is asked. Of the delegated admins, one is of the partner
/// whose relationship it is, the other of another.
pub(super) fn customer_side() -> Vec<Row> {
    let see = [403, 403, 200, 200, 403];
    let change = [403, 403, 403, 404, 403];
    let mut rows = vec![
        row("GET /api/v1/organizations/{slug}/audit", see).delegated(200, 200),
        row("GET /api/v1/organizations/{slug}/audit/checkpoint", see).delegated(403, 403),
        row("GET /api/v1/organizations/{slug}/offers", see).delegated(403, 403),
        row("POST /api/v1/organizations/{slug}/offers/inspect", change)
            .delegated(403, 403)
            .json(|_| json!({ "code": "0bad".repeat(16) })),
        row("POST /api/v1/organizations/{slug}/offers/answer", change)
            .delegated(403, 403)
            .json(|_| {
                let code = "0bad".repeat(16);
                json!({ "code": code, "terms_hash": "", "delegate": false, "password": "" })
            }),
        row("GET /api/v1/organizations/{slug}/partners", see).delegated(200, 200),
        row("GET /api/v1/organizations/{slug}/partners/{id}", see)
            .of(Thing::Relationship)
            .delegated(200, 404),
        row(
            "GET /api/v1/organizations/{slug}/partners/{id}/activity",
            see,
        )
        .of(Thing::Relationship)
        .delegated(200, 404),
        row(
            "GET /api/v1/organizations/{slug}/partners/{id}/leftovers",
            see,
        )
        .of(Thing::Relationship)
        .delegated(403, 403),
    ];
    rows.extend(changes());
    rows
}

fn changes() -> Vec<Row> {
    let change = [403, 403, 403, 404, 403];
    vec![
        // What they do to a real one is in `delegation`; here it would end the cast's own.
        row(
            "POST /api/v1/organizations/{slug}/partners/{id}/hold",
            change,
        )
        .with(NOTHING)
        .delegated(403, 403),
        row(
            "POST /api/v1/organizations/{slug}/partners/{id}/resume",
            change,
        )
        .with(NOTHING)
        .delegated(403, 403),
        row(
            "POST /api/v1/organizations/{slug}/partners/{id}/narrow",
            change,
        )
        .with(NOTHING)
        .delegated(403, 403)
        .json(|_| json!({ "level": "limited" })),
        row(
            "POST /api/v1/organizations/{slug}/partners/{id}/extend",
            change,
        )
        .with(NOTHING)
        .delegated(403, 403)
        .json(|_| json!({ "days": 30 })),
        row(
            "POST /api/v1/organizations/{slug}/partners/{id}/end",
            change,
        )
        .with(NOTHING)
        .delegated(403, 403),
    ]
}
