//! What an organization takes of a partner's offer (DEL-14..16, DEL-24): the partner's order counts at
//! once, as the operator's own does. The offer stays its reference, so that the partner is known as the
//! advisor whether or not it administers anything.

use crate::{App, Result, act::deed};
use hearken_authz::OrgScope;
use hearken_model::{Plan, PublicId, Timestamp};
use hearken_model::{SubscriptionSource, SubscriptionState};
use hearken_store::{NewSubscription, Subscription, Tx};
use serde_json::json;

/// Adds what an offer gives, in the transaction of its answer.
pub(crate) async fn order(
    tx: &mut Tx,
    scope: &OrgScope,
    offer: PublicId,
    units: &[(Plan, u32)],
    trial_ends_at: Option<Timestamp>,
) -> Result<()> {
    tx.lock_people(scope).await?;
    for (plan, quantity) in units {
        let new = NewSubscription {
            plan: *plan,
            quantity: *quantity,
            trial_ends_at,
            source: SubscriptionSource::PartnerOrder,
            reference: Some(offer.to_string()),
            state: SubscriptionState::Active,
        };
        let added = tx.add_subscription(scope, &new).await?;
        let detail = json!({
            "plan": plan.as_str(), "quantity": quantity, "offer": offer.to_string(),
            "trial_ends_at": trial_ends_at.map(Timestamp::to_rfc3339),
        });
        tx.audit(scope, deed("subscription.ordered", added.public_id, detail))
            .await?;
    }
    Ok(())
}

/// The name of the partner whose offer a subscription comes from.
pub(super) async fn advisor(app: &App, subscription: &Subscription) -> Result<Option<String>> {
    let reference = subscription.reference.as_deref();
    let offer = reference.filter(|_| subscription.source == SubscriptionSource::PartnerOrder);
    let Some(id) = offer.and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let Some(offer) = app.store.find_offer(&app.install, id).await? else {
        return Ok(None);
    };
    let partner = app.store.load_organization_of(&app.install, offer.partner);
    Ok(Some(partner.await?.settings.name))
}
