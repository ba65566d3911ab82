//! What an organization has, and how much of it is taken.

use super::{Seats, seats_of};
use crate::{App, Caller, Result};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Gives, Plan, PublicId, SubscriptionSource, SubscriptionState, Timestamp};
use hearken_store::Subscription;

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionView {
    /// Its id.
    pub id: PublicId,
    /// What it is of.
    pub plan: Plan,
    /// How many units.
    pub quantity: u32,
    /// When it ends by itself, if it is a trial.
    pub trial_ends_at: Option<Timestamp>,
    /// Where it comes from.
    pub source: SubscriptionSource,
    /// The order or request behind it.
    pub reference: Option<String>,
    /// What has become of it.
    pub state: SubscriptionState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What an organization has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Places of every kind.
    pub seats: Vec<Seats>,
    /// Posts a month that packs add (QUO-14).
    pub monthly_posts: u64,
    /// What was subscribed to and has not ended, oldest first.
    pub subscriptions: Vec<SubscriptionView>,
}

/// What the visited organization has. Those who assign licences, and those who buy them.
pub async fn overview(app: &App, caller: &Caller) -> Result<Overview> {
    let now = app.now();
    let scope = caller
        .scope(Permission::ManageLicences, now)
        .or_else(|_| caller.scope(Permission::BuyLicences, now))?;
    read(app, &scope).await
}

pub(super) async fn read(app: &App, scope: &OrgScope) -> Result<Overview> {
    let now = app.now();
    let subscriptions = app.store.list_subscriptions(scope).await?;
    let used = app.store.count_licences(scope).await?;
    Ok(Overview {
        seats: seats_of(&subscriptions, &used, now),
        monthly_posts: subscriptions
            .iter()
            .filter(|s| s.gives_at(now))
            .filter_map(|s| match s.plan.gives() {
                Gives::MonthlyPosts(posts) => Some(posts * u64::from(s.quantity)),
                Gives::Seat(_) => None,
            })
            .sum(),
        subscriptions: subscriptions
            .into_iter()
            .filter(|s| s.state != SubscriptionState::Ended)
            .map(SubscriptionView::of)
            .collect(),
    })
}

impl SubscriptionView {
    pub(super) fn of(subscription: Subscription) -> Self {
        Self {
            id: subscription.public_id,
            plan: subscription.plan,
            quantity: subscription.quantity,
            trial_ends_at: subscription.trial_ends_at,
            source: subscription.source,
            reference: subscription.reference,
            state: subscription.state,
            created_at: subscription.created_at,
        }
    }
}
