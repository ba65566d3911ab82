//! The first organization.

use super::{Created, NewOrganization};
use crate::{App, Result};

/// Makes the first organization and its first person, who also operates the installation. Needs no
/// caller, because there is nobody yet; refused with `already_set_up` once there is an organization.
pub async fn create_installation(app: &App, input: NewOrganization) -> Result<Created> {
    Err(crate::error::unfinished((app, input)))
}
