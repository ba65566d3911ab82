//! One user.

use super::UserRow;
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::PublicId;

/// A user of the visited organization.
pub async fn get(app: &App, caller: &Caller, user: PublicId) -> Result<UserRow> {
    let scope = caller.scope(Permission::ViewUsers, app.now())?;
    let members = app.store.list_members(&scope).await?;
    let found = members
        .into_iter()
        .find(|member| member.user.public_id == user);
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok(UserRow::of(found, caller))
}
