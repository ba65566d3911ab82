//! Closure (no way up from inside): whatever a partner and its people do and try, in whatever order,
//! `decide` allows them no more than the customer approved.

use super::Subject;
use super::deeds::{Deed, Kind, deeds, partner_deeds, words};
use super::world::{DELEGATE, World, delegate};
use hearken_authz::{
    Cell, Column, Delegation, Denied, NEVER_DELEGATED, PERMISSIONS, Resource, decide,
    decide_installation,
};
use hearken_model::{
    DelegationLevel::{self, Full, Limited},
    OrgId, Side,
};
use std::collections::HashSet;

/// What the customer approves at the beginning, and how much of it lasts at most.
struct Approved {
    level: DelegationLevel,
    ends: Option<i64>,
}

/// Every permission in the customer's organization, in the partner's, in a third one.
fn no_more_than(approved: &Approved, world: &World, sequence: &[Deed]) {
    let column = match approved.level {
        Full => Column::DelegatedFull,
        Limited => Column::DelegatedLimited,
    };
    let judged = [world.delegation(), world.delegation_of_token()];
    for acting in judged.into_iter().flatten() {
        for row in PERMISSIONS {
            for org in [acting.customer, acting.partner, OrgId(3)] {
                for owner in [None, Some(DELEGATE)] {
                    let resource = Resource::owned(org, owner);
                    let answer = decide(&delegate(acting), row.permission, &resource, world.now);
                    if org != acting.customer {
                        assert_eq!(answer, Err(Denied::NotFound), "{}", words(sequence));
                    } else if answer.is_ok() {
                        let cell = row.permission.cell(column);
                        let within = match owner {
                            None => cell == Cell::All,
                            Some(_) => cell != Cell::No,
                        };
                        let never = NEVER_DELEGATED.contains(&row.permission);
                        assert!(within && !never, "{}: {}", row.name, words(sequence));
                    }
                }
            }
            let everywhere = decide_installation(&delegate(acting), row.permission, world.now);
            assert!(everywhere.is_err(), "{}: {}", row.name, words(sequence));
        }
    }
    let seen = world.observed();
    let lasts = |ends: Option<i64>| ends.unwrap_or(i64::MAX);
    if seen.may.is_some() {
        assert!(
            lasts(seen.ends) <= lasts(approved.ends),
            "{}",
            words(sequence)
        );
    }
    assert_eq!(seen.admins, 2, "{}", words(sequence));
}

fn after(world: World, deed: Deed) -> World {
    world.after(deed).unwrap_or_else(|| panic!("{deed:?}"))
}

fn check(level: DelegationLevel, days: Option<u16>) -> usize {
    let offer = Deed::Offer {
        level: Full,
        days: None,
        bound: true,
    };
    let offered = after(World::start(), offer);
    let start = after(
        offered,
        Deed::By(Side::Customer, Kind::Approve(level, days)),
    );
    let approved = Approved {
        level,
        ends: days.map(|days| i64::from(days) * 24),
    };
    let deeds = partner_deeds();
    let mut seen = HashSet::from([start.key()]);
    let mut edge = vec![(start, vec![])];
    for _ in 0..6 {
        let mut next = vec![];
        for (world, sequence) in edge {
            for deed in &deeds {
                let Some(after) = world.after(*deed) else {
                    continue;
                };
                if seen.insert(after.key()) {
                    let sequence = [&sequence[..], &[*deed]].concat();
                    no_more_than(&approved, &after, &sequence);
                    next.push((after, sequence));
                }
            }
        }
        edge = next;
    }
    seen.len()
}

#[test]
fn no_partner_raises_itself() {
    for level in [Limited, Full] {
        for days in [Some(14), None] {
            let states = check(level, days);
            println!("{level:?} for {days:?} days: {states} states");
            assert!(states > 500, "{states}");
        }
    }
}

#[test]
fn without_an_approval_nothing_opens() {
    let partner: Vec<Deed> = partner_deeds();
    assert!(partner.len() < deeds().len());
    let mut seen = HashSet::from([World::start().key()]);
    let mut edge = vec![World::start()];
    for _ in 0..5 {
        let afters = edge.iter().flat_map(|world| {
            let tried = partner.iter().map(move |deed| world.after(*deed));
            tried.flatten()
        });
        let afters: Vec<World> = afters.filter(|after| seen.insert(after.key())).collect();
        for world in &afters {
            let nothing = |acting: Delegation| {
                PERMISSIONS.iter().all(|row| {
                    let resource = Resource::owned(acting.customer, Some(DELEGATE));
                    decide(&delegate(acting), row.permission, &resource, world.now).is_err()
                })
            };
            assert!(world.delegation().is_none_or(nothing), "{world:?}");
        }
        edge = afters;
    }
    assert!(seen.len() > 500, "{}", seen.len());
}
