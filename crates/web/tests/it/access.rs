//! Who may ask which page, and that nobody learns of another organization's things.

mod administration;
mod location_groups;
mod topics;

use hearken_testkit::{
    Ask, TestApp,
    access::{Edge, Given, Outsider, Row, Thing, demand_answers, demand_rows, is_page, open, row},
};

const LOOK: [u16; 5] = [200; 5];

/// Columns: analyst, power analyst, administrator, global and billing administrator (analysts both).
fn rows() -> Vec<Row> {
    let mut rows = vec![
        row("GET /o/{slug}", [303; 5]).delegated(303, 303),
        row("GET /o/{slug}/events", LOOK).endless(),
    ];
    rows.extend(administration::operator());
    rows.extend(account());
    rows.extend(analytics());
    rows.extend(topics::rows());
    rows.extend(location_groups::rows());
    rows.extend(sources());
    rows.extend(settings());
    rows.extend(partner_area());
    rows.extend(partners());
    rows.extend(administration::rows());
    rows.extend(administration::domains());
    rows
}

fn account() -> Vec<Row> {
    vec![
        open("GET /assets/{*name}", 404, 404).with(&[("*name", "nothing.css")]),
        // The installation is set up: its first run is over.
        open("GET /first-run", 303, 303),
        open("POST /first-run", 409, 409).form(|_| {
            fields(&[
                ("name", "Late"),
                ("slug", "late"),
                ("country", "DE"),
                ("admin_email", "late@late.example"),
                ("admin_password", "a kettle sings at six"),
            ])
        }),
        open("GET /", 303, 303),
        open("GET /sign-in", 200, 200),
        open("POST /sign-in", 401, 401)
            .form(|_| fields(&[("email", "nobody@acme.example"), ("password", "guess")])),
        open("GET /me", 303, 200),
        open("POST /me", 303, 303).form(|_| fields(&[("name", "Ann"), ("zone", "")])),
        open("GET /me/password", 303, 200),
        open("POST /me/password", 303, 422)
            .form(|_| fields(&[("current", "guess"), ("new", "a kettle sings at six")])),
        open("POST /me/sign-out-others", 303, 303),
        // There is none here; see `provider`.
        open("GET /sign-in/provider", 404, 404),
        open("GET /sign-in/provider/back", 404, 404),
        open("GET /sign-in/code", 303, 303),
        open("POST /sign-in/code", 303, 303).form(|_| fields(&[("code", "000000")])),
        open("GET /password/forgotten", 200, 200),
        // No mail server is configured.
        open("POST /password/forgotten", 501, 501)
            .form(|_| fields(&[("email", "nobody@acme.example")])),
        open("GET /password/set", 410, 410).with(&[("?", "link=00")]),
        open("POST /password/set", 410, 410)
            .form(|_| fields(&[("link", "00"), ("new", "a kettle sings at six")])),
        // There is no sign-up.
        open("GET /signup", 404, 404),
        open("POST /signup", 404, 404),
        open("GET /signup/confirm", 404, 404),
        open("POST /signup/confirm", 404, 404),
        open("GET /me/sessions", 303, 200),
        open("POST /me/sessions/{id}/end", 303, 404),
        open("GET /me/second-factor", 303, 200),
        open("POST /me/second-factor", 303, 422).form(|_| fields(&[("code", "000000")])),
        open("POST /me/second-factor/recovery-codes", 303, 409)
            .form(|_| fields(&[("code", "000000")])),
        open("POST /me/second-factor/disable", 303, 409).form(|_| fields(&[("current", "guess")])),
        open("GET /me/second-factor/confirm", 303, 200),
        open("POST /me/second-factor/confirm", 303, 422).form(|_| fields(&[("code", "000000")])),
        open("GET /offers/{code}", 303, 404).with(&[("code", "no-code")]),
        open("POST /offers/{code}", 303, 404).with(&[("code", "no-code")]),
        // Last: the session has another token then, or is over.
        open("POST /leave", 303, 303),
        open("POST /sign-out", 303, 303),
    ]
}

fn analytics() -> Vec<Row> {
    vec![
        row("GET /o/{slug}/analytics", LOOK),
        row("GET /o/{slug}/analytics/widgets/{name}", LOOK).with(&[("name", "sources")]),
        row("GET /o/{slug}/posts", LOOK),
        row("GET /o/{slug}/posts/{id}", LOOK).of(Thing::Post),
        row("POST /o/{slug}/posts/{id}/sentiment", [303; 5])
            .of(Thing::Post)
            .form(|_| fields(&[("sentiment", "negative")])),
        row("GET /o/{slug}/posts/{id}/delete", [403, 200, 200, 403, 403]).of(Thing::Post),
        row(
            "POST /o/{slug}/posts/{id}/delete",
            [403, 303, 303, 403, 403],
        )
        .of(Thing::Post),
    ]
}

fn sources() -> Vec<Row> {
    let edit = [403, 403, 303, 403, 403];
    let form = [403, 403, 200, 403, 403];
    vec![
        row("GET /o/{slug}/search-setup/sources", LOOK),
        row("GET /o/{slug}/search-setup/sources/new", form),
        row("POST /o/{slug}/search-setup/sources/new", edit).form(group),
        row("GET /o/{slug}/search-setup/sources/{id}", form).of(Thing::Group),
        row("POST /o/{slug}/search-setup/sources/{id}", edit)
            .of(Thing::Group)
            .form(group),
        row("GET /o/{slug}/search-setup/sources/{id}/delete", form).of(Thing::Group),
        row("POST /o/{slug}/search-setup/sources/{id}/delete", edit).of(Thing::Group),
        row("GET /o/{slug}/search-setup/blocked", LOOK),
        row(
            "POST /o/{slug}/search-setup/blocked",
            [403, 303, 303, 403, 403],
        )
        .form(|g| {
            let entry = format!("nonsense{}", g.n);
            vec![
                ("kind", "phrase".into()),
                ("entry", entry),
                ("confirmed", "1".into()),
            ]
        }),
        row(
            "POST /o/{slug}/search-setup/blocked/{id}/remove",
            [403, 303, 303, 403, 403],
        )
        .of(Thing::Blocked),
        row("GET /o/{slug}/search-setup/import", form),
        row("POST /o/{slug}/search-setup/import", edit)
            .raw("multipart/form-data; boundary=cut", UPLOAD),
        // It has ended, and stopping it changes nothing.
        row("POST /o/{slug}/search-setup/import/{id}/cancel", edit).of(Thing::Import),
    ]
}

fn settings() -> Vec<Row> {
    let form = [403, 403, 200, 403, 403];
    let edit = [403, 403, 303, 403, 403];
    vec![
        row("GET /o/{slug}/settings", [303; 5]).delegated(303, 303),
        row("GET /o/{slug}/settings/users", [403, 403, 200, 200, 403]).delegated(200, 200),
        row("POST /o/{slug}/settings/users", edit)
            .of(Thing::User)
            .form(|g| vec![("user", g.id.clone()), ("access", "no".into())]),
        row(
            "GET /o/{slug}/settings/users/new",
            [403, 403, 403, 200, 403],
        )
        .delegated(200, 403),
        row(
            "POST /o/{slug}/settings/users/new",
            [403, 403, 403, 200, 403],
        )
        .delegated(200, 403)
        .form(|g| {
            vec![
                ("name", "New".into()),
                ("email", format!("new{}@acme.example", g.n)),
            ]
        }),
        row(
            "GET /o/{slug}/settings/users/{id}",
            [403, 403, 200, 200, 403],
        )
        .delegated(200, 200)
        .of(Thing::User),
        row(
            "POST /o/{slug}/settings/users/{id}/password",
            [403, 403, 403, 200, 403],
        )
        .delegated(200, 200)
        .of(Thing::User),
        row("GET /o/{slug}/settings/general", form),
        row("POST /o/{slug}/settings/general", edit)
            .form(|_| fields(&[("name", "Acme"), ("zone", ""), ("time_frame", "week")])),
        row("GET /o/{slug}/settings/languages", form),
        row("POST /o/{slug}/settings/languages", edit)
            .form(|_| fields(&[("languages", "en"), ("languages", "de")])),
        row("GET /o/{slug}/settings/defaults", form),
        row("POST /o/{slug}/settings/defaults", edit).form(|_| fields(&[("languages", "en")])),
        row("GET /o/{slug}/settings/tokens", LOOK),
        row("POST /o/{slug}/settings/tokens", [303; 5])
            .form(|g| vec![("name", format!("token {}", g.n))]),
        row("POST /o/{slug}/settings/tokens/{id}/revoke", edit)
            .delegated(403, 403)
            .of(Thing::Token)
            .mine([303; 5]),
    ]
}

/// An id that nothing has.
const NOTHING: &[(&str, &str)] = &[("id", "0bad0bad0bad0bad0bad0bad0bad0bad")];

/// The organization that is asked is a partner, too; whoever acts for it finds no partner area.
fn partner_area() -> Vec<Row> {
    let global = [403, 403, 403, 200, 403];
    let nobody = [403, 403, 403, 404, 403];
    let rows = vec![
        row("GET /o/{slug}/customers", LOOK),
        row("POST /o/{slug}/customers", [303; 5]).form(|_| fields(&[("do", "hold")])),
        row("POST /o/{slug}/customers/{id}/enter", [404; 5]).with(NOTHING),
        row("POST /o/{slug}/customers/{id}/mails", [404; 5])
            .with(NOTHING)
            .form(|_| fields(&[("mails", "off")])),
        row("POST /o/{slug}/customers/{id}/countersign", nobody).with(NOTHING),
        row("GET /o/{slug}/partner/offers", global),
        row("GET /o/{slug}/partner/offers/new", global),
        row(
            "POST /o/{slug}/partner/offers/new",
            [403, 403, 403, 422, 403],
        )
        .form(|_| fields(&[("kind", "standalone")])),
        row("POST /o/{slug}/partner/offers/{id}/withdraw", nobody).with(NOTHING),
        row("GET /o/{slug}/partner/people", global),
        row("POST /o/{slug}/partner/people", nobody).form(|g| {
            vec![
                ("level", "full".to_owned()),
                ("who", format!("person:{}", g.id)),
            ]
        }),
        row("POST /o/{slug}/partner/people/{id}/remove", nobody).with(NOTHING),
        row("GET /o/{slug}/partner/profile", global),
        row("POST /o/{slug}/partner/profile", [403, 403, 403, 303, 403])
            .form(|_| fields(&[("phone", "1")])),
        row("GET /o/{slug}/partner/log", global),
        row("GET /o/{slug}/partner/log.csv", global),
    ];
    rows.into_iter()
        .map(|row| row.delegated(404, 404))
        .collect()
}

/// The partners of the organization that is asked; a delegated admin sees the own one and changes
/// nothing.
fn partners() -> Vec<Row> {
    vec![
        row("GET /o/{slug}/settings/audit", [403, 403, 200, 200, 403]).delegated(200, 200),
        row(
            "GET /o/{slug}/settings/audit/checkpoint",
            [403, 403, 200, 200, 403],
        )
        .delegated(403, 403),
        row(
            "GET /o/{slug}/settings/audit.csv",
            [403, 403, 200, 200, 403],
        )
        .delegated(200, 200),
        row("GET /o/{slug}/settings/partners", [403, 403, 200, 200, 403]).delegated(200, 200),
        row(
            "GET /o/{slug}/settings/partners/{id}",
            [403, 403, 404, 404, 403],
        )
        .with(NOTHING)
        .delegated(404, 404),
        row(
            "POST /o/{slug}/settings/partners/{id}",
            [403, 403, 403, 404, 403],
        )
        .with(NOTHING)
        .form(|_| fields(&[("do", "end")])),
        row(
            "GET /o/{slug}/settings/partners/offers/{id}",
            [403, 403, 404, 404, 403],
        )
        .with(NOTHING)
        .delegated(403, 403),
        row(
            "POST /o/{slug}/settings/partners/offers/{id}",
            [403, 403, 403, 404, 403],
        )
        .with(NOTHING),
    ]
}

const UPLOAD: &str = "--cut\r\ncontent-disposition: form-data; name=\"format\"\r\n\r\nndjson\r\n\
    --cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.ndjson\"\r\n\r\n{}\n\r\n\
    --cut--\r\n";

fn fields(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs
        .iter()
        .map(|(key, value)| (*key, (*value).to_owned()))
        .collect()
}

fn topic(given: &Given) -> Vec<(&'static str, String)> {
    vec![
        ("name", format!("Topic {}", given.n)),
        ("new_category", "Brands".to_owned()),
        ("r0-type", "keywords".to_owned()),
        ("r0-keywords", format!("teapot{}", given.n)),
    ]
}

fn group(given: &Given) -> Vec<(&'static str, String)> {
    vec![
        ("name", format!("News {}", given.n)),
        ("initials", given.initials()),
        ("feeds", given.feed.clone()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_row() {
    demand_rows(is_page, &rows()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says() {
    let edge = Edge {
        knows: |_| true,
        sign: Ask::by,
        outsider: |who, _| match who {
            // To sign-in.
            Outsider::Anonymous => 303,
            Outsider::Operator | Outsider::Stranger => 404,
            Outsider::Withdrawn => 403,
            Outsider::Ended | Outsider::Held => 401,
        },
        // Whatever is answered to a browser keeps foreign scripts out.
        judge: Box::new(|_, answer| {
            let policy = answer.headers.get("content-security-policy");
            policy
                .is_none()
                .then(|| "no content security policy".to_owned())
        }),
    };
    demand_answers(edge, &rows()).await;
}

/// A form that another site sends is refused, whoever is signed in.
#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_are_refused() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    for (site, expect) in [
        ("same-origin", 303),
        ("same-site", 403),
        ("cross-site", 403),
    ] {
        let form = [("name", site)];
        let ask = Ask::form("/o/acme/search-setup/categories", &form).by(&ann);
        let answer = app.ask(ask.header("sec-fetch-site", site)).await;
        assert_eq!(answer.status, expect, "{site}");
    }
    app.stop().await;
}
