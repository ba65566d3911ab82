//! Withdrawing access and giving it again (ADM-15).

use super::{EditSelected, UserRow, edit_selected};
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Withdraws the access of users (their sessions find the organization closed at once), or gives
/// it again; all or none. Who asked for access is denied or approved by it (ADM-14).
/// `last_administrator` as in ADM-22, `locked` as in [`super::change_roles`].
pub async fn set_access(
    app: &App,
    caller: &Caller,
    users: Vec<PublicId>,
    allowed: bool,
) -> Result<Vec<UserRow>> {
    let input = EditSelected {
        users,
        roles: None,
        access: Some(allowed),
    };
    Ok(edit_selected(app, caller, input).await?.changed)
}
