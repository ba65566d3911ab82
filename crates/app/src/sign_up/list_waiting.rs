//! The sign-ups that wait for the operator.

use super::SignUpView;
use crate::{App, Caller, Result};
use hearken_authz::Permission;

/// Sign-ups that wait for a word of the operator, the oldest first. Operators only.
pub async fn list_waiting(app: &App, caller: &Caller) -> Result<Vec<SignUpView>> {
    let scope = caller.install_scope(Permission::ManageOrganizations, app.now())?;
    let waiting = app.store.list_waiting_sign_ups(&scope).await?;
    Ok(waiting.iter().map(SignUpView::of).collect())
}
