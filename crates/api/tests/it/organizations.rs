//! `/api/v1/organizations/{slug}/...`: topics, imports, figures, and how the API says no.

use crate::document;
use hearken_testkit::{Ask, Member, TestApp, post};
use serde_json::json;
use std::time::Duration;

const ACME: &str = "/api/v1/organizations/acme";

fn write(method: &str, path: &str, body: &serde_json::Value, by: &Member) -> Ask {
    let method = method.parse().expect("a method");
    Ask::json(method, format!("{ACME}{path}"), body).by_token_of(by)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_refused_with_every_problem_then_kept_and_changed() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let bad = json!({ "name": "x".repeat(40), "category_name": "", "rules": [
        { "type": "keywords", "keywords": [], "languages": ["xx"] },
        { "type": "custom_sources", "groups": [] },
    ] });
    let answer = app.ask(write("POST", "/topics", &bad, &ann)).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let told = answer.json();
    let errors = told["errors"].as_array().expect("errors").iter();
    let fields: Vec<&str> = errors.filter_map(|e| e["field"].as_str()).collect();
    for field in ["name", "category", "rules.0.keywords", "rules.1.groups"] {
        assert!(fields.contains(&field), "{field}: {told}");
    }

    let mut topic = json!({ "name": "Kettles", "category_name": "Brands", "rules": [
        { "type": "keywords", "keywords": ["kettle"], "proximity": "sentence" },
    ] });
    let made = app.ask(write("POST", "/topics", &topic, &ann)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert_eq!(made["rules"][0]["proximity"], "sentence");
    let path = format!("/topics/{}", made["id"].as_str().expect("an id"));
    topic["version"] = made["version"].clone();
    topic["name"] = json!("Teapots");
    let changed = app.ask(write("PUT", &path, &topic, &ann)).await;
    assert_eq!(changed.json()["name"], "Teapots");
    // The version is that of before the change.
    let stale = app.ask(write("PUT", &path, &topic, &ann)).await;
    assert_eq!(stale.json()["code"], "stale_version");
    app.stop().await;
}

fn uploads(app: &TestApp) -> usize {
    let folder = std::fs::read_dir(app.folder().join("uploads"));
    folder.expect("the folder for uploads").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_read_and_counted() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let csv = "when,words\n2026-11-01T10:00:00Z,a kettle sings\n2026-11-01T11:00:00Z,a toaster\n";
    let path =
        format!("{ACME}/imports?format=csv&name=a.csv&column.text=words&column.published_at=when");
    let ask = Ask::raw("POST".parse().expect("a method"), path, "text/csv", csv);
    let started = app.ask(ask.by_token_of(&ann)).await;
    assert_eq!(started.status, 201, "{}", started.text);
    let id = started.json()["id"].as_str().expect("an id").to_owned();
    let mut import = started.json();
    for _ in 0..200 {
        if !["waiting", "running"].contains(&import["state"].as_str().unwrap_or_default()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let ask = Ask::get(format!("{ACME}/imports/{id}")).by_token_of(&ann);
        import = app.ask(ask).await.json();
    }
    assert_eq!(import["state"], "done", "{import}");
    assert_eq!(
        (&import["read"], &import["recorded"]),
        (&json!(2), &json!(1))
    );
    // The upload goes with its import, at the latest when everything has stopped.
    app.stop().await;
    assert_eq!(uploads(&app), 0);
}

/// What is refused leaves no file behind.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_no_known_format_is_not_kept() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    for query in ["format=tarot&name=a", "format=ndjson"] {
        let path = format!("{ACME}/imports?{query}");
        let ask = Ask::raw(
            "POST".parse().expect("a method"),
            path,
            "text/plain",
            "{}\n",
        );
        let refused = app.ask(ask.by_token_of(&ann)).await;
        assert_eq!(refused.status, 422, "{query}");
    }
    assert_eq!(uploads(&app), 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_have_the_form_that_the_document_tells() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let posts = [
        post("0", "a shiny copper kettle")
            .language("en")
            .author("bea", 5)
            .build(),
        post("1", "what a wonderful copper kettle")
            .language("en")
            .author("bea", 5)
            .build(),
        post("2", "a terrible copper kettle")
            .language("en")
            .place(52.5, 13.4, "DE")
            .build(),
    ];
    app.import(&ann, &posts).await;
    let judge = document::judge();
    let route = "GET /api/v1/organizations/{slug}/analytics/widgets/{name}";
    for widget in [
        "summary",
        "volume",
        "sentiment",
        "sentiment-by-group",
        "phrases",
        "search-topics",
        "sources",
        "authors",
        "languages",
        "location",
    ] {
        let path = format!("{ACME}/analytics/widgets/{widget}?time=all");
        let answer = app.ask(Ask::get(path).by_token_of(&ann)).await;
        assert_eq!(judge(route, &answer), None, "{widget}");
        let rows = answer.json()["rows"].as_array().map(Vec::len);
        assert!(rows > Some(0), "{widget} has nothing to judge");
    }
    for (path, route) in [
        ("/report", "GET /api/v1/organizations/{slug}/report"),
        ("/posts?time=all", "GET /api/v1/organizations/{slug}/posts"),
    ] {
        let answer = app
            .ask(Ask::get(format!("{ACME}{path}")).by_token_of(&ann))
            .await;
        assert_eq!(judge(route, &answer), None);
        assert!(answer.text.contains("kettle"), "{}", answer.text);
    }
    app.stop().await;
}

/// Whatever is wrong with a request, the answer is a problem document.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_is_told_as_a_problem() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let post = |path: &str, body: &str| {
        let method = "POST".parse().expect("a method");
        Ask::raw(method, format!("{ACME}{path}"), "application/json", body).by_token_of(&ann)
    };
    let get = |path: &str| Ask::get(format!("{ACME}{path}")).by_token_of(&ann);
    for (ask, status, code) in [
        (post("/categories", "{"), 422, "invalid"),
        (post("/categories", "{\"nome\": 1}"), 422, "invalid"),
        (get("/users?configuration_role=king"), 422, "invalid"),
        (get("/users?state=asleep"), 422, "invalid"),
        (get("/topics?sort=luck"), 422, "invalid"),
        (get("/report?from=yesterday"), 422, "invalid"),
        (get("/topics/1"), 404, "not_found"),
        (get("/nothing"), 404, "not_found"),
        (get("/analytics/widgets/nothing"), 404, "not_found"),
        (Ask::get(ACME), 401, "not_signed_in"),
        (
            Ask::get(ACME).header("authorization", "Bearer hkn_x"),
            401,
            "not_signed_in",
        ),
    ] {
        let shown = format!("{ask:?}");
        let answer = app.ask(ask).await;
        assert_eq!(answer.status, status, "{shown}");
        assert_eq!(
            answer.headers["content-type"], "application/problem+json",
            "{shown}"
        );
        assert_eq!(answer.json()["code"], code, "{shown}");
    }
    app.stop().await;
}

/// A method that an address does not take is a problem too, and told which ones it takes.
#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_refused_as_problems() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let refused = app.ask(write("DELETE", "/topics", &json!({}), &ann)).await;
    assert_eq!(refused.status, 405);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    assert_eq!(refused.json()["code"], "method_not_allowed");
    assert_eq!(refused.headers["allow"], "GET,HEAD,POST");
    app.stop().await;
}

/// A token tells of the organization that it was made in, and of no other.
#[tokio::test(flavor = "multi_thread")]
async fn one_s_organizations_are_told() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.organization("other").await;
    let mine = app
        .ask(Ask::get("/api/v1/organizations").by_token_of(&ann))
        .await;
    let mine = mine.json();
    assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine}");
    assert_eq!(mine[0]["organization"]["slug"], "acme");
    assert_eq!(mine[0]["configuration_role"], "administrator");
    app.stop().await;
}

/// GLO-02, GLO-30: how pages look and write, of an organization and of a person.
#[tokio::test(flavor = "multi_thread")]
async fn styles_are_kept_and_checked() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let all = json!({ "theme": "dark", "dates": "EEE, d/M/yyyy", "clock": "12",
        "numbers": "space", "filling": "patterns" });
    let general = json!({ "name": "Acme", "time_frame": "week", "style": all });
    let saved = app
        .ask(write("PUT", "/settings/general", &general, &ann))
        .await;
    let read = Ask::get(format!("{ACME}/settings")).by_token_of(&ann);
    let read = app.ask(read).await.json();
    assert_eq!((&saved.json(), &read["style"]), (&read, &all));
    assert_eq!(read["time_frame"], "week");

    let own = json!({ "style": { "numbers": "plain" } });
    let saved = app
        .ask(write("PUT", "/session/preferences", &own, &ann))
        .await;
    let style = &saved.json()["style"];
    assert_eq!(
        (&style["numbers"], &style["theme"]),
        (&json!("plain"), &json!(null))
    );
    let bad = json!({ "style": { "dates": "dd HH", "clock": "13" } });
    let refused = app
        .ask(write("PUT", "/session/preferences", &bad, &ann))
        .await;
    let told = refused.json();
    let errors = told["errors"].as_array().expect("errors").iter();
    let errors = errors.map(|e| (e["field"].as_str(), e["code"].as_str()));
    let expect = [("dates", "not_a_date_pattern"), ("clock", "unknown_value")];
    assert_eq!(
        errors.collect::<Vec<_>>(),
        expect.map(|(field, code)| (Some(field), Some(code)))
    );
    app.stop().await;
}
