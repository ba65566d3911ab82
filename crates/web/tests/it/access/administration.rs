//! Who may ask the pages of licences and groups, and those of the operator.

use super::{LOOK, fields};
use hearken_testkit::access::{Row, Thing, open, row};

pub(super) fn rows() -> Vec<Row> {
    let form = [403, 403, 403, 200, 403];
    let edit = [403, 403, 403, 303, 403];
    let groups = [403, 403, 303, 303, 403];
    vec![
        row(
            "POST /o/{slug}/settings/users/approval",
            [403, 403, 303, 403, 403],
        )
        .form(|_| fields(&[("on", "no")])),
        row("GET /o/{slug}/settings/licences", [403, 403, 403, 200, 200]).delegated(200, 403),
        row(
            "POST /o/{slug}/settings/licences",
            [403, 403, 403, 303, 303],
        )
        .delegated(303, 403)
        .form(|_| fields(&[("plan", "full_seats"), ("quantity", "5")])),
        // The name is not the organization's.
        row(
            "POST /o/{slug}/settings/licences/close",
            [403, 403, 403, 422, 403],
        )
        .form(|_| fields(&[("name", "Another")])),
        row("GET /o/{slug}/settings/licences/{id}", form)
            .delegated(200, 403)
            .of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}", edit)
            .delegated(303, 403)
            .of(Thing::User)
            .form(|_| fields(&[("licence", "full"), ("usage_location", "DE")])),
        row("GET /o/{slug}/settings/licences/{id}/remove", form)
            .delegated(200, 403)
            .of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}/remove", edit)
            .delegated(303, 403)
            .of(Thing::User),
        row("GET /o/{slug}/settings/licences/{id}/delete", form)
            .delegated(200, 403)
            .of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}/delete", edit)
            .delegated(303, 403)
            .of(Thing::User),
        row("GET /o/{slug}/settings/groups", LOOK),
        row(
            "GET /o/{slug}/settings/groups/new",
            [403, 403, 200, 200, 403],
        ),
        row("POST /o/{slug}/settings/groups/new", groups).form(|g| {
            vec![
                ("name", format!("Team {}", g.n)),
                ("member", g.user.clone()),
            ]
        }),
        row("GET /o/{slug}/settings/groups/{id}", LOOK).of(Thing::UserGroup),
        row("POST /o/{slug}/settings/groups/{id}", groups)
            .of(Thing::UserGroup)
            .form(|g| vec![("name", format!("Team {}", g.n))]),
        row("POST /o/{slug}/settings/groups/{id}/delete", groups).of(Thing::UserGroup),
    ]
}

/// Who is no operator finds no operator's pages; nobody asks for a declaration here.
pub(super) fn operator() -> Vec<Row> {
    vec![
        open("GET /o/{slug}/declaration", 303, 404),
        open("POST /o/{slug}/declaration", 303, 303),
        open("GET /operator", 303, 404),
        open("POST /operator/{slug}/seats", 303, 404).form(|_| fields(&[("full_seats", "9000")])),
        open("POST /operator/{slug}/end", 303, 404),
        open("POST /operator/{slug}/requests/{id}", 303, 404)
            .form(|_| fields(&[("accept", "yes")])),
        open("GET /operator/mail", 303, 404),
        open("GET /operator/mail/{name}", 303, 404).with(&[("name", "test")]),
        open("GET /operator/sign-ups", 303, 404),
        open("POST /operator/sign-ups/{id}/approve", 303, 404),
        open("POST /operator/sign-ups/{id}/refuse", 303, 404),
    ]
}

/// Mail domains.
pub(super) fn domains() -> Vec<Row> {
    let form = [403, 403, 403, 200, 403];
    let edit = [403, 403, 403, 303, 403];
    vec![
        row("GET /o/{slug}/settings/domains", form),
        row("POST /o/{slug}/settings/domains", edit)
            .form(|g| vec![("name", format!("n{}.example", g.n))]),
        // No domain name system answers here.
        row(
            "POST /o/{slug}/settings/domains/{id}/verify",
            [403, 403, 403, 502, 403],
        )
        .of(Thing::Domain),
        row("POST /o/{slug}/settings/domains/{id}/remove", edit).of(Thing::Domain),
    ]
}
