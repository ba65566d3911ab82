//! `Idempotency-Key` and stale versions, also when somebody means ill (A37).

use hearken_testkit::{Answer, Ask, Member, TestApp};
use serde_json::{Value, json};

async fn create(app: &TestApp, by: &Member, key: &str, email: &str) -> Answer {
    let path = format!("/api/v1/organizations/{}/users", by.slug);
    let body = json!({ "name": "Robin", "email": email });
    let ask = Ask::json("POST".parse().expect("a method"), path, &body);
    app.ask(ask.header("idempotency-key", key).by_token_of(by))
        .await
}

async fn people(app: &TestApp, by: &Member) -> usize {
    let path = format!("/api/v1/organizations/{}/users", by.slug);
    let answer = app.ask(Ask::get(path).by_token_of(by)).await.json();
    let rows = answer.as_array().or_else(|| answer["items"].as_array());
    rows.expect("a list").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_replays_its_own_answer_and_nothing_else() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let eve = app.organization("other").await;
    let before = people(&app, &ann).await;
    let first = create(&app, &ann, "one", "robin@acme.example").await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert!(first.json()["password"].is_string());
    let again = create(&app, &ann, "one", "robin@acme.example").await;
    assert_eq!(
        (again.status, &again.headers["idempotency-replayed"]),
        (first.status, &"true".parse().expect("a value"))
    );
    assert!(first.json()["user"]["id"].is_string(), "{}", first.text);
    assert_eq!(again.json()["user"], first.json()["user"]);
    assert_eq!(again.json()["password"], Value::Null, "told once");
    assert_eq!(people(&app, &ann).await, before + 1);
    // Another request under the same key is refused, and does nothing.
    let other = create(&app, &ann, "one", "dana@acme.example").await;
    assert_eq!(other.status, 409);
    assert_eq!(other.json()["code"], "idempotency_key_reused");
    assert_eq!(people(&app, &ann).await, before + 1);
    // Somebody else's key of the same name is another key: nothing of the answer is theirs.
    let theirs = create(&app, &eve, "one", "robin@acme.example").await;
    assert_eq!(theirs.status, 201, "{}", theirs.text);
    assert!(!theirs.headers.contains_key("idempotency-replayed"));
    let stranger = json!({ "name": "Robin", "email": "robin@acme.example" });
    let path = "/api/v1/organizations/acme/users";
    let ask = Ask::json("POST".parse().expect("a method"), path, &stranger);
    let ask = ask.header("idempotency-key", "one").by_token_of(&eve);
    assert_eq!(app.ask(ask).await.status, 404, "a key opens nothing");
    app.stop().await;
}
