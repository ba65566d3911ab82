//! The OpenAPI document tells what the router does: the same routes, and answers of the forms that
//! it promises.

use hearken_api::openapi::document;
use hearken_testkit::{Answer, TestApp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every operation: its route and what is told of it.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |(path, item)| {
        let item: &Value = item;
        let methods = item.as_object().expect("methods").iter();
        methods.map(move |(method, told)| (format!("{} {path}", method.to_uppercase()), told))
    };
    paths.iter().flat_map(of_path).collect()
}

/// Says what is wrong with an answer by the document; routes that are not in it are not judged.
pub(crate) fn judge() -> impl Fn(&str, &Answer) -> Option<String> {
    let document = document();
    move |route, answer| {
        let operations = operations(&document);
        let (_, told) = operations.iter().find(|(known, _)| known == route)?;
        let status = answer.status.as_str();
        let response = told["responses"]
            .get(status)
            .or(told["responses"].get("default"))?;
        if answer.text.is_empty() {
            let promised = response.get("content").is_some();
            return promised.then(|| format!("{status} without its body"));
        }
        let kind = answer.headers.get("content-type")?.to_str().ok()?;
        let kind = kind.split(';').next()?;
        let Some(content) = response["content"].get(kind) else {
            return Some(format!("{status} with {kind}, which is not promised"));
        };
        let wrong = wrong(&document, &content["schema"], &answer.json());
        wrong.map(|wrong| format!("{status}: {wrong}: {}", answer.text))
    }
}

fn wrong(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    (!errors.is_empty()).then(|| errors.join("; "))
}

#[tokio::test(flavor = "multi_thread")]
async fn router_and_document_have_the_same_routes() {
    let app = TestApp::new().await;
    let served: BTreeSet<String> = app
        .routes()
        .into_iter()
        .filter(|route| route.contains(" /api/"))
        .collect();
    let document = document();
    let told: BTreeSet<String> = operations(&document)
        .into_iter()
        .map(|(route, _)| route)
        .collect();
    assert!(served.len() > 40, "{served:?}");
    assert_eq!(served, told);
    app.stop().await;
}

#[test]
fn every_operation_tells_what_it_takes_and_gives() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (route, told) in operations(&document) {
        let id = told["operationId"].as_str().expect("an id");
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
        let summary = told["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty(), "{route} has no summary");
        for name in route.split('/').filter_map(|p| p.strip_prefix('{')) {
            let name = name.trim_end_matches('}');
            let parameters = told["parameters"].as_array().expect("parameters");
            let of_path = |p: &&Value| p["in"] == "path" && p["name"] == name;
            assert_eq!(parameters.iter().filter(of_path).count(), 1, "{route}");
        }
        let writes = route.starts_with("PUT ");
        assert!(!writes || told["requestBody"].is_object(), "{route}");
        if let Some(body) = told.get("requestBody") {
            let kinds = body["content"].as_object().expect("content").values();
            assert!(
                kinds.into_iter().all(|kind| kind["schema"].is_object()),
                "{route}"
            );
        }
        let responses = told["responses"].as_object().expect("responses");
        for (status, response) in responses {
            let is_empty = status == "204";
            assert_eq!(
                response.get("content").is_none(),
                is_empty,
                "{route} {status}"
            );
        }
        assert!(responses.contains_key("default"), "{route}");
        assert!(responses.keys().any(|s| s.starts_with('2')), "{route}");
        assert_eq!(
            responses.contains_key("401"),
            told.get("security").is_none(),
            "{route}"
        );
    }
    assert_eq!(document["security"], json!([{ "token": [] }]));
}

/// What is referred to is there, so that a client can be made of the document.
#[test]
fn references_lead_somewhere() {
    let document = document();
    let mut open = vec![&document];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference
                .strip_prefix('#')
                .expect("a place in the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            seen += 1;
        }
        match value {
            Value::Array(inner) => open.extend(inner),
            Value::Object(inner) => open.extend(inner.values()),
            _ => {}
        }
    }
    assert!(seen > 100, "{seen}");
}

/// A check that never finds anything would pass everything.
#[test]
fn answers_of_another_form_are_found() {
    let document = document();
    let category = json!({ "$ref": "#/components/schemas/Category" });
    for (value, is_right) in [
        (
            json!({ "id": "0".repeat(32), "name": "a", "topics": 1, "editable": true, "owner": null }),
            true,
        ),
        (
            json!({ "id": "0", "name": "a", "topics": 1, "editable": true }),
            false,
        ),
        (
            json!({ "id": "0".repeat(32), "name": 5, "topics": 1, "editable": true }),
            false,
        ),
        (json!({}), false),
    ] {
        assert_eq!(
            wrong(&document, &category, &value).is_none(),
            is_right,
            "{value}"
        );
    }
}
