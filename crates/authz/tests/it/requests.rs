//! Random requests for the property and differential tests.

use hearken_authz::{
    Delegation, Membership, MembershipState, PERMISSIONS, Permission, Person, Principal,
    Relationship, Resource,
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, EndReason, Holds, InteractionRole, LicenceType, OrgId,
    OrganizationRole, PartnerStatus, READ_ONLY_LIMIT, RelationshipId, RelationshipState, RolePair,
    Side, Term, Timestamp, UserId,
    time::{DAY, HOUR},
};
use proptest::{prelude::*, sample::select};

/// Few enough that random people and things meet.
fn orgs() -> impl Strategy<Value = OrgId> {
    (1..4i64).prop_map(OrgId)
}

fn users() -> impl Strategy<Value = UserId> {
    (1..4i64).prop_map(UserId)
}

pub(crate) fn memberships() -> impl Strategy<Value = Membership> {
    (
        orgs(),
        select(ConfigurationRole::ALL),
        select(InteractionRole::ALL),
        select(OrganizationRole::ALL),
        // Mostly people who may enter, else most requests say nothing about roles.
        prop_oneof![
            4 => Just(MembershipState::Active),
            1 => select(&MembershipState::ALL[..]),
        ],
        prop::option::weighted(0.8, select(LicenceType::ALL)),
    )
        .prop_map(
            |(org, configuration, interaction, organization_role, state, licence)| Membership {
                org,
                roles: RolePair {
                    configuration,
                    interaction,
                },
                organization_role,
                state,
                licence,
            },
        )
}

pub(crate) fn people() -> impl Strategy<Value = Person> {
    (
        users(),
        any::<bool>(),
        prop::option::weighted(0.9, memberships()),
        prop::option::weighted(0.4, delegations()),
        terms(),
    )
        .prop_map(|(user, operator, membership, acting, term)| Person {
            user,
            operator,
            membership,
            acting,
            term,
        })
}

/// Mostly without an end; else around the end of what can be looked at, or still to come.
fn terms() -> impl Strategy<Value = Term> {
    let ends_at = prop_oneof![
        around(READ_ONLY_LIMIT),
        (1..DAY).prop_map(|ahead| NOW.plus(ahead))
    ];
    prop::option::weighted(0.3, ends_at).prop_map(|ends_at| Term { ends_at })
}

/// The instant of every request: far enough from the beginning for a past.
pub(crate) const NOW: Timestamp = Timestamp(1_000 * DAY);

const SLACK: i64 = hearken_authz::CLOCK_SLACK;

/// Instants around now, its ends included, mostly within bounds.
fn around(reach: i64) -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        8 => (0..reach).prop_map(move |ago| NOW.plus(-ago)),
        1 => select(vec![0, 1, -1, reach, reach - 1, reach + 1, -SLACK, -SLACK - 1])
            .prop_map(move |ago| NOW.plus(-ago)),
    ]
}

fn relationships() -> impl Strategy<Value = Relationship> {
    let mostly_active = prop_oneof![
        9 => Just(RelationshipState::Active),
        1 => select(RelationshipState::ALL),
    ];
    let few_holds = prop_oneof![
        9 => Just(Holds::NONE),
        1 => select(Side::ALL).prop_map(|side| Holds::NONE.with(side)),
    ];
    let ends = prop_oneof![
        5 => Just(None),
        4 => (1..DAY).prop_map(|left| Some(NOW.plus(left))),
        1 => select(vec![-1, 0, 1]).prop_map(|left| Some(NOW.plus(left))),
    ];
    let level = select(DelegationLevel::ALL);
    let starts = prop::option::weighted(0.95, around(90 * DAY));
    let times = (starts, around(90 * DAY), ends);
    (mostly_active, few_holds, level, times).prop_map(
        |(state, holds, level, (starts_at, used_at, ends_at))| Relationship {
            state,
            holds,
            ends_at,
            used_at,
            starts_at,
            end_reason: (state == RelationshipState::Ended).then_some(EndReason::ByCustomer),
            ..Relationship::offered(level, None, true, NOW, Timestamp(0))
        },
    )
}

/// What a session acts under: mostly alive, each of its conditions broken now and then.
pub(crate) fn delegations() -> impl Strategy<Value = Delegation> {
    let at_home = (memberships(), prop::bool::weighted(0.9));
    let mostly_verified = prop_oneof![
        9 => Just(PartnerStatus::Verified),
        1 => select(PartnerStatus::ALL),
    ];
    let scoped = prop::option::weighted(0.9, select(DelegationLevel::ALL));
    let factor = prop::option::weighted(0.9, around(12 * HOUR));
    let who = (orgs(), orgs());
    (
        who,
        relationships(),
        mostly_verified,
        at_home,
        scoped,
        factor,
    )
        .prop_map(
            |(
                (customer, partner),
                relationship,
                partner_status,
                (home, works_there),
                scoped,
                factor,
            )| {
                let org = if works_there { partner } else { home.org };
                Delegation {
                    id: RelationshipId(1),
                    customer,
                    partner,
                    relationship,
                    partner_status,
                    home: Some(Membership { org, ..home }),
                    scoped,
                    second_factor_at: factor,
                }
            },
        )
}

pub(crate) fn principals() -> impl Strategy<Value = Principal> {
    prop_oneof![
        8 => people().prop_map(Principal::Person),
        1 => Just(Principal::System { job: "some_job" }),
        1 => Just(Principal::Operator),
    ]
}

pub(crate) fn permissions() -> impl Strategy<Value = Permission> {
    select(PERMISSIONS).prop_map(|row| row.permission)
}

pub(crate) fn resources() -> impl Strategy<Value = Resource> {
    (orgs(), prop::option::of(users())).prop_map(|(org, owner)| Resource { org, owner })
}
