//! What an operator wants to know at a glance.

use crate::{App, Caller, Result};
use hearken_model::Timestamp;

/// The installation in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installation {
    /// `sqlite` or `postgresql`.
    pub database: &'static str,
    /// Version of the schema.
    pub schema: i64,
    /// Organizations.
    pub organizations: u64,
    /// Stored posts of all organizations.
    pub posts: u64,
    /// When the newest post was recorded.
    pub recorded_at: Option<Timestamp>,
}

/// The installation in numbers. Operators only.
pub async fn info(app: &App, caller: &Caller) -> Result<Installation> {
    Err(crate::error::unfinished((app, caller)))
}
