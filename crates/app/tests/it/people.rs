//! Users, roles, access, passwords, tokens.

use crate::support::{PASSWORD, World, pairs, problems};
use hearken_app::{Code, Secret, organizations, session, tokens, users};
use hearken_authz::MembershipState;
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, RolePair};

fn roles(configuration: ConfigurationRole) -> RolePair {
    RolePair {
        configuration,
        interaction: InteractionRole::Manager,
    }
}

#[tokio::test]
async fn users_are_made_listed_and_found() {
    let (world, admin, _) = World::two().await;
    let input = users::NewUser {
        name: "Dana Demo".to_owned(),
        email: "Dana@Demo.example".to_owned(),
        ..users::NewUser::default()
    };
    let made = users::create(&world.app, &admin, input.clone())
        .await
        .expect("made");
    assert_eq!(made.user.roles, RolePair::default(), "ADM-03");
    assert_eq!(made.user.state, MembershipState::New);
    assert!(made.password.is_some());
    let again = users::create(&world.app, &admin, input)
        .await
        .expect_err("known");
    assert_eq!(problems(again), pairs(&[("email", "duplicate")]));
    let bad = users::create(&world.app, &admin, users::NewUser::default()).await;
    let bad = bad.expect_err("empty");
    assert_eq!(
        problems(bad),
        pairs(&[("email", "required"), ("name", "required")])
    );

    let find = async |filter: users::UserFilter| -> Vec<String> {
        let rows = users::list(&world.app, &admin, filter)
            .await
            .expect("listed");
        rows.into_iter().map(|row| row.name).collect()
    };
    let all = find(users::UserFilter::default()).await;
    assert_eq!(all, ["admin", "Dana Demo"]);
    for (filter, expect) in [
        (
            users::UserFilter {
                search: "DANA".into(),
                ..Default::default()
            },
            vec!["Dana Demo"],
        ),
        (
            users::UserFilter {
                search: "contoso".into(),
                ..Default::default()
            },
            vec!["admin"],
        ),
        (
            users::UserFilter {
                configuration: Some(ConfigurationRole::Administrator),
                ..Default::default()
            },
            vec!["admin"],
        ),
        (
            users::UserFilter {
                states: vec![MembershipState::New],
                ..Default::default()
            },
            vec!["Dana Demo"],
        ),
        (
            users::UserFilter {
                states: vec![MembershipState::Withdrawn],
                ..Default::default()
            },
            vec![],
        ),
    ] {
        assert_eq!(find(filter.clone()).await, expect, "{filter:?}");
    }
    assert_eq!(world.last_deed("contoso").await, "user.created");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let (world, admin, _) = World::two().await;
    let me = admin.person().expect("a person").public_id;
    let demote = |users| users::ChangeRoles {
        users,
        roles: roles(ConfigurationRole::Analyst),
        organization_role: None,
    };
    let refused = users::change_roles(&world.app, &admin, demote(vec![me])).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    let refused = users::set_access(&world.app, &admin, vec![me], false).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    // A second administrator does not make the last global administrator dispensable.
    let second = world
        .person(&admin, "Second", ConfigurationRole::Administrator)
        .await;
    let refused = users::set_access(&world.app, &second, vec![me], false).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    let change = users::ChangeRoles {
        users: vec![second.person().expect("a person").public_id],
        roles: roles(ConfigurationRole::Administrator),
        organization_role: Some(OrganizationRole::GlobalAdministrator),
    };
    users::change_roles(&world.app, &admin, change)
        .await
        .expect("changed");
    let left = users::change_roles(&world.app, &admin, demote(vec![me]))
        .await
        .expect("demoted");
    assert_eq!(left[0].roles.configuration, ConfigurationRole::Analyst);
    // Nothing of a refused change is kept, nor of one that names an unknown user.
    let second_id = second.person().expect("a person").public_id;
    let admin = world.sign_in("second@people.example", "contoso").await;
    let refused = users::change_roles(&world.app, &admin, demote(vec![me, second_id])).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    let unknown = hearken_model::PublicId(99);
    let refused = users::change_roles(&world.app, &admin, demote(vec![me, unknown])).await;
    assert_eq!(refused.expect_err("refused").code, Code::NotFound);
}

#[tokio::test]
async fn withdrawn_access_bites_at_the_next_request() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::PowerAnalyst)
        .await;
    let id = dana.person().expect("a person").public_id;
    users::set_access(&world.app, &admin, vec![id], false)
        .await
        .expect("withdrawn");
    let refused = organizations::enter(&world.app, &dana, "contoso")
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::AccessSuspended);
    // Changing the roles of a withdrawn user does not let them in.
    let change = users::ChangeRoles {
        users: vec![id],
        roles: roles(ConfigurationRole::Analyst),
        organization_role: None,
    };
    let rows = users::change_roles(&world.app, &admin, change)
        .await
        .expect("changed");
    assert_eq!(rows[0].state, MembershipState::Withdrawn);
    users::set_access(&world.app, &admin, vec![id], true)
        .await
        .expect("given");
    let inside = organizations::enter(&world.app, &dana, "contoso")
        .await
        .expect("inside");
    assert!(
        !inside.may(hearken_authz::Permission::EditTopics),
        "an analyst now"
    );
    assert_eq!(world.last_deed("contoso").await, "user.access_given");
}

#[tokio::test]
async fn passwords_are_changed_and_reset() {
    let (world, admin, other) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Analyst)
        .await;
    let change = |current: &str, new: &str| session::ChangePassword {
        current: Secret::new(current),
        new: Secret::new(new),
        keep: None,
    };
    let wrong = session::change_password(&world.app, &dana, change("wrong", "short")).await;
    assert_eq!(
        problems(wrong.expect_err("refused")),
        pairs(&[("current", "wrong_password"), ("new", "too_short")])
    );
    let same = session::change_password(&world.app, &dana, change(PASSWORD, PASSWORD)).await;
    assert_eq!(
        problems(same.expect_err("refused")),
        pairs(&[("new", "unchanged")])
    );

    let id = dana.person().expect("a person").public_id;
    let session = world.resume("dana@people.example").await;
    let once = users::reset_password(&world.app, &admin, id)
        .await
        .expect("reset");
    let input = session::SignIn {
        email: "dana@people.example".to_owned(),
        password: once,
        origin: session::Origin::default(),
    };
    let signed = session::sign_in(&world.app, input)
        .await
        .expect("signed in");
    assert!(signed.caller.must_change_password());
    assert!(!session.must_change_password());

    // A password that opens another organization too is not this one's to give.
    let input = users::NewUser {
        email: "dana@people.example".to_owned(),
        ..users::NewUser::default()
    };
    let made = users::create(&world.app, &other, input)
        .await
        .expect("a known person");
    assert!(made.password.is_none());
    assert_eq!(made.user.name, "Dana");
    let refused = users::reset_password(&world.app, &other, id)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::Forbidden);
    let operator = admin.person().expect("a person").public_id;
    let refused = users::reset_password(&world.app, &admin, operator)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::Forbidden);
}

#[tokio::test]
async fn tokens_act_as_their_person_in_one_organization() {
    let (world, admin, other) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Analyst)
        .await;
    let input = || tokens::NewToken {
        name: "Script".to_owned(),
        ..tokens::NewToken::default()
    };
    let made = tokens::create(&world.app, &dana, input())
        .await
        .expect("made");
    tokens::create(&world.app, &admin, input())
        .await
        .expect("made");
    let count = async |caller| {
        tokens::list(&world.app, caller)
            .await
            .expect("listed")
            .len()
    };
    assert_eq!(count(&dana).await, 1, "one's own");
    assert_eq!(count(&admin).await, 2, "all");
    assert_eq!(count(&other).await, 0, "nobody else's");

    // Dana joins the other organization; the token stays where it is.
    let join = users::NewUser {
        email: "dana@people.example".to_owned(),
        ..users::NewUser::default()
    };
    users::create(&world.app, &other, join)
        .await
        .expect("joined");
    let caller = tokens::resume(&world.app, made.token.expose())
        .await
        .expect("known");
    assert!(
        organizations::enter(&world.app, &caller, "contoso")
            .await
            .is_ok()
    );
    let refused = organizations::enter(&world.app, &caller, "fabrikam").await;
    assert_eq!(refused.expect_err("refused").code, Code::NotFound);
    assert_eq!(
        organizations::list_mine(&world.app, &caller)
            .await
            .expect("listed")
            .len(),
        1
    );

    // Nobody revokes what is not theirs, administrators all.
    let admins = tokens::list(&world.app, &admin).await.expect("listed");
    let admins = admins
        .iter()
        .find(|t| t.user_name == "admin")
        .expect("the admin's")
        .id;
    let refused = tokens::revoke(&world.app, &dana, admins)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::Forbidden);
    let refused = tokens::revoke(&world.app, &other, made.row.id)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, Code::NotFound);
    tokens::revoke(&world.app, &admin, made.row.id)
        .await
        .expect("revoked");
    let ended = tokens::resume(&world.app, made.token.expose())
        .await
        .expect_err("revoked");
    assert_eq!(ended.code, Code::NotSignedIn);
    for bad in ["", "hkn_", "hkn_00", "Bearer x"] {
        assert!(tokens::resume(&world.app, bad).await.is_err(), "{bad}");
    }
}
