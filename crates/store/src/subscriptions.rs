//! What an organization has subscribed to (ADM-35): places of a kind, packs of posts. How many
//! places are taken stands with the memberships.

use crate::{
    Error, Result, Store, Tx,
    db::{Reader, q},
    store::{public_id, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{
    OrgId, Plan, PublicId, SubscriptionId, SubscriptionSource, SubscriptionState, Timestamp,
};

/// A subscription of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The organization.
    pub org: OrgId,
    /// Id inside.
    pub id: SubscriptionId,
    /// Id outside.
    pub public_id: PublicId,
    /// What it is of.
    pub plan: Plan,
    /// How many units: places, or packs.
    pub quantity: u32,
    /// When it ends by itself, if it is a trial.
    pub trial_ends_at: Option<Timestamp>,
    /// Where it comes from.
    pub source: SubscriptionSource,
    /// The order or request behind it, as the source knows it.
    pub reference: Option<String>,
    /// What has become of it.
    pub state: SubscriptionState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ended before its time, or without one; none for what was declined.
    pub ended_at: Option<Timestamp>,
}

impl Subscription {
    /// Whether it gives anything at an instant.
    pub fn gives_at(&self, now: Timestamp) -> bool {
        self.state == SubscriptionState::Active && self.trial_ends_at.is_none_or(|end| now < end)
    }
}

/// A subscription to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubscription {
    /// What it is of.
    pub plan: Plan,
    /// How many units.
    pub quantity: u32,
    /// When it ends by itself.
    pub trial_ends_at: Option<Timestamp>,
    /// Where it comes from.
    pub source: SubscriptionSource,
    /// The order or request behind it.
    pub reference: Option<String>,
    /// Whether it gives something already.
    pub state: SubscriptionState,
}

#[derive(sqlx::FromRow)]
struct SubscriptionRow {
    org_id: i64,
    id: i64,
    public_id: Vec<u8>,
    plan: String,
    quantity: i64,
    trial_ends_at: Option<i64>,
    source: String,
    reference: Option<String>,
    state: String,
    created_at: i64,
    ended_at: Option<i64>,
}

impl SubscriptionRow {
    fn read(self) -> Result<Subscription> {
        Ok(Subscription {
            org: OrgId(self.org_id),
            id: SubscriptionId(self.id),
            public_id: public_id(&self.public_id)?,
            plan: word("plan", &self.plan, Plan::from_word(&self.plan))?,
            quantity: self.quantity.clamp(0, i64::from(u32::MAX)) as u32,
            trial_ends_at: self.trial_ends_at.map(Timestamp),
            source: word(
                "source",
                &self.source,
                SubscriptionSource::from_word(&self.source),
            )?,
            reference: self.reference,
            state: word(
                "state",
                &self.state,
                SubscriptionState::from_word(&self.state),
            )?,
            created_at: Timestamp(self.created_at),
            ended_at: self.ended_at.map(Timestamp),
        })
    }
}

impl Store {
    /// The organization's subscriptions, oldest first; ended ones too.
    pub async fn list_subscriptions(&self, scope: &OrgScope) -> Result<Vec<Subscription>> {
        list(self.reader(), scope.org()).await
    }

    /// Those of an organization, to know until when it has places.
    pub(crate) async fn list_subscriptions_of(&self, org: OrgId) -> Result<Vec<Subscription>> {
        list(self.reader(), org).await
    }

    /// Those of every organization, for its operator.
    pub async fn list_all_subscriptions(&self, _scope: &InstallScope) -> Result<Vec<Subscription>> {
        let rows: Vec<SubscriptionRow> = self
            .db
            .all(q!(
                "SELECT org_id, id, public_id, plan, quantity, trial_ends_at, source, reference, \
                 state, created_at, ended_at FROM subscriptions WHERE org_id > 0 ORDER BY org_id, id"
            ))
            .await?;
        rows.into_iter().map(SubscriptionRow::read).collect()
    }

    /// Places that are taken in every organization, all kinds together.
    pub async fn count_all_licences(&self, _scope: &InstallScope) -> Result<Vec<(OrgId, u64)>> {
        let rows: Vec<(i64, i64)> = self
            .db
            .all(q!(
                "SELECT org_id, COUNT(*) FROM memberships WHERE org_id > 0 \
                 AND licence IS NOT NULL GROUP BY org_id ORDER BY org_id"
            ))
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(org, count)| (OrgId(org), count.max(0) as u64))
            .collect())
    }
}

async fn list(mut reader: Reader<'_>, org: OrgId) -> Result<Vec<Subscription>> {
    let rows: Vec<SubscriptionRow> = reader
        .all(q!(
            "SELECT org_id, id, public_id, plan, quantity, trial_ends_at, source, reference, \
             state, created_at, ended_at FROM subscriptions WHERE org_id = $1 ORDER BY id",
            org
        ))
        .await?;
    rows.into_iter().map(SubscriptionRow::read).collect()
}

impl Tx {
    /// The organization's subscriptions, seen by this transaction.
    pub async fn list_subscriptions(&mut self, scope: &OrgScope) -> Result<Vec<Subscription>> {
        list(self.reader(), scope.org()).await
    }

    /// Makes a subscription.
    pub async fn add_subscription(
        &mut self,
        scope: &OrgScope,
        new: &NewSubscription,
    ) -> Result<Subscription> {
        let id = SubscriptionId(self.take_id(scope.org(), "subscription").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO subscriptions (org_id, id, public_id, plan, quantity, \
                 trial_ends_at, source, reference, state, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
                scope.org(),
                id,
                public,
                new.plan.as_str(),
                i64::from(new.quantity),
                new.trial_ends_at,
                new.source.as_str(),
                new.reference.as_deref(),
                new.state.as_str(),
                self.now
            ))
            .await?;
        Ok(Subscription {
            org: scope.org(),
            id,
            public_id: public,
            plan: new.plan,
            quantity: new.quantity,
            trial_ends_at: new.trial_ends_at,
            source: new.source,
            reference: new.reference.clone(),
            state: new.state,
            created_at: self.now,
            ended_at: None,
        })
    }

    /// Changes how many units a subscription has and what has become of it.
    pub async fn update_subscription(
        &mut self,
        scope: &OrgScope,
        id: SubscriptionId,
        quantity: u32,
        state: SubscriptionState,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE subscriptions SET quantity = $1, state = $2, updated_at = $3, \
                 ended_at = CASE WHEN state = 'active' AND $2 = 'ended' THEN $3 \
                 ELSE ended_at END WHERE org_id = $4 AND id = $5",
                i64::from(quantity),
                state.as_str(),
                self.now,
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }
}
