//! How one's own second factor stands.

use super::{confirmed, own_user};
use crate::{App, Caller, Result};
use hearken_model::Timestamp;

/// A second factor in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactorView {
    /// Since when.
    pub since: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery_codes: u64,
}

/// The caller's second factor; none: not in use.
pub async fn second_factor(app: &App, caller: &Caller) -> Result<Option<SecondFactorView>> {
    let user = own_user(app, caller).await?;
    let factor = confirmed(app, &user).await?;
    Ok(factor.map(|factor| SecondFactorView {
        since: factor.confirmed_at,
        recovery_codes: factor.recovery_codes,
    }))
}
