//! What every organization has, for the operator.

use super::{Seats, SubscriptionView, seats_of};
use crate::{App, Caller, Result, organizations::OrganizationView};
use hearken_authz::Permission;
use hearken_model::{Gives, LicenceType, SubscriptionState};

/// An organization with what it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sold {
    /// The organization.
    pub organization: OrganizationView,
    /// Places of all kinds together.
    pub seats: u64,
    /// How many of them are taken.
    pub used: u64,
    /// What was subscribed to and has not ended.
    pub subscriptions: Vec<SubscriptionView>,
}

/// Every organization with what it has, by name. Operators only.
pub async fn sold(app: &App, caller: &Caller) -> Result<Vec<Sold>> {
    let now = app.now();
    let scope = caller.install_scope(Permission::ManageOrganizations, now)?;
    let organizations = app.store.list_organizations(&scope).await?;
    let all = app.store.list_all_subscriptions(&scope).await?;
    let used = app.store.count_all_licences(&scope).await?;
    let sold = organizations.into_iter().map(|organization| {
        let own: Vec<_> = all
            .iter()
            .filter(|s| s.org == organization.id)
            .cloned()
            .collect();
        let taken = used.iter().find(|(org, _)| *org == organization.id);
        let seats = seats_of(&own, &[], now);
        let live = own
            .into_iter()
            .filter(|s| s.state != SubscriptionState::Ended);
        Sold {
            organization: OrganizationView::of(organization),
            seats: seats.iter().map(|seats: &Seats| seats.total).sum(),
            used: taken.map_or(0, |(_, count)| *count),
            subscriptions: live.map(SubscriptionView::of).collect(),
        }
    });
    Ok(sold.collect())
}

impl Sold {
    /// How many places of a kind the operator gave: what a form is filled with.
    pub fn units(&self, kind: LicenceType) -> u32 {
        let of_kind = self.subscriptions.iter().filter(|s| {
            s.plan.gives() == Gives::Seat(kind)
                && s.state == SubscriptionState::Active
                && s.trial_ends_at.is_none()
                && s.source != hearken_model::SubscriptionSource::PartnerOrder
        });
        of_kind.map(|s| s.quantity).sum()
    }
}
