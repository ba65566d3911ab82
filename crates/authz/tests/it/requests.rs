//! Random requests for the property and differential tests.

use hearken_authz::{
    Membership, MembershipState, PERMISSIONS, Permission, Person, Principal, Resource,
};
use hearken_model::{
    ConfigurationRole, InteractionRole, OrgId, OrganizationRole, RolePair, UserId,
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
    )
        .prop_map(
            |(org, configuration, interaction, organization_role, state)| Membership {
                org,
                roles: RolePair {
                    configuration,
                    interaction,
                },
                organization_role,
                state,
            },
        )
}

pub(crate) fn people() -> impl Strategy<Value = Person> {
    (
        users(),
        any::<bool>(),
        prop::option::weighted(0.9, memberships()),
    )
        .prop_map(|(user, operator, membership)| Person {
            user,
            operator,
            membership,
        })
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
