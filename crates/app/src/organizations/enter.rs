//! Entering an organization: from its slug in the URL to a caller who visits it.

use crate::{App, Caller, Result};

/// The caller inside the organization with this slug. `not_found` when there is none or the caller
/// is not in it; `access_suspended` for members who are pending or withdrawn. The membership is
/// read anew on every call, so that a change bites at the next request.
pub async fn enter(app: &App, caller: &Caller, slug: &str) -> Result<Caller> {
    Err(crate::error::unfinished((app, caller, slug)))
}
