//! Ending a token.

use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Ends a token at once.
pub async fn revoke(app: &App, caller: &Caller, token: PublicId) -> Result<()> {
    Err(crate::error::unfinished((app, caller, token)))
}
