//! What a delegated admin may do, and for how long a session lasts.

use super::*;
use hearken_app::style::TypedStyle;
use hearken_model::{ChartFormat, Clock, DefaultFrame, PageStyle, Preferences, Theme};

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

/// DEL-59, GLO-30: who acts begins as the customer has it, or as they chose for that customer; figures
/// stand as at home where nothing was chosen.
#[tokio::test]
async fn preferences_are_of_a_person_and_a_customer() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let chosen = |time_frame: &str, charts: &str| users::MyChoices {
        time_frame: time_frame.to_owned(),
        charts: charts.to_owned(),
        ..users::MyChoices::default()
    };
    let home = pair.session(ADMIN).await;
    let at_home = pair.at_home(&home).await;
    let saved = users::set_choices(app, &at_home, chosen("today", "table")).await;
    saved.expect("saved");
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let likes = |time_frame, charts| Preferences {
        time_frame,
        charts,
        style: PageStyle::default(),
    };
    let table = Some(ChartFormat::Table);
    assert_eq!(inside.preferences(), likes(None, table));
    let defaults = users::defaults(app, &inside).await.expect("defaults");
    assert_eq!(defaults, likes(Some(DefaultFrame::LastMonth), table));

    let saved = users::set_choices(app, &inside, chosen("week", "chart")).await;
    saved.expect("saved");
    let inside = pair.inside(&token).await.expect("inside");
    let there = likes(Some(DefaultFrame::LastWeek), Some(ChartFormat::Chart));
    assert_eq!(inside.preferences(), there);
    let at_home = pair.at_home(&pair.session(ADMIN).await).await;
    let own = likes(Some(DefaultFrame::Today), table);
    assert_eq!(at_home.preferences(), own);
}

/// DEL-59: how pages look and write is the customer's, or what was chosen for that customer; what
/// somebody likes at home stays there.
#[tokio::test]
async fn style_is_the_customers() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let liking = |theme: &str| users::MyChoices {
        style: TypedStyle {
            theme: theme.to_owned(),
            ..TypedStyle::default()
        },
        ..users::MyChoices::default()
    };
    let at_home = pair.at_home(&pair.session(ADMIN).await).await;
    let saved = users::set_choices(app, &at_home, liking("light")).await;
    saved.expect("saved");
    let general = settings::General {
        name: "Contoso".to_owned(),
        time_frame: "month".to_owned(),
        style: TypedStyle {
            clock: "12".to_owned(),
            ..liking("dark").style
        },
        ..settings::General::default()
    };
    let saved = settings::set_general(app, &pair.customer, general).await;
    saved.expect("saved");
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    assert_eq!(inside.style().theme, Some(Theme::Dark));
    let saved = users::set_choices(app, &inside, liking("auto")).await;
    saved.expect("saved");
    let style = pair.inside(&token).await.expect("inside").style();
    assert_eq!(
        (style.theme, style.clock),
        (Some(Theme::Auto), Some(Clock::Hours12))
    );
    let at_home = pair.at_home(&pair.session(ADMIN).await).await;
    assert_eq!(at_home.style().theme, Some(Theme::Light));
}
