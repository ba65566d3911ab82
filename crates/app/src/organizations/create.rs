//! Further organizations, made by the operator.

use crate::{
    App, Caller, Result,
    setup::{Created, NewOrganization},
};

/// Makes a further organization with its first person. Operators only.
pub async fn create(app: &App, caller: &Caller, input: NewOrganization) -> Result<Created> {
    Err(crate::error::unfinished((app, caller, input)))
}
