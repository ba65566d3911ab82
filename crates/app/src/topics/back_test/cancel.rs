//! Giving one up.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::PublicId;
use std::sync::atomic::Ordering;

/// Stops a back-test of the caller's own at its next post; what was counted so far stays. One that has
/// ended is left as it is.
pub fn cancel(app: &App, caller: &Caller, id: PublicId) -> Result<()> {
    let scope = caller.scope_new(Permission::EditTopics, app.now())?;
    let found = app
        .back_tests
        .find(id, scope.org(), caller.principal.user());
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    found.cancelled.store(true, Ordering::Relaxed);
    Ok(())
}
