//! News for live pages.

use crate::{App, Caller, Result, ports::Hint};
use hearken_authz::Permission;
use tokio::sync::broadcast;

/// Hints that something in the visited organization is worth looking at again, from now on.
pub fn subscribe(app: &App, caller: &Caller) -> Result<broadcast::Receiver<Hint>> {
    let scope = caller.scope(Permission::ViewAnalysis, app.now())?;
    Ok(app.events.subscribe(&scope))
}
