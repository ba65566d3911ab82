//! Who may ask which page, and that nobody learns of another organization's things.

use hearken_testkit::{
    Ask, TestApp,
    access::{Edge, Given, Outsider, Row, Stage, Thing, missing, open, row, walk},
};

/// Routes of pages; the API has a table of its own.
fn is_page(route: &str) -> bool {
    let (_, path) = route.split_once(' ').unwrap_or_default();
    !path.starts_with("/api/") && !["/healthz", "/readyz", "/metrics"].contains(&path)
}

const LOOK: [u16; 5] = [200; 5];

/// Columns: analyst, power analyst, administrator, global and billing administrator (analysts both).
fn rows() -> Vec<Row> {
    let mut rows = vec![
        row("GET /o/{slug}", [303; 5]),
        row("GET /o/{slug}/events", LOOK).endless(),
    ];
    rows.extend(account());
    rows.extend(analytics());
    rows.extend(topics());
    rows.extend(sources());
    rows.extend(settings());
    rows.extend(administration());
    rows
}

fn administration() -> Vec<Row> {
    let form = [403, 403, 403, 200, 403];
    let edit = [403, 403, 403, 303, 403];
    let groups = [403, 403, 303, 303, 403];
    vec![
        row(
            "POST /o/{slug}/settings/users/approval",
            [403, 403, 303, 403, 403],
        )
        .form(|_| fields(&[("on", "no")])),
        row("GET /o/{slug}/settings/licences", [403, 403, 403, 200, 200]),
        row(
            "POST /o/{slug}/settings/licences",
            [403, 403, 403, 303, 303],
        )
        .form(|_| fields(&[("plan", "full_seats"), ("quantity", "5")])),
        row("GET /o/{slug}/settings/licences/{id}", form).of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}", edit)
            .of(Thing::User)
            .form(|_| fields(&[("licence", "full"), ("usage_location", "DE")])),
        row("GET /o/{slug}/settings/licences/{id}/remove", form).of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}/remove", edit).of(Thing::User),
        row("GET /o/{slug}/settings/licences/{id}/delete", form).of(Thing::User),
        row("POST /o/{slug}/settings/licences/{id}/delete", edit).of(Thing::User),
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
        // Nobody asks for a declaration here, and who is no operator finds no operator's pages.
        open("GET /o/{slug}/declaration", 303, 404),
        open("POST /o/{slug}/declaration", 303, 303),
        open("GET /operator", 303, 404),
        open("POST /operator/{slug}/seats", 303, 404).form(|_| fields(&[("full_seats", "9000")])),
        open("POST /operator/{slug}/requests/{id}", 303, 404)
            .form(|_| fields(&[("accept", "yes")])),
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
        // Last: the session is over then.
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

fn topics() -> Vec<Row> {
    let edit = [403, 303, 303, 403, 403];
    let form = [403, 200, 200, 403, 403];
    let admins = [403, 403, 303, 403, 403];
    vec![
        row("GET /o/{slug}/search-setup", LOOK),
        row("GET /o/{slug}/search-setup/summary", LOOK),
        row("GET /o/{slug}/search-setup/start", form),
        row("POST /o/{slug}/search-setup/start", edit)
            .form(|g| vec![("name", format!("First {}", g.n))]),
        row("GET /o/{slug}/search-setup/topics/new", form),
        row("POST /o/{slug}/search-setup/topics/new", edit).form(topic),
        row("GET /o/{slug}/search-setup/topics/{id}", LOOK).of(Thing::Topic),
        row("POST /o/{slug}/search-setup/topics/{id}", admins)
            .of(Thing::Topic)
            .mine(edit)
            .form(topic),
        row(
            "GET /o/{slug}/search-setup/topics/{id}/delete",
            [403, 403, 200, 403, 403],
        )
        .of(Thing::Topic)
        .mine(form),
        row("POST /o/{slug}/search-setup/topics/{id}/delete", admins)
            .of(Thing::Topic)
            .mine(edit),
        row("POST /o/{slug}/search-setup/preview/{rule}", form)
            .with(&[("rule", "0")])
            .form(topic),
        row("GET /o/{slug}/search-setup/categories", LOOK),
        row("POST /o/{slug}/search-setup/categories", edit)
            .form(|g| vec![("name", format!("New {}", g.n))]),
        row("POST /o/{slug}/search-setup/categories/{id}", admins)
            .of(Thing::Category)
            .mine(edit)
            .form(|g| vec![("name", format!("Renamed {}", g.n))]),
        row("POST /o/{slug}/search-setup/categories/{id}/delete", admins)
            .of(Thing::Category)
            .mine(edit),
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
        row("GET /o/{slug}/settings", [303; 5]),
        row("GET /o/{slug}/settings/users", [403, 403, 200, 200, 403]),
        row("POST /o/{slug}/settings/users", edit)
            .of(Thing::User)
            .form(|g| vec![("user", g.id.clone()), ("do", "withdraw".into())]),
        row(
            "GET /o/{slug}/settings/users/new",
            [403, 403, 403, 200, 403],
        ),
        row(
            "POST /o/{slug}/settings/users/new",
            [403, 403, 403, 200, 403],
        )
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
        .of(Thing::User),
        row(
            "POST /o/{slug}/settings/users/{id}/password",
            [403, 403, 403, 200, 403],
        )
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
        row("POST /o/{slug}/settings/tokens", LOOK)
            .form(|g| vec![("name", format!("token {}", g.n))]),
        row("POST /o/{slug}/settings/tokens/{id}/revoke", edit)
            .of(Thing::Token)
            .mine([303; 5]),
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
    let initials = char::from_u32(0x5e00 + given.n).map(String::from);
    vec![
        ("name", format!("News {}", given.n)),
        ("initials", initials.unwrap_or_default()),
        ("feeds", given.feed.clone()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_row() {
    let app = TestApp::new().await;
    let found = app
        .routes()
        .into_iter()
        .filter(|route| is_page(route))
        .collect();
    let missing = missing(&found, &rows());
    assert!(missing.is_empty(), "{missing:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says() {
    let stage = Stage::set().await;
    let edge = Edge {
        sign: Ask::by,
        outsider: |who, _| match who {
            // To sign-in.
            Outsider::Anonymous => 303,
            Outsider::Operator | Outsider::Stranger => 404,
            Outsider::Withdrawn => 403,
        },
        // Whatever is answered to a browser keeps foreign scripts out.
        judge: Box::new(|_, answer| {
            let policy = answer.headers.get("content-security-policy");
            policy
                .is_none()
                .then(|| "no content security policy".to_owned())
        }),
    };
    let (wrong, asked) = walk(&stage, edge, &rows()).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Were the table or the cast empty, nothing would be wrong either.
    assert!(asked > 1_000, "{asked} requests");
    stage.app.stop().await;
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
