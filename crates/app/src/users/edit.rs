//! Changing memberships: several at once, all or none, never the last administrator (ADM-22).
//! Locked rows, which are delegated administrators, are passed over and told (DEL-32).

use super::{UserRow, locked_people};
use crate::{App, AppError, Caller, Code, Result, act::deed, licences, mail::tell_roles};
use hearken_authz::{Membership, MembershipState, OrgScope};
use hearken_model::{LicenceType, OrganizationRole, PublicId};
use hearken_store::{Member, NewMembership, Tx};
use serde_json::{Value, json};

/// What became of the users that were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// Those that were changed, as they are now.
    pub changed: Vec<UserRow>,
    /// Those that cannot be changed.
    pub locked: Vec<UserRow>,
}

/// Changes the memberships of users in one transaction and notes each. `locked` when none of them
/// can be changed; `no_seats_left` when somebody who is let in finds no place.
pub(crate) async fn edit_members(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    users: &[PublicId],
    verb: &'static str,
    change: impl Fn(Membership) -> Membership,
) -> Result<Edited> {
    let (locked, users) = split(locked_people(app, scope).await?, users);
    if users.is_empty() && !locked.is_empty() {
        return Err(AppError::new(Code::Locked));
    }
    let (mut tx, before) = licences::begin(app, scope).await?;
    let mut changed = Vec::with_capacity(users.len());
    for id in users {
        let mut member = tx.load_member(scope, id).await?;
        let current = member.membership;
        refuse_reach(caller, &current)?;
        let next = let_in(current, change(current));
        if let Some(kind) = next.licence.filter(|_| current.licence.is_none()) {
            licences::take_seat(app, &mut tx, scope, kind).await?;
        }
        member.membership = next;
        write(&mut tx, scope, &member, current, verb).await?;
        let (to, roles) = (&member.user, (&current, &next));
        tell_roles(app, &mut tx, (caller, scope), to, roles).await?;
        changed.push(UserRow::of(member, caller));
    }
    licences::keep_administrators(&mut tx, scope, before).await?;
    tx.commit().await?;
    Ok(Edited { changed, locked })
}

async fn write(
    tx: &mut Tx,
    scope: &OrgScope,
    member: &Member,
    before: Membership,
    verb: &'static str,
) -> Result<()> {
    tx.update_member(scope, &written(member)).await?;
    let detail = json!({ "from": told(&before), "to": told(&member.membership) });
    tx.audit(scope, deed(verb, member.user.public_id, detail))
        .await?;
    Ok(())
}

/// Who is let in gets a place with it, unless they come for the organization itself.
fn let_in(current: Membership, mut next: Membership) -> Membership {
    let comes_in = next.state.may_enter() && !current.state.may_enter();
    if comes_in && next.licence.is_none() && next.organization_role == OrganizationRole::None {
        next.licence = Some(LicenceType::Full);
    }
    next
}

/// Those of the chosen that are locked, and the ids of the others, each once.
fn split(locked: Vec<UserRow>, chosen: &[PublicId]) -> (Vec<UserRow>, Vec<PublicId>) {
    let (hit, _): (Vec<UserRow>, Vec<UserRow>) =
        locked.into_iter().partition(|row| chosen.contains(&row.id));
    let mut free: Vec<PublicId> = Vec::with_capacity(chosen.len());
    for id in chosen {
        if !hit.iter().any(|row| row.id == *id) && !free.contains(id) {
            free.push(*id);
        }
    }
    (hit, free)
}

/// Refuses a change of a locked row with `locked`.
pub(crate) async fn refuse_locked(app: &App, scope: &OrgScope, user: PublicId) -> Result<()> {
    let locked = locked_people(app, scope).await?;
    if locked.iter().any(|row| row.id == user) {
        return Err(AppError::new(Code::Locked));
    }
    Ok(())
}

/// Whoever governs the organization is out of a delegated admin's reach (DEL-45, INV-30).
pub(crate) fn refuse_reach(caller: &Caller, member: &Membership) -> Result<()> {
    let governs = member.organization_role == OrganizationRole::GlobalAdministrator;
    if caller.acting().is_some() && governs {
        return Err(AppError::new(Code::NeverDelegable));
    }
    Ok(())
}

/// A member as it is written.
pub(crate) fn written(member: &Member) -> NewMembership {
    let membership = &member.membership;
    NewMembership {
        user: member.user.id,
        roles: membership.roles,
        organization_role: membership.organization_role,
        state: membership.state,
        licence: membership.licence,
        usage_location: member.usage_location,
    }
}

/// A membership as audit rows tell it.
pub(crate) fn told(membership: &Membership) -> Value {
    json!({
        "configuration_role": membership.roles.configuration.as_str(),
        "interaction_role": membership.roles.interaction.as_str(),
        "organization_role": membership.organization_role.as_str(),
        "state": membership.state.as_str(),
        "licence": membership.licence.map(LicenceType::as_str),
    })
}

/// A membership whose access is open or not; who was never settled is new.
pub(super) fn with_access(membership: Membership, allowed: bool) -> Membership {
    Membership {
        state: match (membership.state, allowed) {
            (MembershipState::New, true) => MembershipState::New,
            (_, true) => MembershipState::Active,
            (_, false) => MembershipState::Withdrawn,
        },
        ..membership
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{RolePair, Timestamp};

    fn row(id: u128) -> UserRow {
        UserRow {
            id: PublicId(id),
            name: "Pat Partner".to_owned(),
            email: "pat@agency.example".to_owned(),
            roles: RolePair::default(),
            organization_role: OrganizationRole::None,
            state: MembershipState::Active,
            licence: None,
            usage_location: None,
            is_from_directory: false,
            delegate: None,
            created_at: Timestamp(0),
            is_me: false,
        }
    }

    #[test]
    fn locked_rows_are_told_and_the_others_go_on_once_each() {
        let id = PublicId;
        for (chosen, hit, free) in [
            (
                vec![id(1), id(7), id(2), id(1)],
                vec![id(7)],
                vec![id(1), id(2)],
            ),
            (vec![id(7)], vec![id(7)], vec![]),
            (vec![id(3)], vec![], vec![id(3)]),
            (vec![], vec![], vec![]),
        ] {
            let (locked, others) = split(vec![row(7), row(8)], &chosen);
            let locked: Vec<PublicId> = locked.into_iter().map(|row| row.id).collect();
            assert_eq!((locked, others), (hit, free), "{chosen:?}");
        }
    }
}
