//! Rows of the user list that nobody in the organization can change: delegated administrators, whose
//! rights follow from their partner's relationship (DEL-32, DEL-34). They are no members; wherever
//! users are listed or changed, their rows come from here.

use super::UserRow;
use crate::{App, Result};
use hearken_authz::OrgScope;

/// The locked rows of an organization. Nobody acts for another organization yet, so there are none:
/// whatever makes relationships lists its people here.
#[expect(
    clippy::unused_async,
    reason = "the rows of delegated administrators are read from the store"
)]
pub(crate) async fn locked_people(_app: &App, _scope: &OrgScope) -> Result<Vec<UserRow>> {
    Ok(Vec::new())
}
