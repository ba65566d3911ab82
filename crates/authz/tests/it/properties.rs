//! What holds for every request.

use crate::requests::{NOW, delegations, memberships, people, permissions, principals, resources};
use hearken_authz::{
    Cell, Denied, Level, MembershipState, NEVER_DELEGATED, Principal, Resource, decide,
    decide_installation, reach,
};
use hearken_model::{ConfigurationRole, DelegationLevel, Holds, OrganizationRole, Side};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_foreign_organization_is_not_found(
        person in people(), permission in permissions(), resource in resources(),
    ) {
        let inside = match person.acting {
            Some(acting) => acting.customer == resource.org,
            None => person.membership.is_some_and(|m| m.org == resource.org),
        };
        let answer = decide(&Principal::Person(person), permission, &resource, NOW);
        prop_assert_eq!(answer == Err(Denied::NotFound), !inside);
    }

    #[test]
    fn scopes_are_of_the_organization_that_was_asked_for(
        principal in principals(), permission in permissions(), resource in resources(),
    ) {
        if let Ok(scope) = decide(&principal, permission, &resource, NOW) {
            prop_assert_eq!(scope.org(), resource.org);
            prop_assert_eq!(scope.actor().user(), principal.user());
            prop_assert_eq!(permission.level(), Level::Organization);
        }
    }

    #[test]
    fn who_may_not_enter_may_nothing(
        mut person in people(), permission in permissions(), resource in resources(),
        state in prop::sample::select(vec![MembershipState::Pending, MembershipState::Withdrawn]),
    ) {
        if let Some(membership) = &mut person.membership { membership.state = state; }
        if let Some(home) = person.acting.as_mut().and_then(|a| a.home.as_mut()) {
            home.state = state;
        }
        prop_assert!(decide(&Principal::Person(person), permission, &resource, NOW).is_err());
    }

    #[test]
    fn a_lower_role_never_widens(
        mut person in people(), membership in memberships(),
        permission in permissions(), resource in resources(),
    ) {
        person.membership = Some(membership);
        let before = decide(&Principal::Person(person), permission, &resource, NOW).is_ok();
        let mut lower = membership;
        lower.roles.configuration = ConfigurationRole::Analyst;
        lower.organization_role = OrganizationRole::None;
        person.membership = Some(lower);
        let after = decide(&Principal::Person(person), permission, &resource, NOW).is_ok();
        prop_assert!(before || !after);
    }

    #[test]
    fn owning_never_takes_away_and_all_ignores_it(
        principal in principals(), permission in permissions(), mut resource in resources(),
    ) {
        let before = decide(&principal, permission, &resource, NOW).is_ok();
        let reach = reach(&principal, permission, resource.org, NOW);
        resource.owner = principal.user();
        let after = decide(&principal, permission, &resource, NOW).is_ok();
        prop_assert!(after || !before);
        if reach == Cell::All && permission.level() == Level::Organization {
            let inside = match principal {
                Principal::Person(p) if p.acting.is_none() => {
                    p.membership.is_some_and(|m| m.org == resource.org)
                }
                _ => true,
            };
            prop_assert!(before == inside);
        }
    }

    #[test]
    fn being_operator_changes_nothing_inside(
        mut person in people(), permission in permissions(), resource in resources(),
    ) {
        person.operator = false;
        let before = decide(&Principal::Person(person), permission, &resource, NOW);
        person.operator = true;
        prop_assert_eq!(decide(&Principal::Person(person), permission, &resource, NOW), before);
    }

    #[test]
    fn never_delegated_is_never_delegated(
        mut person in people(), acting in delegations(), mut resource in resources(),
        at in 0..NEVER_DELEGATED.len(),
    ) {
        person.acting = Some(acting);
        resource.org = acting.customer;
        resource.owner = Some(person.user);
        let principal = Principal::Person(person);
        prop_assert!(decide(&principal, NEVER_DELEGATED[at], &resource, NOW).is_err());
        prop_assert!(decide_installation(&principal, NEVER_DELEGATED[at], NOW).is_err());
    }

    #[test]
    fn whatever_reduces_a_delegation_never_widens_it(
        mut person in people(), acting in delegations(), permission in permissions(),
        mut resource in resources(), side in prop::sample::select(Side::ALL),
    ) {
        resource.org = acting.customer;
        person.acting = Some(acting);
        let before = decide(&Principal::Person(person), permission, &resource, NOW).is_ok();
        let mut lower = acting;
        lower.scoped = lower.scoped.map(|_| DelegationLevel::Limited);
        person.acting = Some(lower);
        let after = decide(&Principal::Person(person), permission, &resource, NOW).is_ok();
        prop_assert!(before || !after);
        let mut held = acting;
        held.relationship.holds = Holds::NONE.with(side);
        person.acting = Some(held);
        let answer = decide(&Principal::Person(person), permission, &resource, NOW);
        prop_assert_eq!(answer, Err(Denied::DelegationEnded));
    }

    #[test]
    fn what_a_person_is_elsewhere_adds_nothing_to_a_delegation(
        mut person in people(), acting in delegations(), membership in memberships(),
        permission in permissions(), resource in resources(),
    ) {
        person.acting = Some(acting);
        person.membership = None;
        let before = decide(&Principal::Person(person), permission, &resource, NOW);
        person.membership = Some(membership);
        person.operator = true;
        prop_assert_eq!(decide(&Principal::Person(person), permission, &resource, NOW), before);
        prop_assert!(decide_installation(&Principal::Person(person), permission, NOW).is_err());
    }

    #[test]
    fn a_level_is_never_crossed(
        principal in principals(), permission in permissions(), resource in resources(),
    ) {
        let inside = decide(&principal, permission, &resource, NOW).is_ok();
        let outside = decide_installation(&principal, permission, NOW).is_ok();
        prop_assert!(!(inside && outside));
    }
}

#[test]
fn nobody_owns_what_has_no_owner() {
    let job = Principal::System { job: "x" };
    let resource = Resource::owned(hearken_model::OrgId(1), None);
    let answer = decide(&job, hearken_authz::Permission::EditTopics, &resource, NOW);
    assert_eq!(answer, Err(Denied::Forbidden));
}
