//! What an organization has, and how much of it is taken.

use super::{Seats, order::advisor, seats_of};
use crate::{App, Caller, Result};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    Gives, Plan, PublicId, SubscriptionSource, SubscriptionState, Term, Timestamp,
};
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
    /// The partner whose offer it comes from (DEL-16).
    pub advisor: Option<String>,
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
    /// Until when the solution has places.
    pub term: Term,
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
    let live = subscriptions
        .iter()
        .filter(|s| s.state != SubscriptionState::Ended);
    let mut views = Vec::new();
    for subscription in live {
        let view = SubscriptionView::of(subscription.clone());
        let advisor = advisor(app, subscription).await?;
        views.push(SubscriptionView { advisor, ..view });
    }
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
        term: app.store.find_term(&app.install, scope.org()).await?,
        subscriptions: views,
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
            advisor: None,
            state: subscription.state,
            created_at: subscription.created_at,
        }
    }
}
