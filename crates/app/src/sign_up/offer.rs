//! What an offer that led to the form becomes when the organization is there (DEL-24).

use crate::Result;
use hearken_authz::OrgScope;
use hearken_store::{Tx, User};

/// Called in the transaction that founds the organization, with the code that the form carried
/// through the confirmation. So far the code is only noted: its offer is answered on its own page,
/// by the new global administrator.
pub(crate) async fn take_up_offer(
    _tx: &mut Tx,
    scope: &OrgScope,
    _user: &User,
    _code: &str,
) -> Result<()> {
    tracing::info!(org.id = scope.org().0, "signed up by an offer");
    Ok(())
}
