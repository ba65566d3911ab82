//! Which people of a partner act for which customers (DEL-06, DEL-08).

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{DelegationLevel, OrgId, PublicId, Timestamp};
use hearken_store::{NewAssignment, Subject};
use serde_json::json;

/// An assignment as the partner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRow {
    /// Its id.
    pub id: PublicId,
    /// Whom it names.
    pub who: Assignee,
    /// The name of the person or group.
    pub name: String,
    /// How many people that is now.
    pub people: usize,
    /// How much.
    pub level: DelegationLevel,
    /// The customers' names; none: all, present and future.
    pub customers: Option<Vec<String>>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Whom an assignment names, of the visited organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// One person.
    Person(PublicId),
    /// Everybody who is in the group when it is asked.
    Group(PublicId),
}

/// Who is to act for whom.
#[derive(Clone, Debug)]
pub struct Assign {
    /// The person or the group.
    pub who: Assignee,
    /// How much.
    pub level: DelegationLevel,
    /// Relationships; none: all customers, present and future.
    pub relationships: Option<Vec<PublicId>>,
}

/// The assignments of the visited organization.
pub async fn assignments(app: &App, caller: &Caller) -> Result<Vec<AssignmentRow>> {
    let scope = caller.scope(Permission::ManageDelegates, app.now())?;
    let people = app.people(&scope).await?;
    let groups = app.store.list_groups(&scope).await?;
    let named = |subject| match subject {
        Subject::User(user) => {
            let (id, name) = people.get(Some(user))?;
            Some((Assignee::Person(*id), name.clone()))
        }
        Subject::Group(group) => {
            let group = groups.iter().find(|one| one.id == group)?;
            Some((Assignee::Group(group.public_id), group.name.clone()))
        }
    };
    let mut rows = Vec::new();
    for one in app
        .store
        .list_assignments(&app.install, scope.org())
        .await?
    {
        let Some((who, name)) = named(one.subject) else {
            continue;
        };
        let mut customers = None;
        if let Some(orgs) = &one.customers {
            let mut names = Vec::new();
            for org in orgs {
                let named = app.store.load_organization_of(&app.install, *org).await?;
                names.push(named.settings.name);
            }
            customers = Some(names);
        }
        rows.push(AssignmentRow {
            id: one.public_id,
            who,
            name,
            people: one.people.len(),
            level: one.level,
            customers,
            created_at: one.created_at,
        });
    }
    Ok(rows)
}

/// Lets a person, or a group, act for customers, from the next request on.
pub async fn assign(app: &App, caller: &Caller, input: Assign) -> Result<PublicId> {
    let scope = caller.scope(Permission::ManageDelegates, app.now())?;
    app.require_partner(scope.org()).await?;
    let not_found = || AppError::new(Code::NotFound);
    let (subject, told) = match input.who {
        Assignee::Person(id) => {
            let member = app.store.find_member(&scope, id).await?;
            let member = member.ok_or_else(not_found)?;
            (Subject::User(member.user.id), ("user", id))
        }
        Assignee::Group(id) => {
            let group = app.store.find_group(&scope, id).await?;
            (
                Subject::Group(group.ok_or_else(not_found)?.id),
                ("group", id),
            )
        }
    };
    let customers = match &input.relationships {
        None => None,
        Some(ids) => {
            let all = app.store.list_customers(&app.install, &scope).await?;
            let found: Option<Vec<OrgId>> = ids
                .iter()
                .map(|id| all.iter().find(|r| r.public_id == *id).map(|r| r.customer))
                .collect();
            Some(
                found
                    .filter(|found| !found.is_empty())
                    .ok_or_else(not_found)?,
            )
        }
    };
    let new = NewAssignment {
        subject,
        level: input.level,
        customers,
    };
    let mut tx = app.store.begin().await?;
    let id = tx.add_assignment(&scope, &new).await?;
    let told = json!({ told.0: told.1, "level": input.level });
    tx.audit(&scope, deed("assignment.created", id, told))
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes an assignment away: the next request is refused, and nothing decided before is written.
pub async fn unassign(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::ManageDelegates, app.now())?;
    let all = app
        .store
        .list_assignments(&app.install, scope.org())
        .await?;
    let one = all.into_iter().find(|one| one.public_id == id);
    let one = one.ok_or_else(|| AppError::new(Code::NotFound))?;
    let mut tx = app.store.begin().await?;
    tx.remove_assignment(&scope, one.id).await?;
    tx.bump_epochs(&app.install, scope.org()).await?;
    tx.audit(&scope, deed("assignment.removed", id, json!({})))
        .await?;
    tx.commit().await?;
    Ok(())
}
