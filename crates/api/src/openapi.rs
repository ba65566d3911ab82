//! The OpenAPI document: what the routes of version 1 tell of themselves, and what all of them have
//! in common (parameters of the path, problems, security).

use crate::{problem::Problem, v1};
use serde_json::{Map, Value, json};
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(OpenApi)]
#[openapi(components(schemas(Problem)))]
struct Common;

/// Whatever stands before the routes of version 1.
const PREFIX: &str = "/api/v1";

/// The document's own route.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    OpenApiRouter::new().routes(routes!(get_document))
}

/// A document in the form of OpenAPI 3.1.
#[derive(ToSchema)]
#[schema(value_type = Object)]
#[expect(dead_code, reason = "tells the document what itself is")]
struct Document(Value);

/// This document.
#[utoipa::path(get, path = "/openapi.json", security(()),
    responses((status = 200, description = "the document", body = Document)))]
async fn get_document() -> axum::Json<Value> {
    axum::Json(document())
}

/// The document.
pub fn document() -> Value {
    let (_, routes) = OpenApiRouter::with_openapi(Common::openapi())
        .nest(PREFIX, v1::router())
        .split_for_parts();
    // What utoipa makes is a value of its own, so it can always be one of serde_json's.
    let Ok(Value::Object(mut document)) = serde_json::to_value(routes) else {
        return Value::Null;
    };
    document.insert("info".to_owned(), info());
    document.insert("security".to_owned(), json!([{ "token": [] }]));
    if let Some(Value::Object(components)) = document.get_mut("components") {
        let schemes = json!({ "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API token, `hkn_...`; it opens the organization it was made in.",
        } });
        components.insert("securitySchemes".to_owned(), schemes);
    }
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
                complete(path, operation);
            }
        }
    }
    Value::Object(document)
}

fn info() -> Value {
    json!({
        "title": "Hearken",
        "version": "1",
        "description": "Ids of things of other organizations cannot be told from ids of nothing: \
            both are 404. Errors are problem documents (RFC 9457) whose `code` is contract.",
        "license": { "name": "MIT OR Apache-2.0" },
    })
}

/// Parameters of paths.
const IN_PATH: &[(&str, &str)] = &[
    ("slug", "The organization's name in URLs."),
    ("id", "Id of the thing."),
    ("name", "The widget."),
];

/// Adds what all operations have in common.
fn complete(path: &str, operation: &mut Value) {
    let Value::Object(operation) = operation else {
        return;
    };
    let needs_token = !operation.contains_key("security");
    let takes_input = operation.contains_key("requestBody") || operation.contains_key("parameters");
    let tag = path.trim_start_matches(PREFIX).split('/').nth(3);
    operation.insert("tags".to_owned(), json!([tag.unwrap_or("organization")]));
    let names = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let of_path = names.map(|name| {
        let text = IN_PATH.iter().find(|(known, _)| *known == name);
        json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": text.map(|(_, text)| *text),
            "schema": { "type": "string" },
        })
    });
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Value::Array(parameters) = parameters {
        parameters.splice(0..0, of_path);
    }
    if let Some(Value::Object(responses)) = operation.get_mut("responses") {
        if needs_token {
            for (status, text) in [
                ("401", "no token, or one that has ended"),
                ("403", "the person may not do this"),
                ("404", "it does not exist, or belongs to somebody else"),
            ] {
                responses.insert(status.to_owned(), problem(text));
            }
            if takes_input {
                let text = "the input has problems; all of them at once";
                responses.insert("422".to_owned(), problem(text));
            }
        }
        responses.insert("default".to_owned(), problem("what else went wrong"));
    }
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" },
        } },
    })
}
