//! What this side can do and what its resources look like (RFC 7643, 5 to 7), for directories that
//! ask.

use super::resources::{GROUP, USER};
use serde_json::{Value, json};

const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// The most resources of one answer.
pub(super) const MOST: usize = 1000;

/// What can be done.
pub(super) fn config(base: &str) -> Value {
    json!({
        "schemas": [CONFIG],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "API token",
            "description": "A token that a global administrator made for provisioning",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    })
}

/// The kinds of resources.
pub(super) fn resource_types(base: &str) -> Vec<Value> {
    let of = |name: &str, folder: &str, schema: &str, about: &str| {
        json!({
            "schemas": [RESOURCE_TYPE],
            "id": name,
            "name": name,
            "description": about,
            "endpoint": format!("/{folder}"),
            "schema": schema,
            "schemaExtensions": [],
            "meta": {
                "resourceType": "ResourceType",
                "location": format!("{base}/ResourceTypes/{name}"),
            },
        })
    };
    vec![
        of("User", "Users", USER, "A person of the organization"),
        of("Group", "Groups", GROUP, "A group of people"),
    ]
}

/// The schemas of everything that is read here.
pub(super) fn schemas(base: &str) -> Vec<Value> {
    let all = [
        (USER, "User", "A person of the organization", user()),
        (GROUP, "Group", "A group of people", group()),
        (
            CONFIG,
            "ServiceProviderConfig",
            "What can be done",
            config_attributes(),
        ),
        (
            RESOURCE_TYPE,
            "ResourceType",
            "A kind of resources",
            type_attributes(),
        ),
        (
            SCHEMA,
            "Schema",
            "The attributes of a resource",
            schema_attributes(),
        ),
    ];
    let schemas = all.into_iter().map(|(id, name, about, attributes)| {
        json!({
            "schemas": [SCHEMA],
            "id": id,
            "name": name,
            "description": about,
            "attributes": attributes,
            "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
        })
    });
    schemas.collect()
}

/// An attribute: one text that may be left out, read and written, compared without regard to case.
/// What differs is said by the functions below.
fn text(name: &str, about: &str) -> Value {
    json!({
        "name": name,
        "type": "string",
        "multiValued": false,
        "description": about,
        "required": false,
        "caseExact": false,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    })
}

fn with(mut attribute: Value, changes: &[(&str, Value)]) -> Value {
    if let Some(object) = attribute.as_object_mut() {
        for (name, value) in changes {
            object.insert((*name).to_owned(), value.clone());
        }
    }
    attribute
}

fn of_type(name: &str, kind: &str, about: &str) -> Value {
    with(text(name, about), &[("type", kind.into())])
}

fn truth(name: &str, about: &str) -> Value {
    of_type(name, "boolean", about)
}

fn complex(name: &str, about: &str, parts: Vec<Value>) -> Value {
    let changes = [
        ("type", "complex".into()),
        ("subAttributes", Value::Array(parts)),
    ];
    with(text(name, about), &changes)
}

fn list(attribute: Value) -> Value {
    with(attribute, &[("multiValued", true.into())])
}

fn required(attribute: Value) -> Value {
    with(attribute, &[("required", true.into())])
}

fn read_only(attribute: Value) -> Value {
    with(attribute, &[("mutability", "readOnly".into())])
}

fn exact(attribute: Value) -> Value {
    with(attribute, &[("caseExact", true.into())])
}

fn words(attribute: Value, words: &[&str]) -> Value {
    with(attribute, &[("canonicalValues", json!(words))])
}

fn reference(name: &str, about: &str, to: &[&str]) -> Value {
    let changes = [("type", "reference".into()), ("referenceTypes", json!(to))];
    exact(with(text(name, about), &changes))
}

fn unique(attribute: Value) -> Value {
    with(attribute, &[("uniqueness", "server".into())])
}

fn user() -> Vec<Value> {
    let email = vec![
        required(text("value", "The address")),
        words(text("type", "What it is for"), &["work", "home", "other"]),
        truth("primary", "Whether mails go there"),
    ];
    let name = vec![
        text("formatted", "The whole name"),
        text("familyName", "The family name"),
        text("givenName", "The given name"),
    ];
    let group = vec![
        read_only(exact(text("value", "The id of the group"))),
        read_only(reference("$ref", "The address of the group", &["Group"])),
        read_only(text("display", "The name of the group")),
        read_only(words(text("type", "How one came into it"), &["direct"])),
    ];
    vec![
        unique(required(text(
            "userName",
            "The name the directory knows the person by",
        ))),
        text("displayName", "The name that people read"),
        complex("name", "The parts of the name", name),
        required(list(complex(
            "emails",
            "Mail addresses; the primary one is used",
            email,
        ))),
        truth("active", "Whether the person may enter"),
        read_only(list(complex(
            "groups",
            "The groups the person is in",
            group,
        ))),
    ]
}

fn group() -> Vec<Value> {
    let fixed = |attribute| with(attribute, &[("mutability", "immutable".into())]);
    let member = vec![
        fixed(exact(text("value", "The id of the person"))),
        fixed(reference("$ref", "The address of the person", &["User"])),
        fixed(words(text("type", "What the member is"), &["User"])),
    ];
    vec![
        unique(required(text("displayName", "The name of the group"))),
        list(complex("members", "Who is in it", member)),
    ]
}

fn config_attributes() -> Vec<Value> {
    let supported = || read_only(required(truth("supported", "Whether it can be done")));
    let number = |name, about| read_only(required(of_type(name, "integer", about)));
    let option = |name, about, more: Vec<Value>| {
        let parts = std::iter::once(supported()).chain(more).collect();
        read_only(required(complex(name, about, parts)))
    };
    let schemes = vec![
        read_only(required(text("type", "Of which kind"))),
        read_only(required(text("name", "Its name"))),
        read_only(required(text("description", "What it is"))),
        read_only(reference("specUri", "Where it is specified", &["external"])),
        read_only(reference(
            "documentationUri",
            "Where it is described",
            &["external"],
        )),
        read_only(truth("primary", "Whether it is the preferred one")),
    ];
    vec![
        read_only(reference(
            "documentationUri",
            "Where this is described",
            &["external"],
        )),
        option("patch", "Changing parts of resources", vec![]),
        option(
            "bulk",
            "Several operations at once",
            vec![
                number("maxOperations", "How many"),
                number("maxPayloadSize", "In how many bytes"),
            ],
        ),
        option(
            "filter",
            "Filters",
            vec![number("maxResults", "The most of one answer")],
        ),
        option("changePassword", "Setting passwords", vec![]),
        option("sort", "Sorting", vec![]),
        option("etag", "Versions of resources", vec![]),
        read_only(required(list(complex(
            "authenticationSchemes",
            "How to say who one is",
            schemes,
        )))),
    ]
}

fn type_attributes() -> Vec<Value> {
    let extension = vec![
        read_only(required(reference("schema", "Its schema", &["uri"]))),
        read_only(required(truth("required", "Whether every resource has it"))),
    ];
    vec![
        read_only(text("id", "Its id")),
        read_only(required(text("name", "Its name"))),
        read_only(text("description", "What it is")),
        read_only(required(reference(
            "endpoint",
            "Where its resources are",
            &["uri"],
        ))),
        read_only(required(reference("schema", "Its schema", &["uri"]))),
        read_only(list(complex(
            "schemaExtensions",
            "What extends it",
            extension,
        ))),
    ]
}

fn schema_attributes() -> Vec<Value> {
    let mut parts = attribute_parts();
    let sub = list(complex("subAttributes", "Its parts", attribute_parts()));
    parts.push(read_only(sub));
    vec![
        read_only(required(text("id", "Its URI"))),
        read_only(text("name", "Its name")),
        read_only(text("description", "What it is")),
        read_only(required(list(complex(
            "attributes",
            "The attributes",
            parts,
        )))),
    ]
}

fn attribute_parts() -> Vec<Value> {
    let said = |attribute, all: &[&str]| read_only(words(attribute, all));
    vec![
        read_only(required(exact(text("name", "Its name")))),
        said(
            required(text("type", "The type of its values")),
            &[
                "string",
                "complex",
                "boolean",
                "decimal",
                "integer",
                "dateTime",
                "reference",
                "binary",
            ],
        ),
        read_only(required(truth("multiValued", "Whether it has several"))),
        read_only(text("description", "What it is")),
        read_only(truth("required", "Whether it must be there")),
        read_only(list(exact(text("canonicalValues", "Usual values")))),
        read_only(truth("caseExact", "Whether case matters")),
        said(
            text("mutability", "Who writes it"),
            &["readOnly", "readWrite", "immutable", "writeOnly"],
        ),
        said(
            text("returned", "When it is told"),
            &["always", "never", "default", "request"],
        ),
        said(
            text("uniqueness", "Among what it is the only one"),
            &["none", "server", "global"],
        ),
        read_only(list(exact(text("referenceTypes", "What it may point to")))),
    ]
}
