//! People as a directory keeps them.

use super::scope;
use crate::{
    App, AppError, Caller, Code, Result,
    act::deed,
    checks::Problems,
    licences,
    mail::tell_roles,
    users::{self, invite, told, written},
};
use hearken_authz::{Membership, MembershipState, OrgScope};
use hearken_model::{
    Diagnostic, LicenceType, OrganizationRole, PublicId, RolePair, Timestamp, UserId,
};
use hearken_store::{DirectoryEntry, Member, Provisioned, Tx, User, UserEdit};
use std::collections::BTreeMap;

/// A person of the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryUser {
    /// Their id.
    pub id: PublicId,
    /// The resource as the directory sent it, JSON; none for people whom no directory provisions.
    pub resource: Option<String>,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Whether their access is not withdrawn.
    pub active: bool,
    /// Id and name of the groups they are in.
    pub groups: Vec<(PublicId, String)>,
    /// When they were added to the organization.
    pub created_at: Timestamp,
    /// When that last changed.
    pub updated_at: Timestamp,
}

/// What a directory says of a person.
#[derive(Clone, Debug)]
pub struct SaveDirectoryUser {
    /// The name it knows them by; field `userName`.
    pub user_name: String,
    /// Its own id of them.
    pub external_id: Option<String>,
    /// Mail address; field `emails`.
    pub email: String,
    /// Name as people read it; field `displayName`.
    pub name: String,
    /// Whether they may enter; none: as it is.
    pub active: Option<bool>,
    /// The resource as it was sent, JSON.
    pub resource: String,
}

/// Everybody of the organization, the longest there first.
pub async fn list_users(app: &App, caller: &Caller) -> Result<Vec<DirectoryUser>> {
    let scope = scope(caller, app.now())?;
    let groups = app.store.list_groups(&scope).await?;
    let mut groups_of: BTreeMap<UserId, Vec<(PublicId, String)>> = BTreeMap::new();
    for (group, user) in app.store.list_all_group_members(&scope).await? {
        if let Some(group) = groups.iter().find(|one| one.id == group) {
            let named = (group.public_id, group.name.clone());
            groups_of.entry(user).or_default().push(named);
        }
    }
    let everybody = app.store.list_provisioned(&scope).await?;
    let everybody = everybody.into_iter().map(|one| {
        let groups = groups_of.remove(&one.member.user.id).unwrap_or_default();
        DirectoryUser::of(one, groups)
    });
    Ok(everybody.collect())
}

/// One of them.
pub async fn find_user(app: &App, caller: &Caller, id: PublicId) -> Result<DirectoryUser> {
    let scope = scope(caller, app.now())?;
    view(app, &scope, id).await
}

async fn view(app: &App, scope: &OrgScope, id: PublicId) -> Result<DirectoryUser> {
    let found = app.store.find_provisioned(scope, id).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let groups = app.store.groups_of(scope, found.member.user.id).await?;
    let groups = groups.into_iter().map(|one| (one.public_id, one.name));
    Ok(DirectoryUser::of(found, groups.collect()))
}

impl DirectoryUser {
    fn of(one: Provisioned, groups: Vec<(PublicId, String)>) -> Self {
        let member = one.member;
        Self {
            id: member.user.public_id,
            resource: one.resource,
            active: member.membership.state != MembershipState::Withdrawn,
            groups,
            created_at: one.added_at,
            updated_at: member.updated_at,
            name: member.user.name,
            email: member.user.email,
        }
    }
}

/// Adds a person to the organization: new to it, with a full place if one is free. `duplicate` in
/// field `userName` when somebody of that name or mail address is in it.
pub async fn create_user(
    app: &App,
    caller: &Caller,
    input: SaveDirectoryUser,
) -> Result<DirectoryUser> {
    let scope = scope(caller, app.now())?;
    let said = Said::of(&input)?;
    let known = app.store.find_user(&app.install, &said.email).await?;
    let country = app.store.load_organization(&scope).await?.settings.country;
    let (mut tx, _) = licences::begin(app, &scope).await?;
    let licence = free_place(app, &mut tx, &scope).await?;
    let user = match known {
        Some(user) => user,
        None => create_person(app, &mut tx, &said).await?,
    };
    let member = Member {
        membership: Membership {
            org: scope.org(),
            roles: RolePair::default(),
            organization_role: OrganizationRole::None,
            state: match input.active {
                Some(false) => MembershipState::Withdrawn,
                _ => MembershipState::New,
            },
            licence,
        },
        usage_location: licence.map(|_| country),
        is_from_directory: true,
        updated_at: tx.now(),
        user,
    };
    let added = tx.add_member(&scope, &written(&member)).await;
    unique(added, "userName")?;
    note(&mut tx, &scope, member.user.id, input).await?;
    let id = member.user.public_id;
    let detail = told(&member.membership);
    tx.audit(&scope, deed("user.provisioned", id, detail))
        .await?;
    if member.membership.state.may_enter() {
        invite(app, &mut tx, caller, &scope, &member.user).await?;
    }
    tx.commit().await?;
    view(app, &scope, id).await
}

/// A full place where one is free.
async fn free_place(app: &App, tx: &mut Tx, scope: &OrgScope) -> Result<Option<LicenceType>> {
    match licences::take_seat(app, tx, scope, LicenceType::Full).await {
        Ok(()) => Ok(Some(LicenceType::Full)),
        Err(error) if error.code == Code::NoSeatsLeft => Ok(None),
        Err(error) => Err(error),
    }
}

async fn create_person(app: &App, tx: &mut Tx, said: &Said) -> Result<User> {
    let new = hearken_store::NewUser {
        email: said.email.clone(),
        name: said.name.clone(),
        password_hash: None,
        locale: None,
        time_zone: None,
        is_operator: false,
    };
    Ok(tx.create_user(&app.install, &new).await?)
}

/// Writes what a directory says of a person, who is the directory's from then on. Withdrawing their
/// access bites at the next request; `last_administrator` as in ADM-22. Name and mail address are
/// the person's own where they are in another organization too or operate the installation, and
/// stay; elsewhere they follow.
pub async fn replace_user(
    app: &App,
    caller: &Caller,
    id: PublicId,
    input: SaveDirectoryUser,
) -> Result<DirectoryUser> {
    let scope = scope(caller, app.now())?;
    let said = Said::of(&input)?;
    let (mut tx, before) = licences::begin(app, &scope).await?;
    let mut member = tx.load_member(&scope, id).await?;
    let current = member.membership;
    let user = member.user.id;
    member.membership.state = state_after(current.state, input.active);
    if member.membership != current {
        tx.update_member(&scope, &written(&member)).await?;
        let (to, roles) = (&member.user, (&current, &member.membership));
        tell_roles(app, &mut tx, (caller, &scope), to, roles).await?;
        licences::keep_administrators(&mut tx, &scope, before).await?;
    }
    let is_only_here = licences::is_only_here(app, &scope, user).await?;
    if is_only_here && !member.user.is_operator {
        rename(app, &mut tx, &member.user, &said).await?;
    }
    note(&mut tx, &scope, user, input).await?;
    let detail = serde_json::json!({ "from": told(&current), "to": told(&member.membership) });
    tx.audit(&scope, deed("user.directory_changed", id, detail))
        .await?;
    tx.commit().await?;
    view(app, &scope, id).await
}

/// Who is active again is new where nobody had settled them; who waits for approval goes on waiting.
fn state_after(current: MembershipState, active: Option<bool>) -> MembershipState {
    match (current, active) {
        (_, Some(false)) => MembershipState::Withdrawn,
        (MembershipState::Withdrawn, Some(true)) => MembershipState::Active,
        (_, _) => current,
    }
}

async fn rename(app: &App, tx: &mut Tx, user: &User, said: &Said) -> Result<()> {
    let changed = |new: &String, old: &String| (new != old).then(|| new.clone());
    let edit = UserEdit {
        name: changed(&said.name, &user.name),
        email: changed(&said.email, &user.email),
        ..UserEdit::default()
    };
    if edit.name.is_none() && edit.email.is_none() {
        return Ok(());
    }
    let written = tx.update_user(&app.install, user.id, &edit).await;
    unique(written.map(drop), "emails")
}

async fn note(tx: &mut Tx, scope: &OrgScope, user: UserId, input: SaveDirectoryUser) -> Result<()> {
    let entry = DirectoryEntry {
        name: input.user_name,
        id: input.external_id,
        resource: input.resource,
    };
    unique(
        tx.set_directory_entry(scope, user, &entry).await,
        "userName",
    )
}

/// What is taken is a problem of a field.
pub(super) fn unique<T>(written: hearken_store::Result<T>, field: &'static str) -> Result<T> {
    match written {
        Err(hearken_store::Error::Taken(_)) => {
            Err(AppError::invalid(vec![Diagnostic::new("duplicate", field)]))
        }
        other => Ok(other?),
    }
}

/// Takes a person out of the organization, as [`users::delete`] does.
pub async fn delete_user(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    scope(caller, app.now())?;
    users::delete(app, caller, id).await
}

/// What was said, checked.
struct Said {
    name: String,
    email: String,
}

impl Said {
    fn of(input: &SaveDirectoryUser) -> Result<Self> {
        let mut problems = Problems::default();
        problems.title(&input.user_name, "userName");
        let said = Self {
            name: problems.title(&input.name, "displayName"),
            email: problems.email(&input.email, "emails"),
        };
        problems.settle()?;
        Ok(said)
    }
}
