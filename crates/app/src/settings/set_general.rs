//! Name, zone and default time frame (GLO-02..04). The country is the operator's to change.

use super::Settings;
use crate::{App, Caller, Result};

/// General settings as typed. Fields of problems are named like the fields here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct General {
    /// Name, 1 to 80 characters.
    pub name: String,
    /// IANA name of the time zone; empty: UTC.
    pub zone: String,
    /// `today`, `week` or `month`.
    pub time_frame: String,
}

/// Saves the general settings.
pub async fn set_general(app: &App, caller: &Caller, input: General) -> Result<Settings> {
    Err(crate::error::unfinished((app, caller, input)))
}
