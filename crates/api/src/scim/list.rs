//! Lists of resources: filters, pages, and parts of what is asked for (RFC 7644, 3.4.2 and 3.9).

use super::{
    discovery::MOST,
    errors::{Refusal, answer},
    filter,
    resources::part,
};
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::{Value, json};

/// Resources of an answer, where nothing is asked.
const USUAL: usize = 100;

/// What is asked for in an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wish {
    filter: Option<String>,
    start_index: Option<String>,
    count: Option<String>,
    attributes: Option<String>,
    excluded_attributes: Option<String>,
}

impl Wish {
    /// The same from the body of a search.
    pub(super) fn of(body: &Value) -> Self {
        let text = |name| filter::entry(body, name).map(joined);
        Self {
            filter: text("filter"),
            start_index: text("startIndex"),
            count: text("count"),
            attributes: text("attributes"),
            excluded_attributes: text("excludedAttributes"),
        }
    }

    /// The page that is asked for.
    pub(super) fn page(&self, mut all: Vec<Value>) -> Result<Response, Refusal> {
        if let Some(text) = &self.filter {
            let filter = filter::parse(text);
            let filter = filter.ok_or_else(|| Refusal::bad("invalidFilter", text.as_str()))?;
            all.retain(|resource| filter.holds(resource));
        }
        let start = number(self.start_index.as_deref(), "startIndex")?;
        let start = start.unwrap_or(1).max(1);
        let count = number(self.count.as_deref(), "count")?;
        let count = count.map_or(USUAL, |count| count.min(MOST));
        let total = all.len();
        let rows = all.into_iter().skip(start - 1).take(count);
        let rows: Vec<Value> = rows.map(|resource| self.part_of(resource)).collect();
        Ok(answer(StatusCode::OK, &listed(&rows, total, start)))
    }

    /// What is asked for of one resource.
    pub(super) fn one(&self, status: StatusCode, resource: Value) -> Response {
        answer(status, &self.part_of(resource))
    }

    fn part_of(&self, mut resource: Value) -> Value {
        let (only, without) = (&self.attributes, &self.excluded_attributes);
        part(&mut resource, only.as_deref(), without.as_deref());
        resource
    }
}

/// A number as text, or a list of names as one text.
fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            names.join(",")
        }
        other => other.to_string(),
    }
}

/// A number of which less than nothing is nothing.
fn number(text: Option<&str>, name: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let number: Result<i64, _> = text.parse();
    let number = number.map_err(|_| Refusal::bad("invalidValue", format!("{name}: {text}")))?;
    Ok(Some(usize::try_from(number.max(0)).unwrap_or(usize::MAX)))
}

/// A list that is always whole.
pub(super) fn whole(all: Vec<Value>) -> Response {
    answer(StatusCode::OK, &listed(&all, all.len(), 1))
}

fn listed(rows: &[Value], total: usize, start: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": rows.len(),
        "Resources": rows,
    })
}
