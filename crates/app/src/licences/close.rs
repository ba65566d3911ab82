//! Ending everything that gives places, before its time: the organization closes its solution
//! (administration 9.2), or the operator ends what is not paid for. What follows is the same as when
//! a trial runs out: a month to look at it, then it is closed, then deleted. Subscribing again in time
//! brings it back as it was.

use super::{
    Overview, overview,
    set_units::{by, operators_scope},
};
use crate::{App, AppError, Caller, Result, act::deed};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Diagnostic, Gives, SubscriptionState};
use serde_json::{Value, json};

/// A solution to be closed.
#[derive(Clone, Debug)]
pub struct Close {
    /// The organization's name, typed anew; field `name`.
    pub name: String,
}

/// Closes the visited organization's solution. Its own global administrators only: whoever acts for a
/// customer is told `never_delegable`.
pub async fn close(app: &App, caller: &Caller, input: Close) -> Result<()> {
    let scope = caller.native_scope(Permission::DeprovisionOrganization, app.now())?;
    let name = caller.organization().map(|o| o.name.trim().to_lowercase());
    if name != Some(input.name.trim().to_lowercase()) {
        let problem = Diagnostic::new("not_the_name", "name");
        return Err(AppError::invalid(vec![problem]));
    }
    end_all(app, &scope, json!({})).await
}

/// Ends what an organization has, whoever has a place of it. Operators only.
pub async fn end(app: &App, caller: &Caller, slug: &str) -> Result<Overview> {
    let scope = operators_scope(app, caller, slug).await?;
    end_all(app, &scope, json!({ "by": by(caller) })).await?;
    overview::read(app, &scope).await
}

async fn end_all(app: &App, scope: &OrgScope, detail: Value) -> Result<()> {
    let mut tx = app.store.begin().await?;
    tx.lock_people(scope).await?;
    for one in tx.list_subscriptions(scope).await? {
        if matches!(one.plan.gives(), Gives::Seat(_)) && one.state == SubscriptionState::Active {
            let ended = SubscriptionState::Ended;
            tx.update_subscription(scope, one.id, one.quantity, ended)
                .await?;
            tx.audit(
                scope,
                deed("subscription.ended", one.public_id, detail.clone()),
            )
            .await?;
        }
    }
    tx.commit().await?;
    super::sweep(app).await
}
