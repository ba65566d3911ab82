//! The first organization.

use super::{
    Created, NewOrganization,
    found::{Founding, found},
};
use crate::{App, AppError, Code, Result};

/// Makes the first organization and its first person, who also operates the installation. Needs no
/// caller, because there is nobody yet; refused with `already_set_up` once there is an organization.
pub async fn create_installation(app: &App, input: NewOrganization) -> Result<Created> {
    if !super::is_first_run(app).await? {
        return Err(AppError::new(Code::AlreadySetUp));
    }
    let founding = Founding {
        scope: &app.install,
        is_first: true,
        founder: None,
        sign_up: None,
    };
    found(app, &founding, input).await
}
