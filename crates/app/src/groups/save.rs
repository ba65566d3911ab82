//! Making a group and changing it.

use super::{GroupView, list::view};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Diagnostic, PublicId, UserId};
use hearken_store::GroupEdit;
use serde_json::json;

/// What a group is to be.
#[derive(Clone, Debug, Default)]
pub struct SaveGroup {
    /// The group; none: a new one.
    pub id: Option<PublicId>,
    /// The version that was read; none: whatever it is.
    pub version: Option<i64>,
    /// Name, 1 to 80 characters, unique in the organization; field `name`.
    pub name: String,
    /// Exactly these people; field `members`.
    pub members: Vec<PublicId>,
}

/// Makes a group, or changes one. `managed_by_directory` for one that a directory provisions.
pub async fn save(app: &App, caller: &Caller, input: SaveGroup) -> Result<GroupView> {
    let scope = caller.scope(Permission::ManageGroups, app.now())?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let members = members(app, &scope, &input.members, &mut problems).await?;
    problems.settle()?;
    let edit = GroupEdit {
        name,
        directory_id: None,
        is_from_directory: false,
        members,
    };
    let mut tx = app.store.begin().await?;
    let (verb, group) = match input.id {
        None => ("group.created", tx.create_group(&scope, &edit).await?),
        Some(id) => {
            let group = tx.load_user_group(&scope, id).await?;
            if group.is_from_directory {
                return Err(AppError::new(Code::ManagedByDirectory));
            }
            let changed = tx
                .update_group(&scope, &group, input.version, &edit)
                .await?;
            ("group.changed", changed)
        }
    };
    let detail = json!({ "name": group.name, "members": group.size });
    tx.audit(&scope, deed(verb, group.public_id, detail))
        .await?;
    tx.commit().await?;
    view(app, &scope, &group).await
}

async fn members(
    app: &App,
    scope: &OrgScope,
    chosen: &[PublicId],
    problems: &mut Problems,
) -> Result<Vec<UserId>> {
    let everybody = app.store.list_members(scope).await?;
    let mut found = Vec::with_capacity(chosen.len());
    for id in chosen {
        match everybody.iter().find(|m| m.user.public_id == *id) {
            Some(member) => found.push(member.user.id),
            None => {
                let entry = id.to_string();
                problems.add(Diagnostic::new("unknown_user", "members").entry(entry));
            }
        }
    }
    Ok(found)
}
