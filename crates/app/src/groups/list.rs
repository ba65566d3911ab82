//! The groups of an organization, and one of them with its people.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{PublicId, Timestamp};
use hearken_store::Group;

/// A group of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// How many people are in it.
    pub size: u64,
    /// Whether a directory provisions it, so that it cannot be changed here.
    pub is_from_directory: bool,
    /// Rises with every change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A group with its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupView {
    /// The group.
    pub row: GroupRow,
    /// Id and name of everybody in it, by name.
    pub members: Vec<(PublicId, String)>,
}

/// The groups of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<GroupRow>> {
    let scope = caller.scope(Permission::ViewGroups, app.now())?;
    let groups = app.store.list_groups(&scope).await?;
    Ok(groups.iter().map(GroupRow::of).collect())
}

/// A group of the visited organization with its people.
pub async fn get(app: &App, caller: &Caller, id: PublicId) -> Result<GroupView> {
    let scope = caller.scope(Permission::ViewGroups, app.now())?;
    let found = app.store.find_group(&scope, id).await?;
    let group = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    view(app, &scope, &group).await
}

pub(super) async fn view(app: &App, scope: &OrgScope, group: &Group) -> Result<GroupView> {
    let ids = app.store.list_group_members(scope, group.id).await?;
    let people = app.people(scope).await?;
    let found = ids.into_iter().filter_map(|id| people.get(Some(id)));
    let mut members: Vec<(PublicId, String)> = found.cloned().collect();
    members.sort_by_cached_key(|(id, name)| (name.to_lowercase(), *id));
    Ok(GroupView {
        row: GroupRow::of(group),
        members,
    })
}

impl GroupRow {
    pub(super) fn of(group: &Group) -> Self {
        Self {
            id: group.public_id,
            name: group.name.clone(),
            size: group.size,
            is_from_directory: group.is_from_directory,
            version: group.version,
            updated_at: group.updated_at,
        }
    }
}
