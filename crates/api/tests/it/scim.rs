//! `/scim/v2/{slug}`: what a directory may do, and what follows in the organization.

use hearken_app::{Code, organizations, tokens};
use hearken_model::TokenPurpose;
use hearken_testkit::{Answer, Ask, Member, TestApp};
use serde_json::{Value, json};

/// An organization with the token of its directory.
struct Directory {
    app: TestApp,
    ann: Member,
    token: String,
}

impl Directory {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ann = app.organization("acme").await;
        let token = provisioning(&app, &ann).await;
        Self { app, ann, token }
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> Answer {
        let method = method.parse().expect("a method");
        let path = format!("/scim/v2/acme{path}");
        let ask = match body {
            Value::Null => Ask::new(method, path),
            body => Ask::raw(method, path, "application/scim+json", &body.to_string()),
        };
        let bearer = format!("Bearer {}", self.token);
        self.app.ask(ask.header("authorization", &bearer)).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert_eq!(answer.headers["content-type"], "application/scim+json");
        answer.json()
    }

    /// Adds a person; answers the address of their resource.
    async fn add(&self, name: &str) -> String {
        let email = format!("{}@acme.example", name.to_lowercase());
        let body = json!({ "userName": email, "displayName": name, "externalId": name });
        let made = self.ask("POST", "/Users", body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let location = made.headers["location"].to_str().expect("text").to_owned();
        assert_eq!(made.json()["meta"]["location"], location.as_str());
        format!("/Users/{}", id(&made.json()))
    }
}

async fn provisioning(app: &TestApp, by: &Member) -> String {
    let new = tokens::NewToken {
        name: "directory".to_owned(),
        purpose: TokenPurpose::Scim,
    };
    let inside = organizations::enter(&app.house.app, &by.caller, &by.slug).await;
    let inside = inside.expect("inside");
    let made = tokens::create(&app.house.app, &inside, new).await;
    made.expect("a token").token.expose().to_owned()
}

fn id(resource: &Value) -> &str {
    resource["id"].as_str().expect("an id")
}

fn patch(operations: Value) -> Value {
    json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations })
}

fn kind(answer: &Answer) -> (u16, Value) {
    let told = answer.json();
    assert_eq!(
        told["schemas"][0],
        "urn:ietf:params:scim:api:messages:2.0:Error"
    );
    assert_eq!(told["status"], answer.status.as_str());
    (answer.status.as_u16(), told["scimType"].clone())
}

/// ADM-20, ADM-30: who is added has a place; who is inactive is out at once, who is removed is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_directory_adds_shuts_out_and_removes_people() {
    let directory = Directory::new().await;
    let path = directory.add("Bea").await;
    let users = directory
        .get("/Users?filter=userName%20eq%20%22BEA@acme.example%22")
        .await;
    assert_eq!(
        (
            &users["totalResults"],
            &users["Resources"][0]["displayName"]
        ),
        (&json!(1), &json!("Bea"))
    );
    let listed = directory
        .app
        .ask(Ask::get("/api/v1/organizations/acme/users").by_token_of(&directory.ann))
        .await;
    let bea = listed
        .json()
        .as_array()
        .expect("people")
        .iter()
        .find(|u| u["name"] == "Bea")
        .cloned();
    let bea = bea.expect("Bea is listed");
    assert_eq!(
        (&bea["licence"], &bea["state"]),
        (&json!("full"), &json!("new"))
    );

    for (active, allowed) in [
        (json!(false), false),
        (json!("True"), true),
        (json!(false), false),
    ] {
        let operation = json!([{ "op": "Replace", "path": "active", "value": active }]);
        let changed = directory.ask("PATCH", &path, patch(operation)).await;
        assert_eq!(changed.json()["active"], allowed, "{}", changed.text);
        let listed = directory
            .app
            .ask(Ask::get("/api/v1/organizations/acme/users").by_token_of(&directory.ann))
            .await;
        let state = listed
            .json()
            .as_array()
            .expect("people")
            .iter()
            .find(|u| u["name"] == "Bea")
            .expect("Bea")["state"]
            .clone();
        assert_eq!(state == "withdrawn", !allowed, "{state}");
    }
    let gone = directory.ask("DELETE", &path, Value::Null).await;
    assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));
    assert_eq!(
        kind(&directory.ask("GET", &path, Value::Null).await),
        (404, Value::Null)
    );
    directory.app.stop().await;
}

/// ADM-22, DEL-47: nobody shuts everybody out.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let directory = Directory::new().await;
    let users = directory.get("/Users").await;
    let path = format!("/Users/{}", id(&users["Resources"][0]));
    let operation = json!([{ "op": "replace", "path": "active", "value": false }]);
    let refused = directory.ask("PATCH", &path, patch(operation)).await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
    let removed = directory.ask("DELETE", &path, Value::Null).await;
    assert!(removed.status.is_client_error(), "{}", removed.text);
    assert_eq!(directory.get(&path).await["active"], true);
    directory.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_have_the_people_they_are_given() {
    let directory = Directory::new().await;
    let (bea, cid) = (directory.add("Bea").await, directory.add("Cid").await);
    let member = |path: &str| json!({ "value": path.trim_start_matches("/Users/") });
    let body = json!({ "displayName": "Support", "externalId": "g-1", "members": [member(&bea)] });
    let made = directory.ask("POST", "/Groups", body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/Groups/{}", id(&made.json()));
    assert_eq!(
        kind(&directory.ask("POST", "/Groups", body).await),
        (409, json!("uniqueness"))
    );
    let of = directory.get(&bea).await;
    assert_eq!(of["groups"][0]["display"], "Support");

    let more = json!([{ "op": "add", "path": "members", "value": [member(&cid), member(&bea)] }]);
    let changed = directory.ask("PATCH", &path, patch(more)).await;
    assert_eq!(
        changed.json()["members"].as_array().map(Vec::len),
        Some(2),
        "{}",
        changed.text
    );
    let one = format!(
        "members[value eq \"{}\"]",
        bea.trim_start_matches("/Users/")
    );
    let changed = directory
        .ask(
            "PATCH",
            &path,
            patch(json!([{ "op": "remove", "path": one }])),
        )
        .await;
    assert_eq!(changed.json()["members"][0]["value"], member(&cid)["value"]);
    let nobody =
        json!([{ "op": "add", "path": "members", "value": [{ "value": "0".repeat(32) }] }]);
    let refused = directory.ask("PATCH", &path, patch(nobody)).await;
    assert_eq!(kind(&refused), (400, json!("invalidValue")));

    // In the product it is read (ADM-40).
    let listed = directory
        .app
        .ask(Ask::get("/api/v1/organizations/acme/groups").by_token_of(&directory.ann))
        .await;
    assert_eq!(listed.json()[0]["name"], "Support");
    let inside = format!(
        "/api/v1/organizations/acme{}",
        path.replace("/Groups", "/groups")
    );
    let refused = directory
        .app
        .ask(Ask::new("DELETE".parse().expect("a method"), inside).by_token_of(&directory.ann))
        .await;
    assert_eq!(refused.json()["code"], Code::ManagedByDirectory.as_str());
    let gone = directory.ask("DELETE", &path, Value::Null).await;
    assert_eq!(gone.status, 204);
    directory.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_say_why() {
    let directory = Directory::new().await;
    let path = directory.add("Bea").await;
    let bea = json!({ "userName": "BEA@acme.example" });
    for (method, path, body, expect) in [
        ("POST", "/Users", bea, (409, json!("uniqueness"))),
        (
            "POST",
            "/Users",
            json!({ "displayName": "X" }),
            (400, json!("invalidValue")),
        ),
        (
            "POST",
            "/Users",
            json!({ "userName": "no address" }),
            (400, json!("invalidValue")),
        ),
        (
            "GET",
            "/Users?filter=nonsense",
            Value::Null,
            (400, json!("invalidFilter")),
        ),
        (
            "GET",
            "/Users?count=many",
            Value::Null,
            (400, json!("invalidValue")),
        ),
        (
            "PATCH",
            path.as_str(),
            json!({ "Operations": [] }),
            (400, json!("invalidSyntax")),
        ),
        (
            "PATCH",
            path.as_str(),
            patch(json!([{ "op": "replace", "path": "id", "value": "1" }])),
            (400, json!("mutability")),
        ),
        ("GET", "/Users/-", Value::Null, (404, Value::Null)),
        ("GET", "/Nothing", Value::Null, (404, Value::Null)),
        ("DELETE", "/Schemas", Value::Null, (405, Value::Null)),
    ] {
        let answer = directory.ask(method, path, body).await;
        assert_eq!(kind(&answer), expect, "{method} {path}: {}", answer.text);
    }
    directory.app.stop().await;
}

/// Paging, and one person's page of a person who belongs to somebody else.
#[tokio::test(flavor = "multi_thread")]
async fn pages_are_counted_from_one() {
    let directory = Directory::new().await;
    for name in ["Bea", "Cid", "Dan"] {
        directory.add(name).await;
    }
    for (query, names) in [
        ("?startIndex=2&count=2", vec!["Bea", "Cid"]),
        ("?startIndex=0&count=2", vec!["acme admin", "Bea"]),
        ("?startIndex=9", vec![]),
        ("?count=0", vec![]),
    ] {
        let page = directory.get(&format!("/Users{query}")).await;
        assert_eq!(page["totalResults"], 4);
        let found: Vec<&str> = page["Resources"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|r| r["displayName"].as_str())
            .collect();
        assert_eq!(found.len(), names.len(), "{query}: {found:?}");
        if !names.contains(&"acme admin") {
            assert_eq!(found, names, "{query}");
        }
    }
    directory.app.stop().await;
}

/// A token of a directory opens its organization's provisioning and nothing else; no other token
/// opens that; it ends with what its maker is.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_for_it_opens_provisioning() {
    let directory = Directory::new().await;
    let (app, ann) = (&directory.app, &directory.ann);
    let with = async |path: &str, token: &str| {
        let ask = Ask::get(path).header("authorization", &format!("Bearer {token}"));
        app.ask(ask).await.status.as_u16()
    };
    let api_token = ann.token.as_deref().expect("a token");
    app.organization("other").await;
    for (path, token, status) in [
        ("/scim/v2/acme/Users", directory.token.as_str(), 200),
        ("/scim/v2/acme/Users", api_token, 401),
        ("/scim/v2/acme/Users", "hkn_00", 401),
        ("/scim/v2/other/Users", &directory.token, 404),
        ("/scim/v2/nowhere/Users", &directory.token, 404),
        ("/api/v1/organizations/acme/users", &directory.token, 401),
    ] {
        assert_eq!(with(path, token).await, status, "{path}");
    }
    let anonymous = app.get(None, "/scim/v2/acme/Users").await;
    assert_eq!(anonymous.status, 401);
    app.stop().await;
}

/// The program `scim2`, where there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "where a tool is is for who runs the test"
)]
fn tester() -> Option<String> {
    std::env::var("HEARKEN_TEST_SCIM").ok()
}

/// The tester of the SCIM community, on a real socket, where `make test-services` has installed it.
#[tokio::test(flavor = "multi_thread")]
async fn the_public_tester_finds_nothing_wrong() {
    let Some(program) = tester() else {
        eprintln!("skipped: HEARKEN_TEST_SCIM names no scim2 program");
        return;
    };
    let directory = Directory::new().await;
    let address = directory.app.listen().await;
    let mut command = std::process::Command::new(program);
    command
        .args(["--url", &format!("http://{address}/scim/v2/acme"), "test"])
        .env(
            "SCIM_CLI_HEADERS",
            format!("Authorization: Bearer {}", directory.token),
        );
    let ran = tokio::task::spawn_blocking(move || command.output()).await;
    let output = ran.expect("joined").expect("the tester runs");
    let told = String::from_utf8_lossy(&output.stdout);
    let checks = told
        .lines()
        .filter(|line| line.starts_with("SUCCESS"))
        .count();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{errors}");
    assert!(checks > 30, "{checks} checks");
    eprintln!("{checks} checks, none failed");
    directory.app.stop().await;
}
