//! Withdrawing access and giving it again (ADM-15).

use super::UserRow;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Withdraws the access of users (their sessions find the organization closed at once), or gives
/// it again; all or none. `last_administrator` as in ADM-22.
pub async fn set_access(
    app: &App,
    caller: &Caller,
    users: Vec<PublicId>,
    allowed: bool,
) -> Result<Vec<UserRow>> {
    Err(crate::error::unfinished((app, caller, users, allowed)))
}
