//! Taking a place away (ADM-33, ADM-34): it is free at once, and what was the person's own in the
//! solution is gone for good. What they made for everybody stays.

use super::{begin, keep_administrators};
use crate::{
    App, AppError, Caller, Code, Result,
    act::deed,
    mail::tell_roles,
    users::{UserRow, refuse_locked, refuse_reach, written},
};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{LicenceType, Preferences, PublicId, UserId};
use hearken_store::{Tx, UserEdit};
use serde_json::json;

/// Something that a person has in the solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What: `settings`, `tokens`, `topics`. The catalogues have it as `loss-<what>`.
    pub what: &'static str,
    /// How many.
    pub count: u64,
}

/// What taking a person's place away means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// The person.
    pub user: UserRow,
    /// What is deleted and cannot be brought back.
    pub goes: Vec<Loss>,
    /// What stays in the solution.
    pub stays: Vec<Loss>,
}

/// What taking this person's place away would mean, to be shown before it is done.
pub async fn look_ahead(app: &App, caller: &Caller, user: PublicId) -> Result<Removal> {
    let scope = caller.scope(Permission::ManageLicences, app.now())?;
    let found = app.store.find_member(&scope, user).await?;
    let member = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let id = member.user.id;
    let tokens = app.store.list_tokens(&scope, Some(id)).await?;
    let tokens = tokens.iter().filter(|t| t.revoked_at.is_none()).count();
    let own = &member.user;
    let has_settings = own.locale.is_some()
        || own.time_zone.is_some()
        || own.preferences != Preferences::default();
    let settings = has_settings && is_only_here(app, &scope, id).await?;
    let topics = app.store.list_topics(&scope).await?;
    let topics = topics.iter().filter(|t| t.owner == Some(id)).count();
    Ok(Removal {
        user: UserRow::of(member, caller),
        goes: some([("settings", usize::from(settings)), ("tokens", tokens)]),
        stays: some([("topics", topics)]),
    })
}

fn some<const N: usize>(all: [(&'static str, usize); N]) -> Vec<Loss> {
    let some = all.into_iter().filter(|(_, count)| *count > 0);
    let loss = |(what, count)| Loss {
        what,
        count: count as u64,
    };
    some.map(loss).collect()
}

/// Takes a person's place away. Nothing happens to who has none. `last_administrator` as in ADM-22.
pub async fn remove(app: &App, caller: &Caller, user: PublicId) -> Result<UserRow> {
    let scope = caller.scope(Permission::ManageLicences, app.now())?;
    refuse_locked(app, &scope, user).await?;
    let found = app.store.find_member(&scope, user).await?;
    let id = found.ok_or_else(|| AppError::new(Code::NotFound))?.user.id;
    let is_only_here = is_only_here(app, &scope, id).await?;
    let (mut tx, before) = begin(app, &scope).await?;
    let mut member = tx.load_member(&scope, user).await?;
    let before_it = member.membership;
    refuse_reach(caller, &before_it)?;
    let Some(kind) = member.membership.licence.take() else {
        return Ok(UserRow::of(member, caller));
    };
    tx.update_member(&scope, &written(&member)).await?;
    forget(app, &mut tx, &scope, id, is_only_here).await?;
    let (to, roles) = (&member.user, (&before_it, &member.membership));
    tell_roles(app, &mut tx, (caller, &scope), to, roles).await?;
    let detail = json!({ "from": kind.as_str(), "to": None::<LicenceType> });
    tx.audit(&scope, deed("licence.removed", user, detail))
        .await?;
    keep_administrators(&mut tx, &scope, before).await?;
    tx.commit().await?;
    Ok(UserRow::of(member, caller))
}

/// Deletes what is a person's own in the solution. Language, time zone and preferences belong to the
/// person, so they go with their last organization alone.
pub(crate) async fn forget(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    user: UserId,
    is_only_here: bool,
) -> Result<()> {
    tx.revoke_tokens_of_person(scope, user).await?;
    if is_only_here {
        let edit = UserEdit {
            locale: Some(None),
            time_zone: Some(None),
            preferences: Some(Preferences::default()),
            ..UserEdit::default()
        };
        tx.update_user(&app.install, user, &edit).await?;
    }
    Ok(())
}

/// Whether a person is in no other organization.
pub(crate) async fn is_only_here(app: &App, scope: &OrgScope, user: UserId) -> Result<bool> {
    let everywhere = app.store.list_memberships(&app.install, user).await?;
    Ok(everywhere.iter().all(|(m, _, _)| m.org == scope.org()))
}
