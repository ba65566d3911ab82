//! What a delegated admin may do, and for how long a session lasts.

use super::*;

/// 1.14 scenario 13, DEL-46, DEL-47, A10, A13: what stays with the customer's own people.
#[tokio::test]
async fn a_delegated_admin_makes_no_global_administrators_and_unseats_nobody() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let me = pair.customer.person().expect("a person").public_id;
    let lower = |organization_role| ChangeRoles {
        users: vec![me],
        roles: RolePair {
            configuration: ConfigurationRole::Analyst,
            interaction: InteractionRole::Reader,
        },
        organization_role,
    };
    let demoted = users::change_roles(app, &inside, lower(None)).await;
    assert_eq!(
        demoted.map_err(|e| e.code).err(),
        Some(Code::NeverDelegable)
    );
    let withdrawn = users::set_access(app, &inside, vec![me], false).await;
    assert_eq!(
        withdrawn.map_err(|e| e.code).err(),
        Some(Code::NeverDelegable)
    );
    let taken = users::reset_password(app, &inside, me).await;
    assert_eq!(taken.map_err(|e| e.code).err(), Some(Code::NeverDelegable));
    let unseated = users::change_roles(app, &inside, lower(Some(OrganizationRole::None))).await;
    assert_eq!(
        unseated.map_err(|e| e.code).err(),
        Some(Code::NeverDelegable)
    );
    let raised = users::NewUser {
        name: "Friend".to_owned(),
        email: "friend@contoso.example".to_owned(),
        organization_role: Some(OrganizationRole::GlobalAdministrator),
        ..users::NewUser::default()
    };
    let raised = users::create(app, &inside, raised).await;
    assert_eq!(raised.map_err(|e| e.code).err(), Some(Code::NeverDelegable));
    // Nor may it touch how it came in (DEL-45, DEL-84).
    for what in [
        OurSide::End,
        OurSide::Extend { days: None },
        OurSide::Hold,
        OurSide::Lift,
    ] {
        let done = delegation::change_partner(app, &inside, id, what).await;
        assert_eq!(done.map_err(|e| e.code).err(), Some(Code::NeverDelegable));
    }
    assert!(delegation::customers(app, &inside).await.is_err());
    let rows = delegation::partners(app, &inside)
        .await
        .expect("the own row");
    assert_eq!(rows.len(), 1);
}

/// DEL-65, A26: a fresh second factor, idle and absolute ends of acting.
#[tokio::test]
async fn acting_needs_a_fresh_second_factor_and_ends_by_itself() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let input = session::SignIn {
        email: ADMIN.to_owned(),
        password: Secret::new(PASSWORD),
        origin: session::Origin::default(),
    };
    let without = session::sign_in(app, input).await.expect("in").token;
    let caller = pair.at_home(&without).await;
    let entered = delegation::enter_customer(app, &caller, &without, id).await;
    assert_eq!(
        entered.map_err(|e| e.code).err(),
        Some(Code::StepUpRequired)
    );
    let token = pair.enter(ADMIN, id).await.expect("entered");
    pair.world.clock.step(59 * MINUTE);
    pair.inside(&token).await.expect("not idle");
    pair.world.clock.step(60 * MINUTE);
    assert_eq!(
        pair.inside(&token).await.err(),
        Some(Code::DelegationEnded),
        "idle"
    );
    assert_eq!(
        pair.inside(&token).await.err(),
        Some(Code::DelegationEnded),
        "asking wakes nothing up"
    );
    let token = pair.enter(ADMIN, id).await.expect("again");
    for _ in 0..4 {
        pair.world.clock.step(59 * MINUTE);
        pair.inside(&token).await.expect("in use");
    }
    pair.world.clock.step(HOUR);
    assert!(pair.inside(&token).await.is_err());
}

/// DEL-07: limited administration sees the users and nothing else.
#[tokio::test]
async fn limited_administration_helps_people_in() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    pair.ours(
        id,
        OurSide::Narrow {
            level: DelegationLevel::Limited,
            days: None,
        },
    )
    .await
    .expect("less");
    let again = pair
        .ours(
            id,
            OurSide::Narrow {
                level: DelegationLevel::Full,
                days: None,
            },
        )
        .await;
    assert_eq!(
        again,
        Err(Code::CannotWiden),
        "more again needs a new offer"
    );
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    assert!(
        users::list(app, &inside, UserFilter::default())
            .await
            .is_ok()
    );
    assert_eq!(
        topics::list(app, &inside, topics::TopicFilter::default())
            .await
            .map_err(|e| e.code)
            .err(),
        Some(Code::Forbidden)
    );
    let new = users::NewUser {
        name: "A".into(),
        email: "a@b.example".into(),
        ..users::NewUser::default()
    };
    assert_eq!(
        users::create(app, &inside, new)
            .await
            .map_err(|e| e.code)
            .err(),
        Some(Code::Forbidden)
    );
}
