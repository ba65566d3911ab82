//! Asking for more (ADM-35). Payment is not here: what was asked for gives something once the
//! operator confirms it.

use super::SubscriptionView;
use crate::{App, AppError, Caller, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, Plan, SubscriptionSource, SubscriptionState};
use hearken_store::NewSubscription;
use serde_json::json;

/// Most units that can be asked for or set at once.
pub(super) const MOST_UNITS: u32 = 1_000_000;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Of what.
    pub plan: Plan,
    /// How many units; field `quantity`.
    pub quantity: u32,
}

/// Asks the operator for more places or packs of posts. Billing and global administrators.
pub async fn ask(app: &App, caller: &Caller, input: Ask) -> Result<SubscriptionView> {
    let scope = caller.scope(Permission::BuyLicences, app.now())?;
    check_quantity(input.plan, input.quantity)?;
    let new = NewSubscription {
        plan: input.plan,
        quantity: input.quantity,
        trial_ends_at: None,
        source: SubscriptionSource::Request,
        reference: None,
        state: SubscriptionState::Requested,
    };
    let mut tx = app.store.begin().await?;
    let made = tx.add_subscription(&scope, &new).await?;
    let detail = json!({ "plan": input.plan.as_str(), "quantity": input.quantity });
    tx.audit(
        &scope,
        deed("subscription.requested", made.public_id, detail),
    )
    .await?;
    tx.commit().await?;
    Ok(SubscriptionView::of(made))
}

/// Refuses fewer units than are sold together, and absurdly many.
pub(super) fn check_quantity(plan: Plan, quantity: u32) -> Result<()> {
    let problem = if quantity < plan.least() {
        Diagnostic::new("too_few", "quantity").with("limit", i64::from(plan.least()))
    } else if quantity > MOST_UNITS {
        Diagnostic::new("too_many", "quantity").with("limit", i64::from(MOST_UNITS))
    } else {
        return Ok(());
    };
    Err(AppError::invalid(vec![problem]))
}
