//! Giving a person a place (ADM-03, ADM-32).

use super::{begin, keep_administrators, take_seat};
use crate::{
    App, Caller, Result,
    act::deed,
    checks::Problems,
    mail::tell_roles,
    users::{UserRow, refuse_locked, written},
};
use hearken_authz::{Membership, MembershipState, Permission};
use hearken_model::{LicenceType, PublicId, RolePair};
use serde_json::json;

/// Who gets what.
#[derive(Clone, Debug)]
pub struct Assign {
    /// The person.
    pub user: PublicId,
    /// The kind of place.
    pub kind: LicenceType,
    /// Where they use the solution, ISO 3166-1 alpha-2; empty: where they did, else where the
    /// organization is. Field `usage_location`.
    pub usage_location: String,
}

/// Gives a person a place, or another kind of place. Who had none becomes "Active (New)" with the
/// default roles, unless an administrator withdrew their access. `no_seats_left` when every place
/// of the kind is taken.
pub async fn assign(app: &App, caller: &Caller, input: Assign) -> Result<UserRow> {
    let scope = caller.scope(Permission::ManageLicences, app.now())?;
    refuse_locked(app, &scope, input.user).await?;
    let mut problems = Problems::default();
    let typed = input.usage_location.trim();
    let location = if typed.is_empty() {
        None
    } else {
        problems.country(typed, "usage_location")
    };
    problems.settle()?;
    let country = app.store.load_organization(&scope).await?.settings.country;
    let (mut tx, before) = begin(app, &scope).await?;
    let mut member = tx.load_member(&scope, input.user).await?;
    let current = member.membership;
    if current.licence != Some(input.kind) {
        take_seat(app, &mut tx, &scope, input.kind).await?;
    }
    member.membership = licensed(current, input.kind);
    member.usage_location = location.or(member.usage_location).or(Some(country));
    tx.update_member(&scope, &written(&member)).await?;
    let (to, roles) = (&member.user, (&current, &member.membership));
    tell_roles(app, &mut tx, (caller, &scope), to, roles).await?;
    let detail = json!({
        "from": current.licence.map(LicenceType::as_str),
        "to": input.kind.as_str(),
    });
    tx.audit(&scope, deed("licence.assigned", input.user, detail))
        .await?;
    keep_administrators(&mut tx, &scope, before).await?;
    tx.commit().await?;
    Ok(UserRow::of(member, caller))
}

/// What a membership becomes with a place of a kind.
fn licensed(current: Membership, kind: LicenceType) -> Membership {
    let mut next = current;
    next.licence = Some(kind);
    if current.licence.is_none() {
        next.roles = RolePair::default();
        if current.state != MembershipState::Withdrawn {
            next.state = MembershipState::New;
        }
    }
    next
}
