//! All organizations of the installation, for its operator.

use super::OrganizationView;
use crate::{App, Caller, Result};

/// Every organization, by name. Operators only.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<OrganizationView>> {
    Err(crate::error::unfinished((app, caller)))
}
