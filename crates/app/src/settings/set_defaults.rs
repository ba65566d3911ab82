//! What is preselected for new topics (SEA-132).

use super::Settings;
use crate::{App, Caller, Result};

/// Defaults as typed; fields `languages` and `sources`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupDefaults {
    /// Languages, of the organization's search languages; empty: every one.
    pub languages: Vec<String>,
    /// Sources; empty: every one.
    pub sources: Vec<String>,
}

/// Saves the search setup defaults.
pub async fn set_defaults(app: &App, caller: &Caller, input: SetupDefaults) -> Result<Settings> {
    Err(crate::error::unfinished((app, caller, input)))
}
