//! `cargo xtask bench audit [DEEDS]`: what an audit row adds to a small transaction.
//!
//! The deed is the smallest there is, a fact of the installation written anew. It is done alone (the
//! baseline), with its audit row at the end of an organization's hash chain, and as somebody who acts
//! for a customer, where the relationship is looked at again and the partner's chain gets a row too.
//! The three take turns in rounds of one store (SQLite in a temporary folder, as in life: every commit
//! is flushed); chains are checked at the end.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and reads its arguments"
)]

use hearken_authz::{
    Delegation, Event, InstallScope, Membership, MembershipState, OrgScope, Permission, Person,
    Principal, Relationship, Resource, Wiring, decide,
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OfferId, OrgId, OrganizationRole,
    PartnerStatus, PublicId, RolePair, Side, Term, Timestamp, UserId, time::DAY,
};
use hearken_store::{
    Clock, Ids, Location, NewAudit, NewOrganization, NewRelationship, OrganizationSettings, Store,
    StoreConfig,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);
const ROUNDS: usize = 5;
const CASES: [&str; 3] = [
    "the deed alone (baseline)",
    "with its audit row",
    "with both rows of a delegation",
];

#[derive(Debug)]
struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        NOW
    }
}

#[derive(Debug, Default)]
struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn public_id(&self) -> PublicId {
        PublicId(u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1))
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let deeds = std::env::args().nth(1).and_then(|word| word.parse().ok());
    let deeds: usize = deeds.unwrap_or(2_000);
    let folder = std::env::temp_dir().join(format!("hearken-bench-audit-{}", std::process::id()));
    let config = StoreConfig::new(Location::Folder(folder.clone()));
    let store = Store::open(
        config,
        Arc::new(FixedClock),
        Arc::new(CountedIds::default()),
    )
    .await?;
    let install = Wiring::claim().install_scope("bench");
    let (own, delegated) = scopes(&store, &install).await?;
    let mut p50 = [(); CASES.len()].map(|()| vec![]);
    let mut p99 = [(); CASES.len()].map(|()| vec![]);
    for _ in 0..ROUNDS {
        for (case, scope) in [None, Some(&own), Some(&delegated)].into_iter().enumerate() {
            let mut times = vec![];
            for n in 0..deeds {
                times.push(deed(&store, &install, scope, n).await?);
            }
            times.sort_by(f64::total_cmp);
            let at = |percent: usize| times.get(deeds * percent / 100).copied();
            p50.get_mut(case).ok_or("a case")?.extend(at(50));
            p99.get_mut(case).ok_or("a case")?.extend(at(99));
        }
    }
    for scope in [&own, &delegated] {
        let report = store.verify_audit(&install, scope.org(), None).await?;
        println!("chain of organization {}: {report:?}", scope.org());
    }
    tell(deeds, &mut p50, &mut p99);
    store.close().await;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Microseconds of one deed in a transaction of its own.
async fn deed(
    store: &Store,
    install: &InstallScope,
    scope: Option<&OrgScope>,
    n: usize,
) -> Result<f64> {
    let start = Instant::now();
    let mut tx = store.begin().await?;
    tx.set_installation_fact(install, "bench", &n.to_string())
        .await?;
    if let Some(scope) = scope {
        let entry = NewAudit {
            verb: "topic.updated",
            object: format!("topic:{n:032x}"),
            detail: serde_json::json!({ "name": "Kettles", "rules": 3 }),
        };
        tx.audit(scope, entry).await?;
    }
    tx.commit().await?;
    Ok(start.elapsed().as_secs_f64() * 1e6)
}

fn tell(deeds: usize, p50: &mut [Vec<f64>], p99: &mut [Vec<f64>]) {
    println!("{deeds} deeds, {ROUNDS} rounds; microseconds, median (least to most) of the rounds");
    let mut object = serde_json::Map::from_iter([("bench".to_owned(), "audit".into())]);
    for (case, (p50, p99)) in CASES.iter().zip(p50.iter_mut().zip(p99)) {
        let mut line = format!("  {case:<32}");
        for (name, values) in [("p50", p50), ("p99", p99)] {
            values.sort_by(f64::total_cmp);
            let at = |n: usize| values.get(n).copied().unwrap_or(f64::NAN);
            let (median, least, most) = (at(ROUNDS / 2), at(0), at(ROUNDS - 1));
            line.push_str(&format!(" {name} {median:>7.0} ({least:.0} to {most:.0})"));
            object.insert(
                format!("{case} {name}"),
                serde_json::json!({ "median": median, "least": least, "most": most }),
            );
        }
        println!("{line}");
    }
    println!("{}", serde_json::Value::Object(object));
}

/// A customer's own administrator, and a person of a partner who acts for it.
async fn scopes(store: &Store, install: &InstallScope) -> Result<(OrgScope, OrgScope)> {
    let mut tx = store.begin().await?;
    let mut made = vec![];
    for slug in ["other", "customer", "partner"] {
        let new = NewOrganization {
            slug: slug.parse()?,
            settings: OrganizationSettings::new(slug, "DE".parse()?),
        };
        let org = tx.create_organization(install, &new).await?.id;
        made.push(org);
    }
    let [other, customer, partner] = made[..] else {
        return Err("three organizations".into());
    };
    let level = DelegationLevel::Full;
    let offered = Relationship::offered(level, Some(365), true, NOW.plus(DAY), NOW.plus(-DAY));
    let approve = Event::Approve {
        level,
        days: Some(365),
    };
    let terms = offered.step(Side::Customer, approve, NOW.plus(-DAY / 2))?;
    let new = NewRelationship {
        customer,
        partner,
        offer: OfferId(1),
        terms,
    };
    let made = tx.create_relationship(install, &new).await?;
    tx.commit().await?;
    let acting = Delegation {
        id: made.id,
        customer,
        partner,
        relationship: made.terms,
        partner_status: PartnerStatus::Verified,
        home: Some(member(partner)),
        scoped: Some(level),
        second_factor_at: Some(NOW),
    };
    let scope = |acting: Option<Delegation>, org: OrgId| {
        let person = Principal::Person(Person {
            user: UserId(1),
            operator: false,
            membership: acting.is_none().then(|| member(org)),
            acting,
            term: Term::default(),
        });
        let resource = Resource::organization(org);
        decide(&person, Permission::EditTopics, &resource, NOW)
    };
    Ok((scope(None, other)?, scope(Some(acting), customer)?))
}

fn member(org: OrgId) -> Membership {
    Membership {
        org,
        roles: RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        },
        organization_role: OrganizationRole::None,
        state: MembershipState::Active,
        licence: Some(hearken_model::LicenceType::Full),
    }
}
