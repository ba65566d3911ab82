//! Times at their boundaries: one microsecond before, at, and one after.

use super::Subject;
use super::deeds::{Deed, Kind, OFFER_HOURS};
use super::world::{World, allows};
use hearken_authz::{
    CLOCK_SLACK, COUNTERSIGN_LIMIT, Denied, Event, IDLE_LIMIT, MOST_DAYS, Permission, Refused,
    Relationship, SECOND_FACTOR_LIMIT, is_fresh,
};
use hearken_model::{
    DelegationLevel::{Full, Limited},
    RelationshipState as State, Side, Timestamp,
    time::{DAY, HOUR},
};

fn active(days: Option<u16>, bound: bool) -> World {
    let offer = Deed::Offer {
        level: Full,
        days,
        bound,
    };
    let offered = World::start().after(offer).expect("offered");
    let approve = Deed::By(Side::Customer, Kind::Approve(Full, days));
    offered.after(approve).expect("approved")
}

fn at(world: World, micros: i64) -> World {
    World {
        now: world.now.plus(micros),
        ..world
    }
}

/// One microsecond before, at, and after `reach`.
fn around<T: std::fmt::Debug + PartialEq>(
    what: &str,
    reach: i64,
    answer: impl Fn(i64) -> T,
    expect: [T; 3],
) {
    assert_eq!([-1, 0, 1].map(|off| answer(reach + off)), expect, "{what}");
}

/// What a decision says so much later; the second factor is confirmed then, if `fresh`.
fn decides(world: World, micros: i64, fresh: bool) -> Result<(), Denied> {
    let mut later = at(world, micros);
    if fresh {
        later.factor = later.now;
    }
    allows(later.delegation(), Permission::HelpSignIn, later.now)
}

#[test]
fn a_decision_at_the_end_and_when_idle() {
    let over = Err(Denied::DelegationEnded);
    let short = active(Some(14), true);
    let expect = [Ok(()), over, over];
    around("end", 14 * DAY, |t| decides(short, t, true), expect);
    let endless = active(None, true);
    around("idle", IDLE_LIMIT, |t| decides(endless, t, true), expect);
    let stale = Err(Denied::StepUpRequired);
    let expect = [Ok(()), stale, stale];
    around(
        "factor",
        SECOND_FACTOR_LIMIT,
        |t| decides(endless, t, false),
        expect,
    );
    let mut never = endless.delegation().expect("acting");
    never.second_factor_at = None;
    assert_eq!(
        allows(Some(never), Permission::HelpSignIn, endless.now),
        stale
    );
}

#[test]
fn a_relationship_that_has_not_begun() {
    let terms = terms(active(None, true));
    let start = terms.starts_at.expect("begun");
    let begun = |micros: i64| terms.is_usable(start.plus(micros));
    around("begins", -CLOCK_SLACK, begun, [false, true, true]);
    let never = Relationship {
        starts_at: None,
        ..terms
    };
    assert!(!never.is_usable(start));
}

#[test]
fn a_second_factor_alone() {
    let now = Timestamp(1_000 * DAY);
    let fresh = |ago: i64| is_fresh(Some(now.plus(-ago)), now);
    around("12 h", 12 * HOUR, fresh, [true, false, false]);
    around("now", 0, fresh, [true, true, true]);
    // One that is ahead by more than clocks may disagree is not believed.
    around("ahead", -CLOCK_SLACK, fresh, [false, true, true]);
    assert!(!is_fresh(None, now));
    // Nothing overflows at the ends of time.
    assert!(!is_fresh(Some(Timestamp(i64::MIN)), Timestamp(i64::MAX)));
}

fn terms(world: World) -> Relationship {
    world.relationship.expect("a relationship")
}

#[test]
fn an_answer_and_a_confirmation_that_are_due() {
    let offer = Deed::Offer {
        level: Full,
        days: None,
        bound: true,
    };
    let offered = World::start().after(offer).expect("offered");
    let approve = Event::Approve {
        level: Limited,
        days: None,
    };
    let answer = |side, event, world: World| {
        move |micros: i64| {
            let later = world.now.plus(micros);
            terms(world).step(side, event, later).map(|next| next.state)
        }
    };
    let late = Err(Refused::TooLate);
    let expect = [Ok(State::Active), late, late];
    let customer = answer(Side::Customer, approve, offered);
    around("answer", OFFER_HOURS * HOUR, customer, expect);
    let open = active(None, false);
    let partner = answer(Side::Partner, Event::Countersign, open);
    around("countersign", COUNTERSIGN_LIMIT, partner, expect);
    for (what, world, reach, waiting) in [
        ("answer", offered, OFFER_HOURS * HOUR, State::Offered),
        ("countersign", open, COUNTERSIGN_LIMIT, State::Countersign),
        ("end", active(Some(14), true), 14 * DAY, State::Active),
    ] {
        let swept = answer(Side::System, Event::Tick, world);
        let expect = [Ok(waiting), Ok(State::Ended), Ok(State::Ended)];
        around(what, reach, swept, expect);
    }
}

#[test]
fn a_sweep_of_what_lies_idle() {
    let world = active(None, true);
    let held = |micros: i64| {
        let swept = terms(world).step(Side::System, Event::Tick, world.now.plus(micros));
        swept.map(|next| next.holds.contains(Side::System))
    };
    around("idle", IDLE_LIMIT, held, [Ok(false), Ok(true), Ok(true)]);
    let enters = |micros: i64| {
        let entered = terms(world).step(Side::Partner, Event::Enter, world.now.plus(micros));
        entered.map(|next| next.used_at.0 - world.now.0)
    };
    let refused = Err(Refused::WrongState);
    around(
        "entry",
        IDLE_LIMIT,
        enters,
        [Ok(IDLE_LIMIT - 1), refused, refused],
    );
}

#[test]
fn ends_that_can_be_agreed() {
    let world = active(Some(28), true);
    let to = |side, event: fn(Timestamp) -> Event, base: i64| {
        move |micros: i64| {
            let now = world.now.plus(base);
            let next = terms(world).step(side, event(world.now.plus(micros)), now);
            next.map(|next| next.ends_at.map_or(0, |end| end.0 - world.now.0))
        }
    };
    let narrow: fn(Timestamp) -> Event = |end| Event::Narrow {
        level: Full,
        ends_at: Some(end),
    };
    let extend: fn(Timestamp) -> Event = |end| Event::Extend { ends_at: Some(end) };
    let bad = Err(Refused::BadDuration);
    let wide = Err(Refused::TooWide);
    let now = HOUR;
    for side in [Side::Customer, Side::Partner] {
        around(
            "narrow to now",
            now,
            to(side, narrow, now),
            [bad, bad, Ok(now + 1)],
        );
        let end = 28 * DAY;
        let expect = [Ok(end - 1), Ok(end), wide];
        around("narrow to the end", end, to(side, narrow, now), expect);
    }
    let extends = to(Side::Customer, extend, now);
    around("extend to now", now, extends, [bad, bad, Ok(now + 1)]);
    let most = now + i64::from(MOST_DAYS) * DAY;
    around(
        "extend to the most",
        most,
        extends,
        [Ok(most - 1), Ok(most), bad],
    );
    // Past the end nothing is extended, nor lifted: a new offer is needed.
    for event in [Event::Lift, Event::Extend { ends_at: None }] {
        let at_end = |micros: i64| {
            let next = terms(world).step(Side::Customer, event, world.now.plus(micros));
            next.map(|next| next.state)
        };
        let late = Err(Refused::TooLate);
        around(
            "after the end",
            28 * DAY,
            at_end,
            [Ok(State::Active), late, late],
        );
    }
}
