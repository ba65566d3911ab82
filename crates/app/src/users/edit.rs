//! Changing memberships: several at once, all or none, never the last administrator (ADM-22).

use super::UserRow;
use crate::{App, AppError, Caller, Code, Result, act::deed, mail::tell_roles};
use hearken_authz::{Membership, OrgScope};
use hearken_model::{OrganizationRole, PublicId};
use hearken_store::{Member, NewMembership, Tx};
use serde_json::{Value, json};

/// Changes the memberships of users in one transaction and notes each.
pub(crate) async fn edit_members(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    users: &[PublicId],
    verb: &'static str,
    change: impl Fn(Membership) -> Membership,
) -> Result<Vec<UserRow>> {
    let members = app.store.list_members(scope).await?;
    let chosen: Vec<Member> = users
        .iter()
        .map(|id| members.iter().find(|m| m.user.public_id == *id).cloned())
        .collect::<Option<_>>()
        .ok_or_else(|| AppError::new(Code::NotFound))?;
    let mut tx = app.store.begin().await?;
    let mut rows = Vec::with_capacity(chosen.len());
    for mut member in chosen {
        // As it is in this transaction, not as it was when the list was read.
        let current = tx.find_member(scope, member.user.id).await?;
        let current = current.ok_or_else(|| AppError::new(Code::NotFound))?;
        if caller.acting().is_some()
            && current.organization_role == OrganizationRole::GlobalAdministrator
        {
            // Whoever governs the organization is out of a delegated admin's reach (INV-30).
            return Err(AppError::new(Code::NeverDelegable));
        }
        let next = change(current);
        tx.update_member(scope, &written(&member, next)).await?;
        let detail = json!({ "from": told(&current), "to": told(&next) });
        tx.audit(scope, deed(verb, member.user.public_id, detail))
            .await?;
        tell_roles(
            app,
            &mut tx,
            (caller, scope),
            &member.user,
            (&current, &next),
        )
        .await?;
        member.membership = next;
        rows.push(UserRow::of(member, caller));
    }
    keep_administrators(app, &mut tx, scope, &rows).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Refuses to go on when nobody could administrate any more: the solution (ADM-22), or the
/// organization. `changed` are rows as this transaction leaves them.
async fn keep_administrators(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    changed: &[UserRow],
) -> Result<()> {
    let last = || AppError::new(Code::LastAdministrator);
    if tx.count_administrators(scope).await? == 0 {
        return Err(last());
    }
    let members = app.store.list_members(scope).await?;
    let is_global = |role, state: hearken_authz::MembershipState| {
        role == OrganizationRole::GlobalAdministrator && state.may_enter()
    };
    let had = members
        .iter()
        .any(|m| is_global(m.membership.organization_role, m.membership.state));
    let stays = changed
        .iter()
        .any(|r| is_global(r.organization_role, r.state))
        || members
            .iter()
            .filter(|m| !changed.iter().any(|r| r.id == m.user.public_id))
            .any(|m| is_global(m.membership.organization_role, m.membership.state));
    if had && !stays { Err(last()) } else { Ok(()) }
}

fn written(member: &Member, next: Membership) -> NewMembership {
    NewMembership {
        user: member.user.id,
        roles: next.roles,
        organization_role: next.organization_role,
        state: next.state,
    }
}

fn told(membership: &Membership) -> Value {
    json!({
        "configuration_role": membership.roles.configuration.as_str(),
        "interaction_role": membership.roles.interaction.as_str(),
        "organization_role": membership.organization_role.as_str(),
        "state": membership.state.as_str(),
    })
}
