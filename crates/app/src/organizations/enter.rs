//! Entering an organization: from its slug in the URL to a caller who visits it.

use super::OrganizationView;
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{Person, Principal};
use hearken_model::{OrganizationRole, Slug, Stage};
use std::sync::Arc;

/// The caller inside the organization with this slug. `not_found` when there is none or the caller
/// is not in it; `access_suspended` for members who are pending or withdrawn, `licence_required` for
/// those who have neither a place in the solution nor a role towards the organization (ADM-31),
/// `declaration_required` before the first-run declaration, `solution_closed` for those who have
/// nothing to do in a solution that nobody subscribes to any more (TRI-09). The membership is read
/// anew on every call, so that a change bites at the next request.
pub async fn enter(app: &App, caller: &Caller, slug: &str) -> Result<Caller> {
    let not_found = || AppError::new(Code::NotFound);
    let slug: Slug = slug.parse().map_err(|_| not_found())?;
    let found = app.store.find_organization(&app.install, &slug).await?;
    let mut organization = OrganizationView::of(found.ok_or_else(not_found)?);
    organization.term = app.store.find_term(&app.install, organization.id).await?;
    let term = organization.term;
    let mut inside = caller.clone();
    if let Principal::Person(person) = caller.principal {
        if caller.only.is_some_and(|only| only != organization.id) {
            return Err(not_found());
        }
        if let Some(acting) = person.acting {
            // Whoever acts for a customer is there and nowhere else.
            if acting.customer != organization.id {
                return Err(not_found());
            }
            acting.column(app.now())?;
            inside.principal = Principal::Person(Person { term, ..person });
            inside.organization = Some(Arc::new(organization));
            return Ok(inside);
        }
        let membership = app
            .store
            .find_membership(&app.install, organization.id, person.user)
            .await?
            .ok_or_else(not_found)?;
        if !membership.state.may_enter() {
            return Err(AppError::new(Code::AccessSuspended));
        }
        if !membership.may_enter() {
            return Err(AppError::new(Code::LicenceRequired));
        }
        if term.stage(app.now()) == Stage::Closed
            && membership.organization_role == OrganizationRole::None
        {
            return Err(AppError::new(Code::SolutionClosed));
        }
        super::declare::check(app, organization.id).await?;
        inside.principal = Principal::Person(Person {
            membership: Some(membership),
            term,
            ..person
        });
    }
    inside.organization = Some(Arc::new(organization));
    Ok(inside)
}
