//! The OpenAPI document, made from one table of operations. Bodies are described in words so far,
//! not by schemas.

use serde_json::{Map, Value, json};

/// An operation of the API.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Method, lower case.
    pub method: &'static str,
    /// Path below `/api/v1`.
    pub path: &'static str,
    /// Stable name.
    pub id: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// Status of success.
    pub success: u16,
    /// Whether the query is a dataset's.
    pub takes_dataset: bool,
}

const fn operation(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    success: u16,
) -> Operation {
    Operation {
        method,
        path,
        id,
        summary,
        success,
        takes_dataset: false,
    }
}

const fn dataset(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation {
        method: "get",
        path,
        id,
        summary,
        success: 200,
        takes_dataset: true,
    }
}

/// Every operation that needs a token. A test walks it.
pub const OPERATIONS: &[Operation] = &[
    operation(
        "get",
        "/organizations/{slug}",
        "get_organization",
        "The organization.",
        200,
    ),
    operation(
        "get",
        "/organizations/{slug}/categories",
        "list_categories",
        "Categories with their number of topics.",
        200,
    ),
    operation(
        "post",
        "/organizations/{slug}/categories",
        "create_category",
        "Creates a category: {name}.",
        201,
    ),
    operation(
        "get",
        "/organizations/{slug}/topics",
        "list_topics",
        "Topics without their rules.",
        200,
    ),
    operation(
        "post",
        "/organizations/{slug}/topics",
        "create_topic",
        "Creates a topic: {name, category or category_name, rules}.",
        201,
    ),
    operation(
        "get",
        "/organizations/{slug}/topics/{id}",
        "get_topic",
        "A topic with its rules.",
        200,
    ),
    operation(
        "put",
        "/organizations/{slug}/topics/{id}",
        "change_topic",
        "Changes a topic; a stale version is refused.",
        200,
    ),
    operation(
        "delete",
        "/organizations/{slug}/topics/{id}",
        "delete_topic",
        "Deletes a topic; its posts stay stored.",
        204,
    ),
    operation(
        "get",
        "/organizations/{slug}/imports",
        "list_imports",
        "The newest imports.",
        200,
    ),
    operation(
        "get",
        "/organizations/{slug}/imports/{id}",
        "get_import",
        "How an import stands.",
        200,
    ),
    dataset(
        "/organizations/{slug}/posts",
        "list_posts",
        "Posts of a dataset, newest first; `after` is the cursor of the page before.",
    ),
    operation(
        "get",
        "/organizations/{slug}/posts/{id}",
        "get_post",
        "A post.",
        200,
    ),
    operation(
        "delete",
        "/organizations/{slug}/posts/{id}",
        "delete_post",
        "Deletes a post for good.",
        204,
    ),
    dataset(
        "/organizations/{slug}/analytics/widgets/{name}",
        "get_widget",
        "Figures of a widget; with `.csv` after the name as CSV.",
    ),
    operation(
        "get",
        "/organizations/{slug}/report",
        "get_report",
        "What `hearken report` prints; `topic`, `from`, `to`.",
        200,
    ),
];

/// Parameters of a dataset's URL form that are listed; others are in the guide.
const DATASET: &[(&str, &str)] = &[
    ("focus", "`all`, `category-<id>` or `topic-<id>`"),
    (
        "time",
        "`today`, `week`, `month`, `all`, two days `2026-11-01..2026-11-22`, or two instants",
    ),
    ("source", "sources, separated by commas; `-source` excludes"),
    (
        "language",
        "languages, separated by commas; `-language` excludes",
    ),
    ("sentiment", "`positive`, `negative`, `neutral`, `unknown`"),
    ("country", "country codes, separated by commas"),
    ("keywords", "a word or phrase; may be repeated"),
];

/// The document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let path = format!("/api/v1{}", operation.path);
        let entry = paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(methods) = entry {
            methods.insert(operation.method.to_owned(), described(operation));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Hearken", "version": "1", "license": { "name": "MIT OR Apache-2.0" } },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem_schema() },
        },
    })
}

fn described(operation: &Operation) -> Value {
    let in_path = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if operation.takes_dataset {
        let query = |(name, text): &(&str, &str)| json!({ "name": name, "in": "query", "description": text, "schema": { "type": "string" } });
        parameters.extend(DATASET.iter().map(query));
    }
    let problem = json!({
        "description": "a problem document (RFC 9457)",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    let mut responses = Map::new();
    responses.insert(
        operation.success.to_string(),
        json!({ "description": operation.summary }),
    );
    responses.insert("default".to_owned(), problem);
    json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string" },
            "errors": { "type": "array", "items": { "type": "object" } },
        },
    })
}
