//! Further organizations, made by the operator.

use crate::{
    App, Caller, Result,
    setup::{Created, Founding, NewOrganization, found},
};
use hearken_authz::Permission;

/// Makes a further organization with its first person. Operators only.
pub async fn create(app: &App, caller: &Caller, input: NewOrganization) -> Result<Created> {
    let scope = caller.install_scope(Permission::ManageOrganizations, app.now())?;
    let founding = Founding {
        scope: &scope,
        is_first: false,
        founder: caller.person().map(|person| person.public_id),
        sign_up: None,
    };
    found(app, &founding, input).await
}
