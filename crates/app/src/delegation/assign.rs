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
    /// The person's id.
    pub user: PublicId,
    /// The person's name.
    pub name: String,
    /// How much.
    pub level: DelegationLevel,
    /// The customers' names; none: all, present and future.
    pub customers: Option<Vec<String>>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Who is to act for whom.
#[derive(Clone, Debug)]
pub struct Assign {
    /// The person, of the visited organization.
    pub user: PublicId,
    /// How much.
    pub level: DelegationLevel,
    /// Relationships; none: all customers, present and future.
    pub relationships: Option<Vec<PublicId>>,
}

/// The assignments of the visited organization.
pub async fn assignments(app: &App, caller: &Caller) -> Result<Vec<AssignmentRow>> {
    let scope = caller.scope(Permission::ManageDelegates, app.now())?;
    let people = app.people(&scope).await?;
    let mut rows = Vec::new();
    for one in app
        .store
        .list_assignments(&app.install, scope.org())
        .await?
    {
        let Subject::User(user) = one.subject else {
            continue;
        };
        let Some((id, name)) = people.get(Some(user)) else {
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
            user: *id,
            name: name.clone(),
            level: one.level,
            customers,
            created_at: one.created_at,
        });
    }
    Ok(rows)
}

/// Lets a person act for customers, from the next request on.
pub async fn assign(app: &App, caller: &Caller, input: Assign) -> Result<PublicId> {
    let scope = caller.scope(Permission::ManageDelegates, app.now())?;
    app.require_partner(scope.org()).await?;
    let not_found = || AppError::new(Code::NotFound);
    let members = app.store.list_members(&scope).await?;
    let member = members.into_iter().find(|m| m.user.public_id == input.user);
    let member = member.ok_or_else(not_found)?;
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
        subject: Subject::User(member.user.id),
        level: input.level,
        customers,
    };
    let mut tx = app.store.begin().await?;
    let id = tx.add_assignment(&scope, &new).await?;
    let told = json!({ "user": member.user.public_id, "level": input.level });
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
