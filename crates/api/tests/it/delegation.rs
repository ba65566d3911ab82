//! Delegated administration over the API: the scenarios of administration 1.14 that need no page, and
//! how each refusal is told (1.13). The agency is the partner.

mod refusals;

use crate::document;
use hearken_authz::Permission;
use hearken_model::PublicId;
use hearken_testkit::{
    Answer, Ask, Member, PASSWORD, TestApp,
    house::app::{Secret, delegation, organizations, session, tokens},
};
use serde_json::{Value, json};

/// Asks, and demands the status and, of refusals, the code; whatever comes is as the document says.
struct Stage {
    app: TestApp,
    agency: Member,
}

impl Stage {
    async fn set() -> Self {
        // The second factor has tests of its own.
        let app = TestApp::with(|config| config.delegation.second_factor = false).await;
        let agency = app.partner("agency").await;
        let stage = Self { app, agency };
        let person = stage.agency.caller.person().expect("a person").public_id;
        let body = json!({ "person": person.to_string(), "level": "full" });
        stage
            .post(&stage.agency, "/partner/people", &body, 201)
            .await;
        stage
    }

    async fn ask(&self, method: &str, by: &Member, path: &str, body: Option<&Value>) -> Answer {
        let full = format!("/api/v1/organizations/{}{path}", by.slug);
        let method = method.parse().expect("a method");
        let ask = match body {
            Some(body) => Ask::json(method, full, body),
            None => Ask::new(method, full),
        };
        self.app.ask(ask.by_token_of(by)).await
    }

    async fn get(&self, by: &Member, path: &str) -> Value {
        let answer = self.ask("GET", by, path, None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    async fn post(&self, by: &Member, path: &str, body: &Value, status: u16) -> Value {
        let answer = self.ask("POST", by, path, Some(body)).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        if answer.text.is_empty() {
            return Value::Null;
        }
        let told = answer.json();
        if status >= 400 {
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
        told
    }

    async fn refused(&self, by: &Member, path: &str, body: &Value, status: u16, code: &str) {
        let told = self.post(by, path, body, status).await;
        assert_eq!(told["code"], code, "{path}: {told}");
    }

    /// Makes an offer; answers its code.
    async fn offer(&self, audience: (&str, Value)) -> String {
        let mut body = json!({ "kind": "standalone", "level": "full", "days": 365 });
        body[audience.0] = audience.1;
        let made = self.post(&self.agency, "/partner/offers", &body, 201).await;
        made["secret"].as_str().expect("a code").to_owned()
    }

    async fn yes(&self, by: &Member, code: &str) -> Value {
        let seen = self
            .post(by, "/offers/inspect", &json!({ "code": code }), 200)
            .await;
        assert_eq!(seen["partner"], "agency");
        self.post(by, "/offers/answer", &reply(code, &seen), 200)
            .await
    }

    /// A partner's person with a token that was made inside the customer.
    async fn inside(&self, partner: &Member, customer: &Member, id: &str) -> Member {
        let app = &self.app.house.app;
        let home = session::resume(app, &partner.session).await.expect("in");
        let home = organizations::enter(app, &home, &partner.slug).await;
        let home = home.expect("at home");
        let id: PublicId = id.parse().expect("an id");
        let before = Secret::new(partner.session.clone());
        let entered = delegation::enter_customer(app, &home, &before, id).await;
        let token = entered.expect("an entry").token;
        let caller = session::resume(app, token.expose()).await.expect("acts");
        let caller = organizations::enter(app, &caller, &customer.slug).await;
        let caller = caller.expect("inside");
        let new = tokens::NewToken {
            name: "acting".to_owned(),
            ..tokens::NewToken::default()
        };
        let made = tokens::create(app, &caller, new).await.expect("a token");
        assert!(!caller.may(Permission::AnswerOffers));
        Member {
            slug: customer.slug.clone(),
            email: partner.email.clone(),
            session: token.expose().to_owned(),
            token: Some(made.token.expose().to_owned()),
            caller,
        }
    }
}

fn reply(code: &str, seen: &Value) -> Value {
    json!({
        "code": code, "terms_hash": seen["terms_hash"], "delegate": true,
        "level": seen["level"], "days": seen["days"], "password": PASSWORD,
    })
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Scenarios 1 and 9: nothing before the yes, everything after it, nothing after the end.
#[tokio::test(flavor = "multi_thread")]
async fn from_an_offer_to_its_end() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let code = stage.offer(("mail", json!(acme.email))).await;
    // The agency's own token opens the agency alone; so does its session.
    let ask = Ask::get("/api/v1/organizations/acme/users").by_token_of(&stage.agency);
    assert_eq!(stage.app.ask(ask).await.json()["code"], "not_found");

    let answered = stage.yes(&acme, &code).await;
    assert_eq!(
        (&answered["status"], &answered["already"]),
        (&json!("active"), &json!(false))
    );
    let id = text(&answered["relationship"]);
    let acting = stage.inside(&stage.agency, &acme, &id).await;
    let who = stage.get(&acting, "/session").await;
    assert_eq!(who["acting_for"]["customer"], "acme");
    assert_eq!(who["acting_for"]["partner"], "agency");
    assert_eq!(who["roles"]["configuration_role"], "administrator");
    assert_eq!(who["roles"]["interaction_role"], "manager");
    assert_eq!(
        (&who["locked"], &who["organization_role"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(who["location"]["country"], "DE");
    let south = who["location"]["bounds"]["south"].as_f64().expect("a box");
    assert!((45.0..50.0).contains(&south), "{south}");

    let user = json!({ "name": "Bea", "email": "bea@acme.example" });
    stage.post(&acting, "/users", &user, 201).await;
    let topic = json!({ "name": "Kettles", "category_name": "Brands", "rules": [
        { "type": "keywords", "keywords": ["kettle"] },
    ] });
    stage.post(&acting, "/topics", &topic, 201).await;
    let deeds = stage.get(&acme, &format!("/partners/{id}/activity")).await;
    let told: Vec<_> = deeds.as_array().expect("deeds").iter().collect();
    assert!(told.iter().any(|deed| deed["action"] == "topic.created"));

    // A pause bites at once, lets itself be said twice, and goes.
    for path in ["hold", "resume"] {
        stage
            .post(&acme, &format!("/partners/{id}/{path}"), &json!({}), 204)
            .await;
        let seen = stage.ask("GET", &acting, "/session", None).await;
        assert_eq!(seen.status, if path == "hold" { 401 } else { 200 });
    }
    let path = format!("/partners/{id}/end");
    let left = stage.post(&acme, &path, &json!({}), 200).await;
    assert_eq!(
        (&left["users"], &left["topics"]),
        (&json!(["Bea"]), &json!(["Kettles"]))
    );
    assert_eq!(left["tokens"], json!(["acting"]));
    // To end what is over is no mistake.
    stage.post(&acme, &path, &json!({}), 200).await;
    let gone = stage.ask("GET", &acting, "/topics", None).await;
    assert_eq!(gone.status, 401);
    let topics = stage.get(&acme, "/topics").await;
    assert_eq!(topics[0]["name"], "Kettles", "work stays");
    let log = stage.get(&stage.agency, "/partner/log").await;
    let rows = log.as_array().expect("rows");
    let ended = rows
        .iter()
        .find(|row| row["action"] == "relationship.ended");
    assert_eq!(ended.expect("told to the partner")["customer"], "acme");
    stage.app.stop().await;
}

/// Scenario 2: one link, two customers, two relationships, each confirmed by the partner.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_several() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let other = stage.app.organization("other").await;
    let code = stage.offer(("most", json!(2))).await;
    let mut ids = Vec::new();
    for member in [&acme, &other] {
        let answered = stage.yes(member, &code).await;
        assert_eq!(answered["status"], "approved");
        ids.push(text(&answered["relationship"]));
    }
    assert_ne!(ids[0], ids[1]);
    let path = format!("/partner/customers/{}/countersign", ids[0]);
    stage.post(&stage.agency, &path, &json!({}), 204).await;
    let customers = stage.get(&stage.agency, "/partner/customers").await;
    let status = |name: &str| {
        let rows = customers.as_array().expect("rows");
        let row = rows.iter().find(|row| row["name"] == name);
        row.expect("a customer")["status"].clone()
    };
    assert_eq!(
        (status("acme"), status("other")),
        (json!("active"), json!("approved"))
    );
    // The link is used up for a third; the partner ends both sides at once, twice.
    let third = stage.app.organization("third").await;
    let asked = json!({ "code": code });
    stage
        .refused(&third, "/offers/inspect", &asked, 410, "offer_used")
        .await;
    let both = json!({ "ids": ids });
    for _ in 0..2 {
        stage
            .post(&stage.agency, "/partner/customers/end", &both, 204)
            .await;
    }
    let partners = stage.get(&acme, "/partners").await;
    assert_eq!(partners[0]["status"], "terminated");
    assert_eq!(partners[0]["end_reason"], "by_partner");
    stage.app.stop().await;
}

/// Scenario 10, with scenario 6 on the way: two partners; one is removed, the other works on; neither
/// answers or ends anything for the customer.
#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_is_removed() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let code = stage.offer(("mail", json!(acme.email))).await;
    let first = text(&stage.yes(&acme, &code).await["relationship"]);
    let desk = Stage {
        agency: stage.app.partner("desk").await,
        app: stage.app,
    };
    let person = desk.agency.caller.person().expect("a person").public_id;
    let body = json!({ "person": person.to_string(), "level": "full" });
    desk.post(&desk.agency, "/partner/people", &body, 201).await;
    let code = desk.offer(("mail", json!(acme.email))).await;
    let acting = desk.inside(&stage.agency, &acme, &first).await;
    let asked = json!({ "code": code });
    for (path, why) in [
        ("/offers/inspect".to_owned(), "not_native_admin"),
        (format!("/partners/{first}/end"), "never_delegable"),
    ] {
        desk.refused(&acting, &path, &asked, 403, why).await;
    }
    let seen = desk.post(&acme, "/offers/inspect", &asked, 200).await;
    let yes = reply(&code, &seen);
    let answered = desk.post(&acme, "/offers/answer", &yes, 200).await;
    let second = text(&answered["relationship"]);
    let other = desk.inside(&desk.agency, &acme, &second).await;
    desk.post(&acme, &format!("/partners/{first}/end"), &json!({}), 200)
        .await;
    assert_eq!(desk.ask("GET", &acting, "/users", None).await.status, 401);
    desk.get(&other, "/users").await;
    // One who acts sees the own partner alone.
    let partners = desk.get(&other, "/partners").await;
    assert_eq!(partners.as_array().map(Vec::len), Some(1));
    assert_eq!(partners[0]["name"], "desk");
    desk.app.stop().await;
}

/// What members get is as the document says, things with content, too.
#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_documented() {
    let stage = Stage::set().await;
    let acme = stage.app.organization("acme").await;
    let code = stage.offer(("mail", json!(acme.email))).await;
    let id = text(&stage.yes(&acme, &code).await["relationship"]);
    stage.inside(&stage.agency, &acme, &id).await;
    let judge = document::judge();
    for (by, path, route) in [
        (
            &stage.agency,
            "/partner/offers".to_owned(),
            "/partner/offers",
        ),
        (
            &stage.agency,
            "/partner/customers".to_owned(),
            "/partner/customers",
        ),
        (
            &stage.agency,
            "/partner/people".to_owned(),
            "/partner/people",
        ),
        (&stage.agency, "/partner/log".to_owned(), "/partner/log"),
        (&acme, "/partners".to_owned(), "/partners"),
        (&acme, format!("/partners/{id}"), "/partners/{id}"),
        (
            &acme,
            format!("/partners/{id}/activity"),
            "/partners/{id}/activity",
        ),
        (
            &acme,
            format!("/partners/{id}/leftovers"),
            "/partners/{id}/leftovers",
        ),
        (&acme, "/session".to_owned(), "/session"),
        (&acme, "/audit".to_owned(), "/audit"),
        (&acme, "/audit/checkpoint".to_owned(), "/audit/checkpoint"),
    ] {
        let answer = stage.ask("GET", by, &path, None).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_ne!(answer.json(), json!([]), "{path} has nothing to judge");
        let route = format!("GET /api/v1/organizations/{{slug}}{route}");
        assert_eq!(judge(&route, &answer), None, "{path}");
    }
    stage.app.stop().await;
}
