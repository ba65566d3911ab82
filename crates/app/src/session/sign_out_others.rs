//! Ending all of one's other sessions.

use crate::{App, Caller, Result};

/// Ends every session of the caller but the one of this token; tells how many.
pub async fn sign_out_others(app: &App, caller: &Caller, token: &str) -> Result<u64> {
    Err(crate::error::unfinished((app, caller, token)))
}
