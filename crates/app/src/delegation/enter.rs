//! Entering a customer, and leaving it (DEL-60..65).

use super::{acting::load, customers::find, step};
use crate::{
    App, AppError, Caller, Code, Result, Secret,
    act::deed,
    mail::tell_both,
    session::{parse_secret, session_token},
};
use hearken_authz::{
    Actor, Delegation, Event, OrgScope, Permission, Person, Principal, Resource, decide,
};
use hearken_model::{DelegationLevel, PublicId, Side, Slug, UserId, time::MINUTE};
use hearken_store::{Entry, StoredRelationship};
use serde_json::json;

/// A session that acts for a customer now.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The session's new token; the old one is void.
    pub token: Secret,
    /// The customer's name in URLs.
    pub slug: Slug,
    /// What the person may do there.
    pub level: DelegationLevel,
}

/// Lets the session act for a customer of the visited organization. `step_up_required` without a
/// fresh second factor; `delegation_ended` when the relationship is held or over.
pub async fn enter_customer(
    app: &App,
    caller: &Caller,
    session: &Secret,
    relationship: PublicId,
) -> Result<Entered> {
    let now = app.now();
    let scope = caller.scope_new(Permission::ViewCustomers, now)?;
    let not_found = || AppError::new(Code::NotFound);
    let Principal::Person(person) = caller.principal else {
        return Err(not_found());
    };
    let token = parse_secret(session.expose()).ok_or_else(not_found)?;
    let row = find(app, &scope, relationship).await?;
    let acting = Delegation {
        second_factor_at: app.second_factor_of(caller.second_factor_at),
        ..load(app, &row, person.user).await?
    };
    let level = acting.level().ok_or_else(not_found)?;
    let inside = Principal::Person(Person {
        acting: Some(acting),
        membership: None,
        ..person
    });
    let resource = Resource::owned(row.customer, Some(person.user));
    // Both levels may see the own row of the partners: the least that entering is good for.
    let inside = decide(&inside, Permission::ViewPartners, &resource, now)?;
    let customer = app
        .store
        .load_organization_of(&app.install, row.customer)
        .await?;
    stop_haste(app, &row, *scope.actor(), person.user).await?;
    let mut tx = app.store.begin().await?;
    let mut row = tx.lock_relationship(&app.install, row.id).await?;
    row.terms = row.terms.step(Side::Partner, Event::Enter, tx.now())?;
    tx.save_relationship(&app.install, &row).await?;
    let is_first = tx
        .note_entry(&app.install, row.customer, row.id, person.user)
        .await?;
    note(app, &mut tx, &inside, &row, is_first).await?;
    let entry = Entry {
        relationship: row.id,
        entered_at: tx.now(),
    };
    let fresh = tx
        .replace_session(&app.install, &token, Some(entry))
        .await?;
    tx.commit().await?;
    Ok(Entered {
        token: session_token(&fresh),
        slug: customer.slug,
        level,
    })
}

/// How long customers that were entered count together.
const HASTE_WINDOW: i64 = 10 * MINUTE;

/// Somebody who goes through customer after customer may have stolen the session: it ends, with all
/// others of the person, and both sides of every relationship that was used are told.
async fn stop_haste(app: &App, row: &StoredRelationship, actor: Actor, user: UserId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let since = tx.now().plus(-HASTE_WINDOW);
    let entered = tx.list_entered_since(&app.install, user, since).await?;
    if entered.contains(&row.id) || (entered.len() as u32) < app.limits.entries {
        return Ok(());
    }
    tx.end_sessions_of(&app.install, user, None).await?;
    for id in entered {
        let used = tx.lock_relationship(&app.install, id).await?;
        step::note(app, &mut tx, &used, "relationship.alarmed", actor).await?;
    }
    tx.commit().await?;
    Err(AppError::new(Code::TooManyCustomers))
}

async fn note(
    app: &App,
    tx: &mut hearken_store::Tx,
    inside: &OrgScope,
    row: &StoredRelationship,
    is_first: bool,
) -> Result<()> {
    let entry = deed(
        "relationship.entered",
        row.public_id,
        json!({ "first": is_first }),
    );
    tx.audit(inside, entry).await?;
    if is_first && row.notify_entries {
        tell_both(app, tx, row, "entered").await?;
    }
    Ok(())
}

/// Lets the session act for nobody again. Works whatever became of the relationship. Answers the
/// session's new token and the partner's name in URLs, to whose area one goes back.
pub async fn leave_customer(
    app: &App,
    caller: &Caller,
    session: &Secret,
) -> Result<(Secret, Option<Slug>)> {
    let token = parse_secret(session.expose());
    let token = token.ok_or_else(|| AppError::new(Code::NotSignedIn))?;
    let mut tx = app.store.begin().await?;
    let fresh = tx.replace_session(&app.install, &token, None).await?;
    tx.commit().await?;
    let back = caller.acting().map(|acting| acting.partner_slug.clone());
    Ok((session_token(&fresh), back))
}
