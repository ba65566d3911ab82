//! All settings.

use crate::{App, Caller, Result, organizations::OrganizationView};
use hearken_model::{Language, Source};

/// The settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Name, country, zone, default time frame.
    pub organization: OrganizationView,
    /// Languages that keywords rules may name (SEA-130).
    pub languages: Vec<Language>,
    /// Languages that can be chosen, first-class ones first (SEA-136).
    pub offered_languages: Vec<Language>,
    /// Languages preselected for new rules; empty: every one (SEA-132).
    pub default_languages: Vec<Language>,
    /// Sources that can be chosen.
    pub offered_sources: Vec<Source>,
    /// Sources preselected for new rules; empty: every one.
    pub default_sources: Vec<Source>,
}

/// The settings of the visited organization; every member may look.
pub async fn get(app: &App, caller: &Caller) -> Result<Settings> {
    Err(crate::error::unfinished((app, caller)))
}
