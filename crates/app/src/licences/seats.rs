//! How many places there are, how many are taken, and the rules that no change of people may break.

use crate::{App, AppError, Code, Result};
use hearken_authz::OrgScope;
use hearken_model::{Gives, LicenceType, Timestamp};
use hearken_store::{Subscription, Tx};

/// Places of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The kind.
    pub kind: LicenceType,
    /// How many there are.
    pub total: u64,
    /// How many are taken.
    pub used: u64,
}

impl Seats {
    /// How many can still be given; none where a trial ended below what is taken.
    pub fn left(&self) -> u64 {
        self.total.saturating_sub(self.used)
    }
}

/// The places of every kind.
pub(crate) fn seats_of(
    subscriptions: &[Subscription],
    used: &[(LicenceType, u64)],
    now: Timestamp,
) -> Vec<Seats> {
    let total = |kind| -> u64 {
        let of_kind = subscriptions
            .iter()
            .filter(|s| s.plan.gives() == Gives::Seat(kind) && s.gives_at(now));
        of_kind.map(|s| u64::from(s.quantity)).sum()
    };
    let taken = |kind| used.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n);
    LicenceType::ALL
        .iter()
        .map(|&kind| Seats {
            kind,
            total: total(kind),
            used: taken(kind),
        })
        .collect()
}

/// Refuses with `no_seats_left` when every place of a kind is taken. For transactions that
/// [`begin`] began, before they write.
pub(crate) async fn take_seat(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    kind: LicenceType,
) -> Result<()> {
    let subscriptions = tx.list_subscriptions(scope).await?;
    let used = tx.count_licences(scope).await?;
    let seats = seats_of(&subscriptions, &used, app.now());
    match seats.iter().find(|seats| seats.kind == kind) {
        Some(seats) if seats.left() > 0 => Ok(()),
        _ => Err(AppError::new(Code::NoSeatsLeft)),
    }
}

/// How many there were to administrate before a change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    administrators: u64,
    globals: u64,
}

/// Begins a transaction that changes people: nobody else changes them until it ends.
pub(crate) async fn begin(app: &App, scope: &OrgScope) -> Result<(Tx, Before)> {
    let mut tx = app.store.begin().await?;
    tx.lock_people(scope).await?;
    let before = Before {
        administrators: tx.count_administrators(scope).await?,
        globals: tx.count_global_administrators(scope).await?,
    };
    Ok((tx, before))
}

/// Refuses to go on when this change would leave nobody of the organization's own to administrate
/// the solution or the organization (ADM-22, DEL-47). Delegated administrators don't count.
pub(crate) async fn keep_administrators(
    tx: &mut Tx,
    scope: &OrgScope,
    before: Before,
) -> Result<()> {
    let lost_last = (before.administrators > 0 && tx.count_administrators(scope).await? == 0)
        || (before.globals > 0 && tx.count_global_administrators(scope).await? == 0);
    if lost_last {
        return Err(AppError::new(Code::LastAdministrator));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{
        OrgId, Plan, PublicId, SubscriptionId, SubscriptionSource, SubscriptionState,
    };

    fn subscription(
        plan: Plan,
        quantity: u32,
        state: SubscriptionState,
        end: Option<i64>,
    ) -> Subscription {
        Subscription {
            org: OrgId(1),
            id: SubscriptionId(1),
            public_id: PublicId(1),
            plan,
            quantity,
            trial_ends_at: end.map(Timestamp),
            source: SubscriptionSource::Operator,
            reference: None,
            state,
            created_at: Timestamp(0),
            ended_at: None,
        }
    }

    #[test]
    fn what_gives_places_now_adds_up() {
        let all = [
            subscription(Plan::FullSeats, 10, SubscriptionState::Active, None),
            subscription(Plan::FullSeats, 5, SubscriptionState::Active, Some(100)),
            subscription(Plan::FullSeats, 7, SubscriptionState::Requested, None),
            subscription(Plan::FullSeats, 9, SubscriptionState::Ended, None),
            subscription(Plan::RestrictedSeats, 3, SubscriptionState::Active, None),
            subscription(Plan::Posts10k, 10, SubscriptionState::Active, None),
        ];
        let used = [(LicenceType::Full, 12)];
        for (now, total, left) in [(99, 15, 3), (100, 10, 0)] {
            let seats = seats_of(&all, &used, Timestamp(now));
            assert_eq!((seats[0].total, seats[0].left()), (total, left), "at {now}");
            assert_eq!((seats[1].total, seats[1].used), (3, 0));
        }
    }
}
