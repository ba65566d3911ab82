//! Who a session belongs to.

use crate::{App, Caller, Result};

/// The person of a session's token; `not_signed_in` when it is unknown or has ended. Moves the
/// idle end of the session along.
pub async fn resume(app: &App, token: &str) -> Result<Caller> {
    Err(crate::error::unfinished((app, token)))
}
