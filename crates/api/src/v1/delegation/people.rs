//! `/organizations/{slug}/partner/people`: which people of a partner act for which customers.

use super::words;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, Named, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App, AppError,
    delegation::{self, Assign, Assignee, AssignmentRow},
};
use hearken_model::{DelegationLevel, Diagnostic};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_assignments, create_assignment))
        .routes(routes!(delete_assignment))
}

/// That a person, or everybody in a group, may act for customers.
#[derive(Serialize, ToSchema)]
struct Assignment {
    id: Id,
    /// Null where a group is named.
    person: Option<Named>,
    /// Null where a person is named.
    group: Option<Named>,
    /// How many people that is now.
    people: usize,
    #[schema(schema_with = words::level)]
    level: &'static str,
    /// The customers' names; null: all, present and future.
    customers: Option<Vec<String>>,
    created_at: Instant,
}

impl From<AssignmentRow> for Assignment {
    fn from(row: AssignmentRow) -> Self {
        let (person, group) = match row.who {
            Assignee::Person(id) => (Some((id, row.name).into()), None),
            Assignee::Group(id) => (None, Some((id, row.name).into())),
        };
        Self {
            id: row.id.into(),
            person,
            group,
            people: row.people,
            level: row.level.as_str(),
            customers: row.customers,
            created_at: row.created_at.into(),
        }
    }
}

/// Who may act for whom.
#[utoipa::path(get, path = "/organizations/{slug}/partner/people",
    responses((status = 200, description = "the assignments", body = [Assignment])))]
async fn list_assignments(inside: Inside) -> Result<Json<Vec<Assignment>>, Problem> {
    let rows = delegation::assignments(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Assignment::from).collect()))
}

/// Who is to act for customers: a person or a group.
#[derive(Deserialize, ToSchema)]
struct NewAssignment {
    #[serde(default)]
    person: Option<Id>,
    #[serde(default)]
    group: Option<Id>,
    #[schema(schema_with = words::level)]
    level: DelegationLevel,
    /// Ids of relationships; left out: all customers, present and future.
    #[serde(default)]
    relationships: Option<Vec<Id>>,
}

/// An assignment that was made.
#[derive(Serialize, ToSchema)]
struct AssignmentCreated {
    id: Id,
}

/// Lets a person or a group of the organization act for customers. `person` or `group` has to be
/// given, not both.
#[utoipa::path(post, path = "/organizations/{slug}/partner/people", request_body = NewAssignment,
    responses((status = 201, description = "its id", body = AssignmentCreated)))]
async fn create_assignment(
    inside: Inside,
    Body(new): Body<NewAssignment>,
) -> Result<(StatusCode, Json<AssignmentCreated>), Problem> {
    let ids = |all: Vec<Id>| all.into_iter().map(|id| id.0).collect();
    let who = match (new.person, new.group) {
        (Some(person), None) => Assignee::Person(person.0),
        (None, Some(group)) => Assignee::Group(group.0),
        _ => {
            let problem = Diagnostic::new("exactly_one", "person");
            return Err(AppError::invalid(vec![problem]).into());
        }
    };
    let input = Assign {
        who,
        level: new.level,
        relationships: new.relationships.map(ids),
    };
    let id = delegation::assign(&inside.app, &inside.caller, input).await?;
    Ok((
        StatusCode::CREATED,
        Json(AssignmentCreated { id: id.into() }),
    ))
}

/// Takes an assignment away, at once.
#[utoipa::path(delete, path = "/organizations/{slug}/partner/people/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_assignment(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    delegation::unassign(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
