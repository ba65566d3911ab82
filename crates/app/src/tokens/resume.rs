//! Who a token acts as.

use crate::{App, Caller, Result};

/// The person of a bearer token, bound to the organization it was made in; `not_signed_in` when it
/// is unknown or was revoked. Then [`crate::organizations::enter`] with the slug of the
/// URL, which finds no other organization.
pub async fn resume(app: &App, bearer: &str) -> Result<Caller> {
    Err(crate::error::unfinished((app, bearer)))
}
