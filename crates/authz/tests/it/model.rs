//! The life of a relationship, and what may be done under it, against the reference model: the same
//! events in the same order, on both sides the same answers. `docs/develop/delegation-proofs.md`
//! says how far this goes and how to make it go further.

mod closure;
pub(crate) mod deeds;
mod explore;
mod faults;
mod invariants;
mod reference;
mod times;
pub(crate) mod world;

use deeds::{Deed, deeds, words};
use explore::{Census, explore, walk};
use hearken_model::{DelegationLevel, RelationshipState, Side};
use std::hash::Hash;
use world::World;

/// The order in which both sides show holds.
const SIDES: [Side; 4] = [Side::Customer, Side::Partner, Side::System, Side::Operator];

/// What can be seen of either side after an event. Besides it, both must refuse the same events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Observed {
    state: RelationshipState,
    holds: [bool; 4],
    /// What is approved now.
    approved: Option<DelegationLevel>,
    /// Hours since the beginning, while it is active.
    ends: Option<i64>,
    /// The highest level at which the partner's person may act.
    may: Option<DelegationLevel>,
    /// Whether the token opens the customer's solution.
    token: bool,
    job_may_run: bool,
    job_ran: bool,
    /// Native global administrators.
    admins: u8,
}

/// What is compared with the model.
pub(crate) trait Subject: Copy + Eq + Hash {
    /// What comes after; none: refused.
    fn after(&self, deed: Deed) -> Option<Self>;
    fn observed(&self) -> Observed;
    /// What its further answers depend on.
    fn key(&self) -> Self;
}

#[expect(
    clippy::disallowed_methods,
    reason = "how far to go is for who runs the test"
)]
fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |n| n.parse().expect("a whole number"))
}

fn report(census: &Census, what: &str) {
    println!(
        "{what}: {} states, {} events of which {} were refused, {} states with access",
        census.states, census.events, census.refused, census.with_access
    );
}

#[test]
fn production_and_model_agree_on_every_sequence() {
    let depth = setting("HEARKEN_MODEL_DEPTH", 4);
    let census = explore(World::start(), &deeds(), depth, invariants::check_step)
        .unwrap_or_else(|different| panic!("{different}"));
    report(&census, &format!("every sequence to depth {depth}"));
    assert!(census.with_access * 100 > census.states, "{census:?}");
}

#[test]
fn production_and_model_agree_on_long_random_sequences() {
    let walks = setting("HEARKEN_MODEL_WALKS", 5_000);
    let deeds = deeds();
    let mut census = Census::default();
    for seed in 0..walks {
        walk(
            World::start(),
            &deeds,
            seed as u64,
            &mut census,
            invariants::check_step,
        )
        .unwrap_or_else(|different| panic!("{different}"));
    }
    report(&census, &format!("{walks} random sequences"));
    assert!(census.with_access * 20 > census.states, "{census:?}");
    assert!(census.longest >= 25, "{census:?}");
}

#[test]
fn a_report_reads() {
    let short = words(&deeds()[..1]);
    assert_eq!(short, "offer full for 28 d");
}
