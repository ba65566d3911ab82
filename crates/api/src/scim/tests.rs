//! The language of filters and the patches, as rows.

use super::{filter, patch, resources};
use proptest::prelude::*;
use serde_json::{Value, json};

fn ann() -> Value {
    json!({
        "id": "Aa1",
        "userName": "Ann@acme.example",
        "name": { "familyName": "Arbor" },
        "active": true,
        "emails": [
            { "value": "ann@acme.example", "type": "work", "primary": true },
            { "value": "ann@home.example", "type": "home" },
        ],
        "meta": { "lastModified": "2026-05-01T10:00:00Z" },
    })
}

#[test]
fn filters_hold_or_not() {
    for (text, expect) in [
        (r#"userName eq "ann@acme.example""#, Some(true)),
        (r#"username EQ "ANN@acme.example""#, Some(true)),
        (
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ann""#,
            Some(true),
        ),
        (r#"id eq "aa1""#, Some(false)),
        (r#"id eq "Aa1""#, Some(true)),
        (r#"name.familyName co "rbo""#, Some(true)),
        (r#"userName ne "bea""#, Some(true)),
        ("title pr", Some(false)),
        ("emails pr and active eq true", Some(true)),
        ("active eq True", Some(true)),
        (r#"active eq false or userName ew ".example""#, Some(true)),
        ("not (active eq true)", Some(false)),
        (r#"emails[type eq "work" and value co "acme"]"#, Some(true)),
        (r#"emails[type eq "home" and value co "acme"]"#, Some(false)),
        (r#"emails.value eq "ann@home.example""#, Some(true)),
        (r#"meta.lastModified gt "2026-01-01T00:00:00Z""#, Some(true)),
        ("title eq null", Some(true)),
        (r#"userName eq "a\"b""#, Some(false)),
        // and binds closer than or.
        (
            r#"active eq true or active eq false and id eq "x""#,
            Some(true),
        ),
        (
            r#"(active eq true or active eq false) and id eq "x""#,
            Some(false),
        ),
        ("", None),
        ("userName", None),
        ("userName eq", None),
        (r#"userName is "x""#, None),
        (r#"userName eq "x"#, None),
        (r#"userName eq {"a":1}"#, None),
        ("(userName pr", None),
        ("userName pr)", None),
        (r#"emails[type eq "work""#, None),
        (r#"userName eq "a" nor id pr"#, None),
    ] {
        let found = filter::parse(text).map(|filter| filter.holds(&ann()));
        assert_eq!(found, expect, "{text}");
    }
}

#[test]
fn deep_filters_are_refused() {
    let deep = |n: usize| format!("{}id pr{}", "(".repeat(n), ")".repeat(n));
    assert!(filter::parse(&deep(10)).is_some());
    assert!(filter::parse(&deep(2_000)).is_none());
    assert!(filter::parse(&"not (".repeat(500)).is_none());
}

fn patched(operations: Value) -> Result<Value, String> {
    let mut resource = ann();
    let request = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations,
    });
    let done = patch::apply(&mut resource, &request);
    done.map(|()| resource)
        .map_err(|error| format!("{error:?}"))
}

#[test]
fn patches_change_what_they_say() {
    for (operation, pointer, expect) in [
        (
            json!({ "op": "replace", "path": "active", "value": false }),
            "/active",
            json!(false),
        ),
        (
            json!({ "op": "Replace", "value": { "active": "False" } }),
            "/active",
            json!("False"),
        ),
        (
            json!({ "op": "add", "path": "name.givenName", "value": "Ann" }),
            "/name",
            json!({ "familyName": "Arbor", "givenName": "Ann" }),
        ),
        (
            json!({ "op": "remove", "path": "name.familyName" }),
            "/name",
            Value::Null,
        ),
        (
            json!({ "op": "remove", "path": "emails[type eq \"home\"]" }),
            "/emails/1",
            Value::Null,
        ),
        (
            json!({ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@b.example" }),
            "/emails/0/value",
            json!("a@b.example"),
        ),
        (
            json!({ "op": "add", "path": "emails[type eq \"other\"].value", "value": "o@b.example" }),
            "/emails/2",
            json!({ "type": "other", "value": "o@b.example" }),
        ),
        (
            json!({ "op": "add", "path": "emails", "value": [{ "value": "n@b.example", "primary": true }] }),
            "/emails/0/primary",
            json!(false),
        ),
        (
            json!({ "op": "add", "path": "emails", "value": [{ "value": "ann@acme.example" }] }),
            "/emails/2",
            Value::Null,
        ),
        (
            json!({ "op": "remove", "path": "emails", "value": [{ "value": "ann@acme.example" }] }),
            "/emails/0/value",
            json!("ann@home.example"),
        ),
        (
            json!({ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:displayName", "value": "A" }),
            "/displayName",
            json!("A"),
        ),
        (
            json!({ "op": "replace", "value": { "id": "other", "name.givenName": "A" } }),
            "/id",
            json!("Aa1"),
        ),
    ] {
        let after = patched(json!([operation])).expect("patched");
        let found = after.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(found, expect, "{operation}");
    }
}

#[test]
fn bad_patches_say_why() {
    for (operation, kind) in [
        (
            json!({ "op": "move", "path": "a", "value": 1 }),
            "invalidSyntax",
        ),
        (json!({ "op": "remove" }), "noTarget"),
        (json!({ "op": "add", "path": "a" }), "invalidValue"),
        (
            json!({ "op": "add", "path": "a[", "value": 1 }),
            "invalidPath",
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "x" }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "emails[type eq \"fax\"]", "value": {} }),
            "noTarget",
        ),
    ] {
        let error = patched(json!([operation])).expect_err("refused");
        assert!(error.contains(kind), "{operation}: {error}");
    }
}

#[test]
fn users_are_read_as_directories_write_them() {
    for (resource, expect) in [
        (
            json!({ "userName": "ann@acme.example", "active": "True", "password": "secret" }),
            Ok(("ann@acme.example", "ann@acme.example", Some(true))),
        ),
        (
            json!({ "userName": "ann", "emails": [{ "value": "x@y.example" }, { "value": "a@b.example", "primary": true }],
                "name": { "givenName": "Ann", "familyName": "Arbor" } }),
            Ok(("a@b.example", "Ann Arbor", Some(true))),
        ),
        (json!({ "userName": "ann" }), Err("emails is required")),
        (json!({ "emails": [] }), Err("userName is required")),
        (json!({ "userName": 7 }), Err("userName must be a text")),
        (
            json!({ "userName": "a@b.example", "active": "maybe" }),
            Err("active must be true or false"),
        ),
    ] {
        match (resources::read_user(&resource, true), expect) {
            (Ok(user), Ok((email, name, active))) => {
                let found = (user.email.as_str(), user.name.as_str(), user.active);
                assert_eq!(found, (email, name, active), "{resource}");
                assert!(!user.resource.contains("secret"), "a password is forgotten");
            }
            (Err(error), Err(why)) => assert!(format!("{error:?}").contains(why), "{error:?}"),
            (found, _) => panic!("{resource}: {found:?}"),
        }
    }
}

#[test]
fn parts_of_resources_are_told() {
    for (only, without, keys) in [
        (Some("userName"), None, "id,userName"),
        (Some("name.familyName,meta"), None, "id,meta,name"),
        (None, Some("emails, meta,id"), "active,id,name,userName"),
    ] {
        let mut resource = ann();
        resources::part(&mut resource, only, without);
        let mut found: Vec<String> = resource.as_object().expect("one").keys().cloned().collect();
        found.sort();
        assert_eq!(found.join(","), keys);
    }
}

/// A filter as text, beside what it is made of.
fn filters() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("active eq true".to_owned()),
        Just("title pr".to_owned()),
        "[a-z]{1,3}".prop_map(|text| format!("userName co \"{text}\"")),
        "[a-z]{1,3}".prop_map(|text| format!("emails[value sw \"{text}\"]")),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_sent_is_read_or_refused(text in ".{0,60}") {
        let _ = filter::parse(&text);
        let _ = filter::parse_target(&text);
    }

    #[test]
    fn not_and_is_or_of_nots(a in filters(), b in filters()) {
        let holds = |text: String| filter::parse(&text).map(|filter| filter.holds(&ann()));
        let left = holds(format!("not (({a}) and ({b}))"));
        prop_assert!(left.is_some());
        prop_assert_eq!(left, holds(format!("not ({a}) or not ({b})")));
        prop_assert_eq!(holds(a.clone()), holds(format!("not (not ({a}))")));
    }

    #[test]
    fn patches_never_change_what_is_read_only(path in ".{0,24}", text in ".{0,8}") {
        let operation = json!([{ "op": "add", "path": path, "value": text }]);
        if let Ok(after) = patched(operation) {
            prop_assert_eq!(&after["id"], &ann()["id"]);
            prop_assert_eq!(&after["meta"], &ann()["meta"]);
        }
    }
}
