//! The model's invariants on the side of production: stated over what the product stores and what
//! `decide` answers, checked in every state and over every step of the comparison.

use super::deeds::{Deed, Kind};
use super::world::{Job, World, allows};
use super::{Observed, Subject};
use hearken_authz::{Denied, PERMISSIONS, Permission};
use hearken_model::{DelegationLevel, RelationshipState as State, Side, Timestamp};

/// Every state, and every step to it.
pub(super) fn check_step(before: &World, deed: Deed, after: &World) {
    check_state(after);
    let (Some(a), Some(b)) = (before.relationship, after.relationship) else {
        return;
    };
    let side = match deed {
        Deed::By(side, _) => Some(side),
        _ => None,
    };
    let approves = matches!(deed, Deed::By(_, Kind::Approve(..)));
    let begins = approves || matches!(deed, Deed::By(_, Kind::Countersign));
    if a.state == State::Ended {
        assert_eq!(a, b, "left the end by {deed:?}");
    }
    assert!(!approves || a.state == State::Offered, "replayed: {a:?}");
    let end = |at: Option<Timestamp>| at.map_or(i64::MAX, |at| at.0);
    let live = a.state == State::Active;
    if live && end(b.ends_at) > end(a.ends_at) {
        assert_eq!(side, Some(Side::Customer), "extended by {deed:?}");
    }
    if a.starts_at.is_none() && b.starts_at.is_some() {
        assert!(begins, "began by {deed:?}");
    }
    assert!(b.level <= a.level, "widened by {deed:?}");
    if before.approved != after.approved {
        assert!(approves && side == Some(Side::Customer), "{deed:?}");
    }
    if b.state != State::Ended {
        for lifted in a.holds.sides().filter(|held| !b.holds.contains(*held)) {
            let whose = match lifted {
                Side::System => Side::Customer,
                own => own,
            };
            assert_eq!(side, Some(whose), "{lifted:?} lifted by {deed:?}");
        }
    }
    if before.job != Job::Ran && after.job == Job::Ran {
        let may = allows(before.delegation(), Permission::HelpSignIn, before.now);
        assert_eq!(may, Ok(()), "job ran without rights");
    }
    // Whoever wrote under an older state is told so: any change but an entry raises the epoch.
    let raised = b.epoch - a.epoch;
    assert!((0..=1).contains(&raised), "{deed:?}");
    let silent = a == b || deed == Deed::Enter;
    assert!(silent || raised == 1, "{deed:?} did not raise the epoch");
}

fn check_state(world: &World) {
    let seen = world.observed();
    assert!(seen.admins >= 1, "locked out: {world:?}");
    let state = world.relationship.map_or(State::Draft, |terms| terms.state);
    if state != State::Active {
        let nothing = seen.may.is_none() && !seen.token && !seen.job_may_run;
        assert!(nothing, "access in state {state:?}: {world:?}");
    }
    let Some(terms) = world.relationship else {
        return;
    };
    assert_eq!(
        terms.end_reason.is_some(),
        state == State::Ended,
        "{terms:?}"
    );
    assert!(
        terms.starts_at.is_some() || state != State::Active,
        "{terms:?}"
    );
    if state == State::Ended {
        assert!(terms.holds.is_empty(), "{terms:?}");
    }
    if seen.may.is_some() || seen.token || seen.job_may_run {
        safe(world, &seen);
    }
    // The status that people see never says more than the decision allows.
    if terms.status(world.now) != "active" {
        assert_eq!(seen.may, None, "{}: {world:?}", terms.status(world.now));
    }
    never_delegated(world);
}

/// Whatever is allowed is allowed by an approval that is in force, to no more than was approved.
fn safe(world: &World, seen: &Observed) {
    let terms = world.relationship.expect("access under something");
    assert!(world.approved, "rights before approval: {world:?}");
    assert!(
        seen.may <= Some(terms.level),
        "wider than approved: {world:?}"
    );
    assert!(seen.may <= world.scoped, "wider than assigned: {world:?}");
    let full = terms.level.min(world.scoped.expect("assigned")) == DelegationLevel::Full;
    assert!(full || !seen.token, "token wider than approved: {world:?}");
    let over = terms.ends_at.is_some_and(|end| world.now >= end);
    assert!(!over && terms.holds.is_empty(), "unsafe: {world:?}");
}

fn never_delegated(world: &World) {
    for permission in hearken_authz::NEVER_DELEGATED {
        let answer = allows(world.delegation(), *permission, world.now);
        assert!(answer.is_err(), "{permission:?}: {world:?}");
    }
}

#[test]
fn a_delegation_of_nothing_is_no_delegation() {
    let world = World::start();
    for row in PERMISSIONS {
        let answer = allows(world.delegation(), row.permission, world.now);
        assert_eq!(answer, Err(Denied::NotFound));
    }
}
