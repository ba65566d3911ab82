//! Which people of the partner act for which customers (DEL-06, DEL-08).

use super::{Choice, Link, parse, shell, tabs};
use crate::{error::WebError, forms::Fields, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    delegation::{self, Assign, Assignee, is_live},
    groups,
    users::{self, UserFilter},
};
use hearken_model::DelegationLevel;

#[derive(Template)]
#[template(path = "pages/partner/people.html")]
struct PeoplePage {
    shell: Shell,
    tabs: Vec<Link>,
    rows: Vec<Line>,
    users: Vec<Choice>,
    groups: Vec<Choice>,
    levels: Vec<Choice>,
    customers: Vec<Choice>,
    action: String,
}

struct Line {
    name: String,
    /// For a group: how many people that is.
    people: Option<String>,
    level: String,
    customers: String,
    remove: String,
}

/// `GET /o/{slug}/partner/people`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    let tabs = tabs(&visit, "people")?;
    let texts = visit.texts();
    let (app, caller) = (visit.app(), &visit.caller);
    let rows = delegation::assignments(app, caller).await?;
    let rows = rows.into_iter().map(|row| Line {
        level: texts.get(&format!("delegation-level-{}", row.level)),
        customers: match &row.customers {
            Some(names) => names.join(", "),
            None => texts.get("all-customers"),
        },
        people: matches!(row.who, Assignee::Group(_))
            .then(|| texts.with("assignment-people", &[("count", row.people.into())])),
        remove: visit.path(&format!("/partner/people/{}/remove", row.id)),
        name: row.name,
    });
    let people = users::list(app, caller, UserFilter::default()).await?;
    let groups = groups::list(app, caller).await?;
    let customers = delegation::customers(app, caller).await?;
    let choice = |value: String, text: String| Choice {
        value,
        text,
        chosen: false,
    };
    let page = PeoplePage {
        shell: shell(&visit, "partner-people").await,
        tabs,
        rows: rows.collect(),
        users: people
            .into_iter()
            .filter(|user| user.delegate.is_none())
            .map(|user| choice(format!("person:{}", user.id), user.name))
            .collect(),
        groups: groups
            .into_iter()
            .map(|group| choice(format!("group:{}", group.id), group.name))
            .collect(),
        levels: DelegationLevel::ALL
            .iter()
            .rev()
            .map(|level| {
                let text = texts.get(&format!("delegation-level-{level}"));
                choice(level.to_string(), text)
            })
            .collect(),
        customers: customers
            .into_iter()
            .filter(|row| is_live(row.status))
            .map(|row| choice(row.id.to_string(), row.name))
            .collect(),
        action: visit.path("/partner/people"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/partner/people`
pub(super) async fn assign(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    tabs(&visit, "people")?;
    let level = DelegationLevel::from_word(fields.get("level"));
    let chosen = fields.all("customer").filter(|id| !id.is_empty());
    let chosen: Vec<_> = chosen.map(parse).collect::<Result<_, _>>()?;
    let input = Assign {
        who: match fields.get("who").split_once(':') {
            Some(("person", id)) => Assignee::Person(parse(id)?),
            Some(("group", id)) => Assignee::Group(parse(id)?),
            _ => return Err(WebError::new(Code::Invalid)),
        },
        level: level.ok_or_else(|| WebError::new(Code::Invalid))?,
        relationships: (!fields.has("all") && !chosen.is_empty()).then_some(chosen),
    };
    delegation::assign(visit.app(), &visit.caller, input).await?;
    Ok(Redirect::to(&visit.path("/partner/people")).into_response())
}

/// `POST /o/{slug}/partner/people/{id}/remove`
pub(super) async fn remove(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    tabs(&visit, "people")?;
    delegation::unassign(visit.app(), &visit.caller, parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/partner/people")).into_response())
}
