//! Groups as a directory keeps them (ADM-40): in the product they are read.

use super::{scope, users::unique};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::OrgScope;
use hearken_model::{Diagnostic, PublicId, Timestamp, UserId};
use hearken_store::{Group, GroupEdit};
use serde_json::json;
use std::collections::BTreeMap;

/// A group of the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryGroup {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// The directory's own id of it.
    pub external_id: Option<String>,
    /// Who is in it.
    pub members: Vec<PublicId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a directory says of a group.
#[derive(Clone, Debug, Default)]
pub struct SaveDirectoryGroup {
    /// Name, 1 to 80 characters, unique in the organization; field `displayName`.
    pub name: String,
    /// Its own id of it.
    pub external_id: Option<String>,
    /// Exactly these people; field `members`.
    pub members: Vec<PublicId>,
}

/// The groups of the organization, by name.
pub async fn list_groups(app: &App, caller: &Caller) -> Result<Vec<DirectoryGroup>> {
    let scope = scope(caller, app.now())?;
    let ids = ids(app, &scope).await?;
    let pairs = app.store.list_all_group_members(&scope).await?;
    let groups = app.store.list_groups(&scope).await?;
    let groups = groups.into_iter().map(|group| {
        let own = pairs.iter().filter(|(id, _)| *id == group.id);
        let members = own.filter_map(|(_, user)| ids.get(user).copied());
        DirectoryGroup::of(&group, members.collect())
    });
    Ok(groups.collect())
}

/// One of them.
pub async fn find_group(app: &App, caller: &Caller, id: PublicId) -> Result<DirectoryGroup> {
    let scope = scope(caller, app.now())?;
    let group = app.store.find_group(&scope, id).await?;
    let group = group.ok_or_else(|| AppError::new(Code::NotFound))?;
    view(app, &scope, &group).await
}

async fn view(app: &App, scope: &OrgScope, group: &Group) -> Result<DirectoryGroup> {
    let ids = ids(app, scope).await?;
    let members = app.store.list_group_members(scope, group.id).await?;
    let members = members.iter().filter_map(|user| ids.get(user).copied());
    Ok(DirectoryGroup::of(group, members.collect()))
}

async fn ids(app: &App, scope: &OrgScope) -> Result<BTreeMap<UserId, PublicId>> {
    let members = app.store.list_members(scope).await?;
    let ids = members.into_iter().map(|m| (m.user.id, m.user.public_id));
    Ok(ids.collect())
}

/// Makes a group that the directory keeps.
pub async fn create_group(
    app: &App,
    caller: &Caller,
    input: SaveDirectoryGroup,
) -> Result<DirectoryGroup> {
    save(app, caller, None, input).await
}

/// Changes a group; it is the directory's from then on.
pub async fn replace_group(
    app: &App,
    caller: &Caller,
    id: PublicId,
    input: SaveDirectoryGroup,
) -> Result<DirectoryGroup> {
    save(app, caller, Some(id), input).await
}

async fn save(
    app: &App,
    caller: &Caller,
    id: Option<PublicId>,
    input: SaveDirectoryGroup,
) -> Result<DirectoryGroup> {
    let scope = scope(caller, app.now())?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "displayName");
    let ids = ids(app, &scope).await?;
    let mut members = Vec::with_capacity(input.members.len());
    for wanted in &input.members {
        match ids.iter().find(|(_, id)| *id == wanted) {
            Some((user, _)) => members.push(*user),
            None => {
                problems.add(Diagnostic::new("unknown_user", "members").entry(wanted.to_string()));
            }
        }
    }
    problems.settle()?;
    let edit = GroupEdit {
        name,
        directory_id: input.external_id,
        is_from_directory: true,
        members,
    };
    let mut tx = app.store.begin().await?;
    let (verb, written) = match id {
        None => ("group.provisioned", tx.create_group(&scope, &edit).await),
        Some(id) => {
            let group = tx.load_user_group(&scope, id).await?;
            let changed = tx.update_group(&scope, &group, None, &edit).await;
            ("group.directory_changed", changed)
        }
    };
    let group = unique(written, "displayName")?;
    let detail = json!({ "name": group.name, "members": group.size });
    tx.audit(&scope, deed(verb, group.public_id, detail))
        .await?;
    tx.commit().await?;
    view(app, &scope, &group).await
}

/// Removes a group. Its people stay.
pub async fn delete_group(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = scope(caller, app.now())?;
    let mut tx = app.store.begin().await?;
    let group = tx.load_user_group(&scope, id).await?;
    tx.delete_group(&scope, group.id).await?;
    let detail = json!({ "name": group.name });
    tx.audit(&scope, deed("group.deleted", id, detail)).await?;
    tx.commit().await?;
    Ok(())
}

impl DirectoryGroup {
    fn of(group: &Group, members: Vec<PublicId>) -> Self {
        Self {
            id: group.public_id,
            name: group.name.clone(),
            external_id: group.directory_id.clone(),
            members,
            created_at: group.created_at,
            updated_at: group.updated_at,
        }
    }
}
