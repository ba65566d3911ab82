//! Users and groups as a directory writes and reads them (RFC 7643, 4). What is not in the schemas is
//! not kept; a password that is sent is forgotten.

use super::{errors::Refusal, filter::entry};
use hearken_app::directory::{
    DirectoryGroup, DirectoryUser, SaveDirectoryGroup, SaveDirectoryUser,
};
use hearken_model::{PublicId, Timestamp};
use serde_json::{Map, Value, json};

/// The schema of people.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of groups.
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// What type an attribute has.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Truth,
    Complex(&'static [(&'static str, Kind)]),
    List(&'static [(&'static str, Kind)]),
}

/// What is kept of a person; `schemas/user.json` says the same to directories.
const USER_ATTRIBUTES: &[(&str, Kind)] = &[
    ("userName", Kind::Text),
    ("externalId", Kind::Text),
    ("displayName", Kind::Text),
    (
        "name",
        Kind::Complex(&[
            ("formatted", Kind::Text),
            ("familyName", Kind::Text),
            ("givenName", Kind::Text),
        ]),
    ),
    (
        "emails",
        Kind::List(&[
            ("value", Kind::Text),
            ("type", Kind::Text),
            ("primary", Kind::Truth),
        ]),
    ),
    ("active", Kind::Truth),
];

/// What is kept of a group; `schemas/group.json`.
const GROUP_ATTRIBUTES: &[(&str, Kind)] = &[
    ("displayName", Kind::Text),
    ("externalId", Kind::Text),
    (
        "members",
        Kind::List(&[("value", Kind::Text), ("type", Kind::Text)]),
    ),
];

/// What of a resource is kept, each of its type.
fn kept(resource: &Value, attributes: &[(&str, Kind)]) -> Result<Map<String, Value>, Refusal> {
    let mut kept = Map::new();
    for (name, kind) in attributes {
        let value = entry(resource, name).filter(|value| !value.is_null());
        if let Some(value) = value {
            let value = typed(name, value, *kind)?;
            kept.insert((*name).to_owned(), value);
        }
    }
    Ok(kept)
}

fn typed(name: &str, value: &Value, kind: Kind) -> Result<Value, Refusal> {
    let wrong = |wanted: &str| Refusal::bad("invalidValue", format!("{name} must be {wanted}"));
    match (kind, value) {
        (Kind::Text, Value::String(_)) | (Kind::Truth, Value::Bool(_)) => Ok(value.clone()),
        (Kind::Text, _) => Err(wrong("a text")),
        // Entra writes truth as text.
        (Kind::Truth, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(wrong("true or false")),
        },
        (Kind::Truth, _) => Err(wrong("true or false")),
        (Kind::Complex(parts), Value::Object(_)) => Ok(Value::Object(kept(value, parts)?)),
        (Kind::Complex(_), _) => Err(wrong("an object")),
        (Kind::List(parts), Value::Array(list)) => {
            let list = list.iter().map(|one| match one {
                Value::Object(_) => Ok(Value::Object(kept(one, parts)?)),
                _ => Err(wrong("a list of objects")),
            });
            Ok(Value::Array(list.collect::<Result<_, Refusal>>()?))
        }
        (Kind::List(_), _) => Err(wrong("a list")),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    let text = entry(value, name).and_then(Value::as_str);
    text.filter(|text| !text.trim().is_empty())
}

/// A user as it was sent. `is_new`: nobody said yet whether they are active, so they are.
pub(super) fn read_user(resource: &Value, is_new: bool) -> Result<SaveDirectoryUser, Refusal> {
    let mut kept = kept(resource, USER_ATTRIBUTES)?;
    if is_new {
        kept.entry("active").or_insert(Value::Bool(true));
    }
    let active = kept.get("active").and_then(Value::as_bool);
    let user = Value::Object(kept);
    let required = |what| Refusal::bad("invalidValue", format!("{what} is required"));
    let user_name = text(&user, "userName").ok_or_else(|| required("userName"))?;
    let email = email_of(&user, user_name).ok_or_else(|| required("emails"))?;
    Ok(SaveDirectoryUser {
        user_name: user_name.to_owned(),
        external_id: text(&user, "externalId").map(str::to_owned),
        email: email.to_owned(),
        name: name_of(&user).unwrap_or_else(|| user_name.to_owned()),
        active,
        resource: user.to_string(),
    })
}

/// The primary address, else the first, else the user name where it is one.
fn email_of<'v>(user: &'v Value, user_name: &'v str) -> Option<&'v str> {
    let emails = entry(user, "emails").and_then(Value::as_array);
    let emails = emails.map(Vec::as_slice).unwrap_or_default();
    let primary = emails
        .iter()
        .find(|one| entry(one, "primary") == Some(&Value::Bool(true)));
    let value = primary
        .or(emails.first())
        .and_then(|one| text(one, "value"));
    value.or_else(|| Some(user_name).filter(|name| name.contains('@')))
}

fn name_of(user: &Value) -> Option<String> {
    if let Some(name) = text(user, "displayName") {
        return Some(name.to_owned());
    }
    let name = entry(user, "name")?;
    if let Some(formatted) = text(name, "formatted") {
        return Some(formatted.to_owned());
    }
    let parts = [text(name, "givenName"), text(name, "familyName")];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A group as it was sent.
pub(super) fn read_group(resource: &Value) -> Result<SaveDirectoryGroup, Refusal> {
    let group = Value::Object(kept(resource, GROUP_ATTRIBUTES)?);
    let name = text(&group, "displayName");
    let name = name.ok_or_else(|| Refusal::bad("invalidValue", "displayName is required"))?;
    let members = entry(&group, "members").and_then(Value::as_array);
    let members = members.into_iter().flatten().map(|member| {
        let value = text(member, "value").unwrap_or_default();
        let id: Result<PublicId, _> = value.parse();
        id.map_err(|_| Refusal::bad("invalidValue", format!("members: nobody is {value}")))
    });
    Ok(SaveDirectoryGroup {
        name: name.to_owned(),
        external_id: text(&group, "externalId").map(str::to_owned),
        members: members.collect::<Result<_, Refusal>>()?,
    })
}

/// A user as it is read; `base` is the address of everything here.
pub(super) fn show_user(user: &DirectoryUser, base: &str) -> Value {
    let kept = user.resource.as_deref();
    let kept = kept.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok());
    let mut shown = kept.unwrap_or_else(|| native(user));
    if shown.contains_key("active") {
        shown.insert("active".to_owned(), user.active.into());
    }
    if !user.groups.is_empty() {
        let groups = user.groups.iter().map(|(id, name)| {
            json!({
                "value": id.to_string(),
                "$ref": format!("{base}/Groups/{id}"),
                "display": name,
                "type": "direct",
            })
        });
        shown.insert("groups".to_owned(), groups.collect());
    }
    let times = (user.created_at, user.updated_at);
    finish(shown, (USER, "User", "Users"), user.id, times, base)
}

/// A person whom no directory provisions yet.
fn native(user: &DirectoryUser) -> Map<String, Value> {
    let shown = json!({
        "userName": user.email,
        "displayName": user.name,
        "emails": [{ "value": user.email, "type": "work", "primary": true }],
        "active": user.active,
    });
    match shown {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// A group as it is read.
pub(super) fn show_group(group: &DirectoryGroup, base: &str) -> Value {
    let mut shown = Map::new();
    shown.insert("displayName".to_owned(), group.name.clone().into());
    if let Some(id) = &group.external_id {
        shown.insert("externalId".to_owned(), id.clone().into());
    }
    if !group.members.is_empty() {
        let members = group.members.iter().map(|id| {
            json!({
                "value": id.to_string(),
                "$ref": format!("{base}/Users/{id}"),
                "type": "User",
            })
        });
        shown.insert("members".to_owned(), members.collect());
    }
    let times = (group.created_at, group.updated_at);
    finish(shown, (GROUP, "Group", "Groups"), group.id, times, base)
}

fn finish(
    mut shown: Map<String, Value>,
    (schema, kind, folder): (&str, &str, &str),
    id: PublicId,
    (created, updated): (Timestamp, Timestamp),
    base: &str,
) -> Value {
    shown.insert("schemas".to_owned(), json!([schema]));
    shown.insert("id".to_owned(), id.to_string().into());
    let meta = json!({
        "resourceType": kind,
        "created": created.to_rfc3339(),
        "lastModified": updated.to_rfc3339(),
        "location": format!("{base}/{folder}/{id}"),
    });
    shown.insert("meta".to_owned(), meta);
    Value::Object(shown)
}

/// A part of a resource (RFC 7644, 3.9): only these attributes, or all but these. What a resource is
/// known by always stays.
pub(super) fn part(resource: &mut Value, only: Option<&str>, without: Option<&str>) {
    let names = |list: &str| -> Vec<(String, Option<String>)> {
        let names = list.split(',').map(|name| {
            let name = name.trim();
            let name = name.rsplit(':').next().unwrap_or(name).to_lowercase();
            match name.split_once('.') {
                Some((name, sub)) => (name.to_owned(), Some(sub.to_owned())),
                None => (name, None),
            }
        });
        names.filter(|(name, _)| !name.is_empty()).collect()
    };
    let Some(object) = resource.as_object_mut() else {
        return;
    };
    let stays = |key: &str| ["schemas", "id"].contains(&key);
    if let Some(only) = only.map(names).filter(|names| !names.is_empty()) {
        object.retain(|key, _| stays(key) || only.iter().any(|(n, _)| n.eq_ignore_ascii_case(key)));
        for (key, value) in object.iter_mut() {
            let own = only
                .iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case(key));
            let subs: Option<Vec<&String>> = own.map(|(_, sub)| sub.as_ref()).collect();
            if let Some(subs) = subs.filter(|subs| !subs.is_empty()) {
                retain(value, |key| {
                    subs.iter().any(|s| s.eq_ignore_ascii_case(key))
                });
            }
        }
    }
    for (name, sub) in without.map(names).unwrap_or_default() {
        match sub {
            None => object.retain(|key, _| stays(key) || !key.eq_ignore_ascii_case(&name)),
            Some(sub) => {
                for (_, value) in object
                    .iter_mut()
                    .filter(|(k, _)| k.eq_ignore_ascii_case(&name))
                {
                    retain(value, |key| !key.eq_ignore_ascii_case(&sub));
                }
            }
        }
    }
}

fn retain(value: &mut Value, stays: impl Fn(&str) -> bool) {
    match value {
        Value::Object(object) => object.retain(|key, _| stays(key)),
        Value::Array(list) => {
            for one in list.iter_mut().filter_map(Value::as_object_mut) {
                one.retain(|key, _| stays(key));
            }
        }
        _ => {}
    }
}
