//! `decide` against Cedar: two independent statements of the same rules must agree.

use crate::oracle::{Oracle, Question, Target};
use crate::requests::{NOW, permissions, principals, resources};
use hearken_authz::{Principal, decide, decide_installation};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Requests that are tried: 20,000, or as many as `HEARKEN_ORACLE_REQUESTS` says.
#[expect(clippy::disallowed_methods, reason = "a knob of this test alone")]
fn requests() -> usize {
    std::env::var("HEARKEN_ORACLE_REQUESTS")
        .map_or(20_000, |n| n.parse().expect("a number of requests"))
}

#[test]
fn decide_and_cedar_agree_on_random_requests() {
    let oracle = Oracle::new();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = (principals(), permissions(), resources());
    let cedar = |principal: &Principal, permission, target| {
        oracle.permits(&Question::new(principal, permission, &target, NOW))
    };
    let (mut allowed, mut everywhere, mut delegated) = (0, 0, 0);
    for _ in 0..requests() {
        let tree = strategy.new_tree(&mut runner).expect("a request");
        let (principal, permission, resource) = tree.current();
        let ours = decide(&principal, permission, &resource, NOW).is_ok();
        let theirs = cedar(&principal, permission, Target::Thing(resource));
        assert_eq!(ours, theirs, "{principal:?} {permission:?} {resource:?}");
        let ours_there = decide_installation(&principal, permission, NOW).is_ok();
        let theirs_there = cedar(&principal, permission, Target::Installation);
        assert_eq!(ours_there, theirs_there, "{principal:?} {permission:?}");
        allowed += usize::from(ours);
        delegated += usize::from(ours && principal.acting().is_some());
        everywhere += usize::from(ours_there);
    }
    // The comparison says something only if both answers occur often.
    let share = allowed * 100 / requests();
    assert!((5..80).contains(&share), "{share} % allowed");
    assert!(everywhere > 0);
    assert!(
        delegated * 50 > allowed,
        "{delegated} of {allowed} delegated"
    );
}
