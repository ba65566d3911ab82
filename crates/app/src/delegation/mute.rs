//! Turning a customer's administrator mails off and on, for oneself (DEL-44). The customer's own
//! administrators get theirs whatever is chosen here.

use super::customers::find;
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::PublicId;
use serde_json::json;

/// Turns the mails of a customer of the visited organization off or on for the caller, who has
/// entered it at least once; `not_found` otherwise.
pub async fn mute(app: &App, caller: &Caller, relationship: PublicId, muted: bool) -> Result<()> {
    let scope = caller.scope_new(Permission::ViewCustomers, app.now())?;
    let not_found = || AppError::new(Code::NotFound);
    let user = caller.principal.user().ok_or_else(not_found)?;
    let row = find(app, &scope, relationship).await?;
    let mut tx = app.store.begin().await?;
    let of = (row.customer, row.id);
    if !tx.mute(&app.install, of, user, muted).await? {
        return Err(not_found());
    }
    let entry = deed(
        "relationship.muted",
        relationship,
        json!({ "muted": muted }),
    );
    tx.audit(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}
