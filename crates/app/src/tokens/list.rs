//! The tokens one may see: one's own, for administrators all.

use crate::{App, Caller, Result};
use hearken_model::{PublicId, Timestamp};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id (not the token).
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Whom it acts as.
    pub user: PublicId,
    /// Their name.
    pub user_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

/// Live tokens of the visited organization, newest first: the caller's own, for administrators all.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<TokenRow>> {
    Err(crate::error::unfinished((app, caller)))
}
