//! Changing a resource by operations (RFC 7644, 3.5.2). Pure: JSON in, JSON out; what the result
//! means is judged by those who read resources.

use super::{
    errors::Refusal,
    filter::{Compare, Filter, Target, entry, parse_target},
};
use serde_json::{Map, Value, json};

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Attributes that only this side writes.
const READ_ONLY: [&str; 4] = ["id", "meta", "schemas", "groups"];

/// The most operations of one request.
const MOST: usize = 1000;

/// Applies the operations of a request, all or none.
pub(super) fn apply(resource: &mut Value, request: &Value) -> Result<(), Refusal> {
    let schemas = entry(request, "schemas").and_then(Value::as_array);
    if !schemas.is_some_and(|all| all.iter().any(|one| one == SCHEMA)) {
        return Err(Refusal::bad("invalidSyntax", "schemas must name PatchOp"));
    }
    let operations = entry(request, "Operations").and_then(Value::as_array);
    let operations = operations.filter(|all| !all.is_empty() && all.len() <= MOST);
    let operations =
        operations.ok_or_else(|| Refusal::bad("invalidSyntax", "Operations must be a list"))?;
    operations.iter().try_for_each(|one| step(resource, one))
}

/// What an operation does to what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

fn step(resource: &mut Value, operation: &Value) -> Result<(), Refusal> {
    let word = entry(operation, "op").and_then(Value::as_str).unwrap_or("");
    // Some directories write them with a capital letter.
    let verb = match word.to_ascii_lowercase().as_str() {
        "add" => Verb::Add,
        "replace" => Verb::Replace,
        "remove" => Verb::Remove,
        _ => {
            return Err(Refusal::bad(
                "invalidSyntax",
                format!("no operation: {word}"),
            ));
        }
    };
    let value = entry(operation, "value");
    let Some(path) = entry(operation, "path").and_then(Value::as_str) else {
        return without_path(resource, verb, value);
    };
    let target = parse_target(path);
    let target = target.ok_or_else(|| Refusal::bad("invalidPath", format!("no path: {path}")))?;
    change(resource, verb, &target, value)
}

/// Without a path the value is a part of the resource.
fn without_path(resource: &mut Value, verb: Verb, value: Option<&Value>) -> Result<(), Refusal> {
    if verb == Verb::Remove {
        return Err(Refusal::bad("noTarget", "remove wants a path"));
    }
    let parts = value.and_then(Value::as_object);
    let parts = parts.ok_or_else(|| Refusal::bad("invalidValue", "value must be an object"))?;
    for (name, value) in parts {
        // A whole resource may be sent, with what only this side writes.
        if READ_ONLY.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            continue;
        }
        let target = parse_target(name);
        let target =
            target.ok_or_else(|| Refusal::bad("invalidPath", format!("no attribute: {name}")))?;
        change(resource, verb, &target, Some(value))?;
    }
    Ok(())
}

fn change(
    resource: &mut Value,
    verb: Verb,
    target: &Target,
    value: Option<&Value>,
) -> Result<(), Refusal> {
    let name = &target.attribute;
    if READ_ONLY.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Err(Refusal::bad("mutability", format!("{name} is read-only")));
    }
    let value = match (verb, value) {
        (Verb::Remove, value) => value,
        (_, Some(value)) => Some(value),
        (_, None) => return Err(Refusal::bad("invalidValue", "value is required")),
    };
    let Some(object) = resource.as_object_mut() else {
        return Err(Refusal::bad("invalidSyntax", "no resource"));
    };
    match (&target.filter, &target.sub) {
        (Some(filter), sub) => change_values(object, verb, name, (filter, sub.as_deref()), value),
        (None, Some(sub)) => {
            let complex = slot(object, name).or_insert_with(|| json!({}));
            for one in each(complex) {
                if let Some(one) = one.as_object_mut() {
                    write(one, verb, sub, value);
                }
            }
            if complex.as_object().is_some_and(Map::is_empty) {
                remove(object, name);
            }
            Ok(())
        }
        (None, None) => {
            match (verb, value) {
                // Entra says which members go by their values, and no filter.
                (Verb::Remove, Some(value)) if !value.is_null() => without(object, name, value),
                _ => write(object, verb, name, value),
            }
            Ok(())
        }
    }
}

/// Changes the values of an attribute that fit. A filter that is an `eq` says what a new value is,
/// where none fits.
fn change_values(
    object: &mut Map<String, Value>,
    verb: Verb,
    name: &str,
    (filter, sub): (&Filter, Option<&str>),
    value: Option<&Value>,
) -> Result<(), Refusal> {
    let list = slot(object, name).or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else {
        return Err(Refusal::bad("invalidPath", format!("{name} has one value")));
    };
    let fits = list.iter().any(|one| filter.holds(one));
    if !fits && verb != Verb::Remove {
        let new = described(filter).filter(|_| verb == Verb::Add || sub.is_some());
        list.push(new.ok_or_else(|| Refusal::bad("noTarget", "no value fits"))?);
    }
    match (verb, sub) {
        (Verb::Remove, None) => list.retain(|one| !filter.holds(one)),
        (_, Some(sub)) => {
            for one in list.iter_mut().filter(|one| filter.holds(one)) {
                if let Some(one) = one.as_object_mut() {
                    write(one, verb, sub, value);
                }
            }
        }
        (_, None) => {
            for one in list.iter_mut().filter(|one| filter.holds(one)) {
                merge(one, verb, value);
            }
        }
    }
    if list.is_empty() {
        remove(object, name);
    }
    Ok(())
}

/// The value that an `eq` describes: `type eq "work"` is `{"type": "work"}`.
fn described(filter: &Filter) -> Option<Value> {
    match filter {
        Filter::Compare(name, Compare::Equal, value) if name.sub.is_none() => {
            Some(json!({ name.attribute.as_str(): value }))
        }
        _ => None,
    }
}

fn merge(one: &mut Value, verb: Verb, value: Option<&Value>) {
    let parts = value.and_then(Value::as_object);
    match (one.as_object_mut(), parts) {
        (Some(object), Some(parts)) => {
            for (name, value) in parts {
                write(object, verb, name, Some(value));
            }
        }
        _ => *one = value.cloned().unwrap_or_default(),
    }
}

/// Writes one attribute: adding to a list appends what is not in it, adding to a complex value
/// merges, and everything else takes the place of what was there.
fn write(object: &mut Map<String, Value>, verb: Verb, name: &str, value: Option<&Value>) {
    let value = match value {
        Some(value) if verb != Verb::Remove && !value.is_null() => value,
        _ => return remove(object, name),
    };
    let found = slot(object, name).or_insert(Value::Null);
    match (verb, found, value) {
        (Verb::Add, Value::Array(list), Value::Array(new)) => {
            for one in new {
                add_once(list, one);
            }
        }
        (Verb::Add, Value::Array(list), one) => add_once(list, one),
        (_, Value::Object(old), Value::Object(new)) => {
            for (name, value) in new {
                write(old, verb, name, Some(value));
            }
        }
        (_, found, value) => *found = value.clone(),
    }
    demote_others(object, name, value);
}

fn add_once(list: &mut Vec<Value>, one: &Value) {
    let key = |value: &Value| entry(value, "value").cloned();
    let same = |other: &Value| other == one || (key(one).is_some() && key(other) == key(one));
    if !list.iter().any(same) {
        list.push(one.clone());
    }
}

/// A new primary value leaves no other one (RFC 7644, 3.5.2).
fn demote_others(object: &mut Map<String, Value>, name: &str, value: &Value) {
    let is_primary = |one: &Value| entry(one, "primary") == Some(&Value::Bool(true));
    let new = match value {
        Value::Array(list) => list.iter().find(|one| is_primary(one)),
        one => Some(one).filter(|one| is_primary(one)),
    };
    let Some(new) = new.and_then(|new| entry(new, "value")).cloned() else {
        return;
    };
    for one in each(slot(object, name).or_insert(Value::Null)) {
        if entry(one, "value") != Some(&new)
            && is_primary(one)
            && let Some(one) = one.as_object_mut()
        {
            one.insert("primary".to_owned(), Value::Bool(false));
        }
    }
}

fn without(object: &mut Map<String, Value>, name: &str, gone: &Value) {
    let key = |value: &Value| entry(value, "value").unwrap_or(value).clone();
    let gone: Vec<Value> = match gone {
        Value::Array(list) => list.iter().map(key).collect(),
        one => vec![key(one)],
    };
    if let Some(list) = slot(object, name).or_insert(Value::Null).as_array_mut() {
        list.retain(|one| !gone.contains(&key(one)));
        if !list.is_empty() {
            return;
        }
    }
    remove(object, name);
}

/// The values of a list, or the one value.
fn each(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    match value {
        Value::Array(list) => list.iter_mut().collect::<Vec<_>>(),
        one => vec![one],
    }
    .into_iter()
}

/// The entry of this name in any case.
fn slot<'m>(object: &'m mut Map<String, Value>, name: &str) -> serde_json::map::Entry<'m> {
    let known = object.keys().find(|key| key.eq_ignore_ascii_case(name));
    let key = known.cloned().unwrap_or_else(|| name.to_owned());
    object.entry(key)
}

fn remove(object: &mut Map<String, Value>, name: &str) {
    object.retain(|key, _| !key.eq_ignore_ascii_case(name));
}
