//! What an operator wants to know at a glance.

use crate::{App, Caller, Result};
use hearken_model::Timestamp;

/// The installation in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installation {
    /// Organizations.
    pub organizations: u64,
    /// Stored posts of all organizations.
    pub posts: u64,
    /// Publication of the newest of them.
    pub newest: Option<Timestamp>,
    /// Memory that the indexes use, bytes.
    pub index_bytes: u64,
}

/// The installation in numbers. Operators only.
pub async fn info(app: &App, caller: &Caller) -> Result<Installation> {
    Err(crate::error::unfinished((app, caller)))
}
