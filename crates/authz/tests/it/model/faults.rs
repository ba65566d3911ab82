//! Twelve faults that systems like this had, each seeded into the world under test: the comparison
//! has to find every one, and tells by which shortest sequence of events.

use super::deeds::{Deed, Kind, deeds, words};
use super::explore::explore;
use super::world::{Job, World};
use super::{Observed, Subject};
use hearken_authz::{Delegation, Relationship};
use hearken_model::{DelegationLevel, Holds, RelationshipState as State, Side};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Fault {
    PartnerExtends,
    EndForgetsTokens,
    PartnerLiftsCustomerHold,
    CustomerLiftsPartnerHold,
    HoldsIgnored,
    NarrowingLeavesAssignments,
    PartnerApproves,
    ExpiryOnlyBySweeper,
    JobNotRechecked,
    LastAdministratorDemotable,
    AssignmentWiderThanApproval,
    ApprovalReplayed,
}

/// The world with a fault. Apart from it, production decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Mutant {
    fault: Fault,
    world: World,
    /// What the token was made under, for the fault that keeps it.
    minted: Option<Relationship>,
    /// What the person had when it was assigned, for the fault that keeps it.
    given: Option<DelegationLevel>,
}

impl Mutant {
    fn new(fault: Fault) -> Self {
        Self {
            fault,
            world: World::start(),
            minted: None,
            given: None,
        }
    }

    /// The delegation as the faulty system sees it.
    fn distorted(&self, delegation: Delegation) -> Delegation {
        let mut seen = delegation;
        let terms = &mut seen.relationship;
        match self.fault {
            Fault::HoldsIgnored => terms.holds = Holds::NONE,
            Fault::ExpiryOnlyBySweeper => terms.ends_at = None,
            Fault::AssignmentWiderThanApproval => {
                terms.level = seen.scoped.unwrap_or(terms.level);
            }
            Fault::NarrowingLeavesAssignments => {
                terms.level = self.given.unwrap_or(terms.level);
            }
            _ => {}
        }
        seen
    }

    fn delegation(&self) -> Option<Delegation> {
        self.world.delegation().map(|seen| self.distorted(seen))
    }

    fn delegation_of_token(&self) -> Option<Delegation> {
        let mut seen = self.distorted(self.world.delegation_of_token()?);
        let ended = seen.relationship.state == State::Ended;
        if let Some(minted) = self.minted.filter(|_| ended) {
            seen.relationship = minted;
        }
        Some(seen)
    }

    /// The world after a deed that the fault turns into something else.
    fn astray(&self, deed: Deed) -> Option<World> {
        let world = self.world;
        match (self.fault, deed) {
            (Fault::PartnerExtends, Deed::By(Side::Partner, kind @ Kind::Extend(_)))
            | (Fault::PartnerApproves, Deed::By(Side::Partner, kind @ Kind::Approve(..))) => {
                world.step(Side::Customer, kind)
            }
            (Fault::PartnerLiftsCustomerHold, Deed::By(Side::Partner, Kind::Lift)) => {
                self.lifted(Side::Partner, Side::Customer)
            }
            (Fault::CustomerLiftsPartnerHold, Deed::By(Side::Customer, Kind::Lift)) => {
                self.lifted(Side::Customer, Side::Partner)
            }
            (Fault::JobNotRechecked, Deed::RunJob) => (world.job == Job::Queued).then_some(World {
                job: Job::Ran,
                ..world
            }),
            (Fault::LastAdministratorDemotable, Deed::Demote) => Some(World {
                admins: world.admins.checked_sub(1)?,
                ..world
            }),
            (Fault::ApprovalReplayed, Deed::By(_, Kind::Approve(..))) => {
                let mut replayed = world;
                if let Some(terms) = replayed.relationship.as_mut() {
                    terms.state = State::Offered;
                }
                match deed {
                    Deed::By(side, kind) => replayed.step(side, kind),
                    _ => None,
                }
            }
            _ => world.after_as(deed, self.delegation()),
        }
    }

    fn lifted(&self, side: Side, washed_away: Side) -> Option<World> {
        let mut after = self.world.step(side, Kind::Lift)?;
        if let Some(terms) = after.relationship.as_mut() {
            terms.holds = terms.holds.without(washed_away);
        }
        Some(after)
    }
}

impl Subject for Mutant {
    fn after(&self, deed: Deed) -> Option<Self> {
        let world = self.astray(deed)?;
        let mut after = Self { world, ..*self };
        let terms = world.relationship;
        if self.fault == Fault::EndForgetsTokens && deed == Deed::MintToken {
            after.minted = terms;
        }
        let began = |terms: Option<Relationship>| terms.is_some_and(|t| t.starts_at.is_some());
        let begins = began(terms) && !began(self.world.relationship);
        let assigns = begins || matches!(deed, Deed::Assign(_));
        if self.fault == Fault::NarrowingLeavesAssignments && assigns && began(terms) {
            after.given = terms.map(|terms| terms.level);
        }
        Some(after)
    }

    fn observed(&self) -> Observed {
        let token = self.delegation_of_token();
        self.world.observed_as(self.delegation(), token)
    }

    fn key(&self) -> Self {
        Self {
            world: self.world.key(),
            minted: self.minted.map(|terms| Relationship { epoch: 0, ..terms }),
            ..*self
        }
    }
}

/// How far is searched; every fault shows before.
const DEPTH: usize = 6;

fn check(fault: Fault, shortest: &str) {
    let found = explore(Mutant::new(fault), &deeds(), DEPTH, |_, _, _| {});
    let different = found.expect_err("the fault is not seen");
    assert_eq!(words(&different.sequence), shortest, "{different}");
}

#[test]
fn a_partner_that_extends() {
    check(
        Fault::PartnerExtends,
        "offer full for 28 d, customer approves limited for 14 d, partner extends for 28 d",
    );
}

#[test]
fn an_end_that_forgets_tokens() {
    check(
        Fault::EndForgetsTokens,
        "offer full for 28 d, customer approves full for 14 d, mint token, customer ends",
    );
}

#[test]
fn a_partner_that_lifts_the_customers_hold() {
    check(
        Fault::PartnerLiftsCustomerHold,
        "offer full for 28 d, customer approves limited for 14 d, customer holds, partner lifts",
    );
}

#[test]
fn a_customer_that_lifts_the_partners_hold() {
    check(
        Fault::CustomerLiftsPartnerHold,
        "offer full for 28 d, customer approves limited for 14 d, partner holds, customer lifts",
    );
}

#[test]
fn holds_that_are_ignored() {
    check(
        Fault::HoldsIgnored,
        "offer full for 28 d, customer approves limited for 14 d, customer holds",
    );
}

#[test]
fn narrowing_that_leaves_assignments() {
    check(
        Fault::NarrowingLeavesAssignments,
        "offer full for 28 d, customer approves full for 14 d, customer narrows to limited",
    );
}

#[test]
fn an_offer_that_the_partner_itself_approves() {
    check(
        Fault::PartnerApproves,
        "offer full for 28 d, partner approves limited for 14 d",
    );
}

#[test]
fn an_expiry_that_waits_for_the_sweeper() {
    check(
        Fault::ExpiryOnlyBySweeper,
        "offer full for 28 d, customer approves limited for 14 d, 336 h pass, confirm second factor",
    );
}

#[test]
fn a_job_that_is_not_checked_again() {
    check(
        Fault::JobNotRechecked,
        "offer full for 28 d, customer approves limited for 14 d, schedule job, customer holds, run job",
    );
}

#[test]
fn a_last_administrator_who_can_be_lowered() {
    check(
        Fault::LastAdministratorDemotable,
        "demote administrator, demote administrator",
    );
}

#[test]
fn an_assignment_wider_than_what_was_approved() {
    check(
        Fault::AssignmentWiderThanApproval,
        "offer full for 28 d, customer approves limited for 14 d",
    );
}

#[test]
fn an_approval_that_can_be_replayed() {
    check(
        Fault::ApprovalReplayed,
        "offer full for 28 d, customer approves limited for 14 d, customer approves limited for 14 d",
    );
}
