//! `cargo xtask bench decide`: what a decision costs under 1,000, 10,000 and 100,000 relationships.
//!
//! Each request looks a relationship up at random, as a request of a delegated admin does, and asks
//! `decide` for a permission at random. Beside it, in the same rounds: the look-up alone (the
//! baseline that the machine sets), and Cedar on the same requests. Nothing is stored or read.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark fails loudly"
)]

#[expect(dead_code, reason = "nothing is asked about the installation here")]
#[path = "../tests/it/oracle.rs"]
mod oracle;

use hearken_authz::{
    Delegation, Event, Membership, MembershipState, PERMISSIONS, Permission, Person, Principal,
    Relationship, Resource, decide,
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OrgId, OrganizationRole, PartnerStatus,
    RelationshipId, RolePair, Side, Term, Timestamp, UserId, time::DAY,
};
use oracle::{Oracle, Question, Target};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const NOW: Timestamp = Timestamp(1_000 * DAY);
const ROUNDS: usize = 7;
const REQUESTS: usize = 200_000;
/// Cedar is slow enough that so many say as much.
const CEDAR_REQUESTS: usize = 2_000;
const USER: UserId = UserId(1);

type Map = HashMap<RelationshipId, Delegation>;

/// Relationships of so many customers with a thousand partners.
fn relationships(count: usize) -> Map {
    (0..count as i64)
        .map(|n| {
            let id = RelationshipId(n * 7 + 1);
            (id, delegation(id, OrgId(10_000 + n), OrgId(1 + n % 1_000)))
        })
        .collect()
}

fn delegation(id: RelationshipId, customer: OrgId, partner: OrgId) -> Delegation {
    let level = DelegationLevel::Full;
    let days = Some(365);
    let offered = Relationship::offered(level, days, true, NOW.plus(DAY), NOW.plus(-DAY));
    let approve = Event::Approve { level, days };
    Delegation {
        id,
        customer,
        partner,
        relationship: offered
            .step(Side::Customer, approve, NOW.plus(-DAY / 2))
            .expect("an approval in time"),
        partner_status: PartnerStatus::Verified,
        home: Some(Membership {
            org: partner,
            roles: RolePair {
                configuration: ConfigurationRole::Analyst,
                interaction: InteractionRole::Reader,
            },
            organization_role: OrganizationRole::None,
            state: MembershipState::Active,
            licence: None,
        }),
        scoped: Some(level),
        second_factor_at: Some(NOW.plus(-DAY / 4)),
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

fn requests(map: &Map, count: usize) -> Vec<(RelationshipId, Permission)> {
    let mut ids: Vec<RelationshipId> = map.keys().copied().collect();
    ids.sort_by_key(|id| id.0);
    let mut random = Random(1);
    (0..count)
        .map(|_| {
            let permission = PERMISSIONS[random.below(PERMISSIONS.len())].permission;
            (ids[random.below(ids.len())], permission)
        })
        .collect()
}

fn ask(acting: &Delegation) -> (Principal, Resource) {
    let principal = Principal::Person(Person {
        term: Term::default(),
        user: USER,
        operator: false,
        membership: None,
        acting: Some(*acting),
    });
    (principal, Resource::owned(acting.customer, Some(USER)))
}

fn decides(map: &Map, (id, permission): (RelationshipId, Permission)) -> bool {
    map.get(&id).is_some_and(|acting| {
        let (principal, resource) = ask(acting);
        decide(&principal, permission, &resource, NOW).is_ok()
    })
}

/// 50th and 99th percentile in nanoseconds, each call timed by itself.
fn percentiles<T>(inputs: &[T], mut call: impl FnMut(&T) -> bool) -> [f64; 2] {
    let mut times: Vec<u64> = inputs
        .iter()
        .map(|input| {
            let begin = Instant::now();
            black_box(call(black_box(input)));
            begin.elapsed().as_nanos() as u64
        })
        .collect();
    times.sort_unstable();
    [
        times[times.len() / 2] as f64,
        times[times.len() * 99 / 100] as f64,
    ]
}

/// Median, least and most of the rounds, of p50 and of p99.
struct Figure([[f64; 3]; 2]);

impl Figure {
    fn of(rounds: &[[f64; 2]]) -> Self {
        Self([0, 1].map(|which| {
            let mut values: Vec<f64> = rounds.iter().map(|round| round[which]).collect();
            values.sort_by(f64::total_cmp);
            [
                values[values.len() / 2],
                values[0],
                values[values.len() - 1],
            ]
        }))
    }

    fn words(&self) -> String {
        let one = |[median, least, most]: [f64; 3]| format!("{median:.0} ({least:.0}-{most:.0})");
        format!("{:>20} {:>22}", one(self.0[0]), one(self.0[1]))
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({"p50_ns": self.0[0], "p99_ns": self.0[1]})
    }
}

fn allocations(map: &Map, requests: &[(RelationshipId, Permission)]) -> (usize, usize) {
    let region = Region::new(MEMORY);
    let allowed = requests.iter().filter(|one| decides(map, **one)).count();
    (region.change().allocations, allowed)
}

fn measure(count: usize, oracle: &Oracle) -> serde_json::Value {
    let map = relationships(count);
    let requests = requests(&map, REQUESTS);
    let questions: Vec<Question> = requests[..CEDAR_REQUESTS]
        .iter()
        .map(|(id, permission)| {
            let (principal, resource) = ask(&map[id]);
            Question::new(&principal, *permission, &Target::Thing(resource), NOW)
        })
        .collect();
    for (question, request) in questions.iter().zip(&requests) {
        assert_eq!(oracle.permits(question), decides(&map, *request));
    }
    let (mut ours, mut lookup, mut cedar) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        ours.push(percentiles(&requests, |one| decides(&map, *one)));
        lookup.push(percentiles(&requests, |(id, _)| {
            let found = map.get(id);
            found.is_some_and(|acting| acting.relationship.epoch == 2)
        }));
        cedar.push(percentiles(&questions, |one| oracle.permits(one)));
    }
    let (allocated, allowed) = allocations(&map, &requests);
    let [ours, lookup, cedar] = [ours, lookup, cedar].map(|rounds| Figure::of(&rounds));
    for (what, figure) in [
        ("decide", &ours),
        ("look-up alone", &lookup),
        ("Cedar", &cedar),
    ] {
        println!("{count:>9} {what:>14} {}", figure.words());
    }
    let ratio = cedar.0[0][0] / ours.0[0][0];
    println!("{allowed} of {REQUESTS} allowed, {allocated} allocations, Cedar / decide {ratio:.0}");
    serde_json::json!({
        "relationships": count, "decide": ours.json(), "lookup": lookup.json(),
        "cedar": cedar.json(), "allowed": allowed, "allocations": allocated,
    })
}

fn main() {
    println!(
        "{:>9} {:>14} {:>20} {:>22}",
        "", "", "p50 ns (least-most)", "p99 ns (least-most)"
    );
    let oracle = Oracle::new();
    let rows = [1_000, 10_000, 100_000].map(|count| measure(count, &oracle));
    println!(
        "{}",
        serde_json::json!({"bench": "decide", "requests": REQUESTS, "rows": rows})
    );
}
