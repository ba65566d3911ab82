//! The first-run declaration (ADM-21): where the operator asks for it, an organization opens only
//! after one of its global administrators confirmed that it is not used by or for a government body.

use super::OrganizationView;
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::{Membership, Permission, Person, Principal, Resource, decide};
use hearken_model::{OrgId, OrganizationRole};
use serde_json::json;

/// Refuses with `declaration_required` until the declaration is made, where it is asked for.
pub(super) async fn check(app: &App, org: OrgId) -> Result<()> {
    if app.limits.declaration {
        let settings = app.store.access_settings(&app.install, org).await?;
        if settings.declared.is_none() {
            return Err(AppError::new(Code::DeclarationRequired));
        }
    }
    Ok(())
}

/// The organization that waits for its declaration, and whether the caller can make it. `not_found`
/// outside, and where nothing waits.
pub async fn who_declares(
    app: &App,
    caller: &Caller,
    slug: &str,
) -> Result<(OrganizationView, bool)> {
    let (organization, membership) = find(app, caller, slug).await?;
    let waits = check(app, organization.id).await.is_err();
    if !waits {
        return Err(AppError::new(Code::NotFound));
    }
    let may = membership.organization_role == OrganizationRole::GlobalAdministrator
        && membership.state.may_enter();
    Ok((organization, may))
}

/// Makes the declaration. Global administrators only; a second one changes nothing.
pub async fn declare(app: &App, caller: &Caller, slug: &str) -> Result<()> {
    let (organization, membership) = find(app, caller, slug).await?;
    let Principal::Person(person) = caller.principal else {
        return Err(AppError::new(Code::Forbidden));
    };
    let principal = Principal::Person(Person {
        membership: Some(membership),
        ..person
    });
    let resource = Resource::organization(organization.id);
    let scope = decide(&principal, Permission::ManageUsers, &resource, app.now())?;
    let mut tx = app.store.begin().await?;
    tx.lock_people(&scope).await?;
    let mut settings = tx.access_settings(&scope).await?;
    if settings.declared.is_none() {
        settings.declared = Some((tx.now(), person.user));
        tx.set_access_settings(&scope, &settings).await?;
        let entry = deed("organization.declared", organization.public_id, json!({}));
        tx.audit(&scope, entry).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn find(app: &App, caller: &Caller, slug: &str) -> Result<(OrganizationView, Membership)> {
    let not_found = || AppError::new(Code::NotFound);
    let user = caller.principal.user().filter(|_| caller.only.is_none());
    let user = user.ok_or_else(not_found)?;
    let slug = slug.parse().map_err(|_| not_found())?;
    let found = app.store.find_organization(&app.install, &slug).await?;
    let organization = OrganizationView::of(found.ok_or_else(not_found)?);
    let membership = app
        .store
        .find_membership(&app.install, organization.id, user)
        .await?;
    Ok((organization, membership.ok_or_else(not_found)?))
}
