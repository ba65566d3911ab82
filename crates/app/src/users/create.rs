//! A new user (administration 9.2: global administrators).

use super::UserRow;
use crate::{App, Caller, Result, Secret};
use hearken_model::{OrganizationRole, RolePair};

/// Who it is.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// Mail address; field `email`.
    pub email: String,
    /// Roles; none: Power Analyst and Responder (ADM-03). Other ones need `manage_user_roles`.
    pub roles: Option<RolePair>,
    /// Role towards the organization itself; none: none.
    pub organization_role: Option<OrganizationRole>,
}

/// A new user.
#[derive(Clone, Debug)]
pub struct UserCreated {
    /// The user.
    pub user: UserRow,
    /// The one-time password, shown once; none when the person was known to the installation.
    pub password: Option<Secret>,
}

/// Adds a person to the visited organization. A person whom the installation knows already keeps
/// their name and password.
pub async fn create(app: &App, caller: &Caller, input: NewUser) -> Result<UserCreated> {
    Err(crate::error::unfinished((app, caller, input)))
}
