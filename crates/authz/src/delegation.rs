//! Acting for a customer: what has to hold besides the table, asked anew at every decision
//! (administration 1.11, "access test").

use crate::{Column, Denied, Membership, Permission, Relationship};
use hearken_model::{
    DelegationLevel, OrgId, PartnerStatus, RelationshipId, Timestamp,
    time::{HOUR, SECOND},
};

/// How long a confirmed second factor lets a person act for customers (DEL-65).
pub const SECOND_FACTOR_LIMIT: i64 = 12 * HOUR;

/// What no delegated admin may do, whatever the table says (DEL-45): answering, changing or ending
/// relationships, offering them on, raising or lowering global administrators, closing or moving
/// the organization. The table's cells are compared with this list when the crate is compiled.
pub const NEVER_DELEGATED: &[Permission] = &[
    Permission::AnswerOffers,
    Permission::ManagePartners,
    Permission::OfferDelegation,
    Permission::ManageDelegates,
    Permission::ViewCustomers,
    Permission::EndCustomers,
    Permission::ManageGlobalAdministrators,
    Permission::DeprovisionOrganization,
    Permission::TakeOverDomain,
    Permission::ManageOrganizations,
    Permission::OperateInstallation,
    Permission::AuthorizePartners,
    Permission::RecordPosts,
    Permission::AdmitPeople,
];

#[expect(
    clippy::indexing_slicing,
    reason = "runs in the compiler, within bounds"
)]
const _: () = {
    let mut at = 0;
    while at < NEVER_DELEGATED.len() {
        assert!(crate::permissions::is_never_delegated(NEVER_DELEGATED[at]));
        at += 1;
    }
};

/// Under what a person of a partner acts for a customer, as the caller has just read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// The relationship's id.
    pub id: RelationshipId,
    /// Whose solution it opens; a session acts for exactly one customer.
    pub customer: OrgId,
    /// The partner it was given to.
    pub partner: OrgId,
    /// The relationship.
    pub relationship: Relationship,
    /// Whether the partner may still serve others.
    pub partner_status: PartnerStatus,
    /// What the person is at home.
    pub home: Option<Membership>,
    /// The level at which the partner lets this person act for this customer; none: not at all.
    pub scoped: Option<DelegationLevel>,
    /// When the session's second factor was confirmed.
    pub second_factor_at: Option<Timestamp>,
}

impl Delegation {
    /// The level that the person has: the lesser of what the customer gave and what the partner
    /// assigned.
    pub fn level(&self) -> Option<DelegationLevel> {
        Some(self.scoped?.min(self.relationship.level))
    }

    /// The column that speaks for the person at `now`; why none does otherwise.
    pub fn column(&self, now: Timestamp) -> Result<Column, Denied> {
        let works_there = self
            .home
            .is_some_and(|home| home.org == self.partner && home.state.may_enter());
        let level = self.level().filter(|_| {
            works_there
                && self.partner_status == PartnerStatus::Verified
                && self.customer != self.partner
                && self.relationship.is_usable(now)
        });
        let level = level.ok_or(Denied::DelegationEnded)?;
        if !is_fresh(self.second_factor_at, now) {
            return Err(Denied::StepUpRequired);
        }
        Ok(match level {
            DelegationLevel::Full => Column::DelegatedFull,
            DelegationLevel::Limited => Column::DelegatedLimited,
        })
    }
}

/// How far clocks may disagree: what lies further ahead of the decision's clock is not believed.
pub const CLOCK_SLACK: i64 = 2 * SECOND;

/// Whether a second factor was confirmed within [`SECOND_FACTOR_LIMIT`]. One that is further ahead
/// than [`CLOCK_SLACK`] says that a clock is wrong, and counts for nothing.
pub fn is_fresh(second_factor_at: Option<Timestamp>, now: Timestamp) -> bool {
    second_factor_at
        .is_some_and(|at| (-CLOCK_SLACK..SECOND_FACTOR_LIMIT).contains(&now.0.saturating_sub(at.0)))
}
