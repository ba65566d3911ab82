//! Places: who may enter, what goes with a place, how many there are, who sets them.

use crate::support::{World, pairs, problems};
use hearken_app::{
    Caller, Code, analytics, groups,
    licences::{self, Ask, Assign, SetUnits},
    organizations, tokens, users,
};
use hearken_authz::MembershipState;
use hearken_model::{ConfigurationRole, LicenceType, OrganizationRole, Plan, PublicId, RolePair};

fn id(caller: &Caller) -> PublicId {
    caller.person().expect("a person").public_id
}

fn full(user: PublicId) -> Assign {
    Assign {
        user,
        kind: LicenceType::Full,
        usage_location: String::new(),
    }
}

async fn set(world: &World, quantity: u32) -> Result<(), Code> {
    let input = SetUnits {
        slug: "contoso".to_owned(),
        plan: Plan::FullSeats,
        quantity,
    };
    let done = licences::set_units(&world.app, &Caller::command_line(), input).await;
    done.map(drop).map_err(|error| error.code)
}

#[tokio::test]
async fn without_a_licence_the_solution_is_closed() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Administrator)
        .await;
    let token = tokens::create(
        &world.app,
        &dana,
        tokens::NewToken {
            name: "Script".to_owned(),
            ..tokens::NewToken::default()
        },
    )
    .await
    .expect("made");
    let ahead = licences::look_ahead(&world.app, &admin, id(&dana)).await;
    let ahead = ahead.expect("looked ahead");
    let told: Vec<_> = ahead.goes.iter().map(|l| (l.what, l.count)).collect();
    assert_eq!(told, [("tokens", 1)]);
    let row = licences::remove(&world.app, &admin, id(&dana)).await;
    assert_eq!(row.expect("removed").licence, None);
    let refused = organizations::enter(&world.app, &dana, "contoso").await;
    assert_eq!(refused.expect_err("refused").code, Code::LicenceRequired);
    let refused = tokens::resume(&world.app, token.token.expose()).await;
    assert_eq!(refused.expect_err("ended").code, Code::NotSignedIn);
    // Given again, Dana begins as everybody does (ADM-03).
    let row = licences::assign(&world.app, &admin, full(id(&dana))).await;
    let row = row.expect("assigned");
    assert_eq!(
        (
            row.state,
            row.roles,
            row.usage_location.map(|c| c.to_string())
        ),
        (
            MembershipState::New,
            RolePair::default(),
            Some("DE".to_owned())
        )
    );
    assert!(
        organizations::enter(&world.app, &dana, "contoso")
            .await
            .is_ok()
    );
    assert_eq!(world.last_deed("contoso").await, "licence.assigned");
}

#[tokio::test]
async fn a_global_administrator_without_licence_comes_for_the_organization_alone() {
    let (world, admin, _) = World::two().await;
    let second = world
        .person(&admin, "Second", ConfigurationRole::Administrator)
        .await;
    licences::remove(&world.app, &admin, id(&admin))
        .await
        .expect("removed");
    let admin = world.sign_in("admin@contoso.example", "contoso").await;
    assert!(admin.lacks_licence());
    let refused = analytics::open(&world.app, &admin, &[]).await;
    assert_eq!(refused.expect_err("refused").code, Code::LicenceRequired);
    licences::assign(&world.app, &admin, full(id(&admin)))
        .await
        .expect("assigned");
    // The last administrator with a place keeps it (ADM-22); the first one is none any more.
    let refused = licences::remove(&world.app, &admin, id(&second)).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    let refused = users::delete(&world.app, &admin, id(&second)).await;
    assert_eq!(refused.expect_err("refused").code, Code::LastAdministrator);
    let refused = users::delete(&world.app, &admin, id(&admin)).await;
    assert_eq!(
        refused.expect_err("the last global one").code,
        Code::LastAdministrator
    );
}

#[tokio::test]
async fn nobody_gets_a_place_that_is_not_there() {
    let (world, admin, _) = World::two().await;
    set(&world, 2).await.expect("set");
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Analyst)
        .await;
    let new = users::NewUser {
        name: "Eve".to_owned(),
        email: "eve@people.example".to_owned(),
        ..users::NewUser::default()
    };
    let refused = users::create(&world.app, &admin, new.clone()).await;
    assert_eq!(refused.expect_err("full").code, Code::NoSeatsLeft);
    let without = users::NewUser {
        licence: None,
        ..new
    };
    let eve = users::create(&world.app, &admin, without).await;
    let eve = eve.expect("without a place").user.id;
    let refused = licences::assign(&world.app, &admin, full(eve)).await;
    assert_eq!(refused.expect_err("full").code, Code::NoSeatsLeft);
    assert_eq!(set(&world, 1).await, Err(Code::SeatsInUse));
    // A place that is taken away is free at once (ADM-33).
    licences::remove(&world.app, &admin, id(&dana))
        .await
        .expect("removed");
    licences::assign(&world.app, &admin, full(eve))
        .await
        .expect("free");
    let overview = licences::overview(&world.app, &admin).await;
    let overview = overview.expect("looked");
    let seats = overview.seats[0];
    assert_eq!((seats.total, seats.used, seats.left()), (2, 2, 0));
}

#[tokio::test]
async fn two_who_demote_each_other_leave_one_administrator() {
    let (world, admin, _) = World::two().await;
    let change = users::ChangeRoles {
        users: vec![id(&world
            .person(&admin, "Bea", ConfigurationRole::Analyst)
            .await)],
        roles: RolePair {
            configuration: ConfigurationRole::Administrator,
            ..RolePair::default()
        },
        organization_role: Some(OrganizationRole::GlobalAdministrator),
    };
    users::change_roles(&world.app, &admin, change)
        .await
        .expect("raised");
    let bea = world.sign_in("bea@people.example", "contoso").await;
    let (first, second) = tokio::join!(
        users::set_access(&world.app, &admin, vec![id(&bea)], false),
        users::set_access(&world.app, &bea, vec![id(&admin)], false),
    );
    let refused: Vec<Code> = [first, second]
        .into_iter()
        .filter_map(|done| done.err().map(|error| error.code))
        .collect();
    assert_eq!(refused, [Code::LastAdministrator]);
}

#[tokio::test]
async fn what_is_asked_for_counts_once_the_operator_confirms() {
    let (world, admin, other) = World::two().await;
    let ask = |plan, quantity| Ask { plan, quantity };
    let few = licences::ask(&world.app, &admin, ask(Plan::Posts10k, 9)).await;
    assert_eq!(
        problems(few.expect_err("sold by ten")),
        pairs(&[("quantity", "too_few")])
    );
    let made = licences::ask(&world.app, &admin, ask(Plan::Posts10k, 10)).await;
    let made = made.expect("asked").id;
    let posts = async || {
        let overview = licences::overview(&world.app, &admin).await;
        overview.expect("looked").monthly_posts
    };
    assert_eq!(posts().await, 0);
    let refused = licences::confirm(&world.app, &other, "contoso", made, true).await;
    assert_eq!(refused.expect_err("no operator").code, Code::NotFound);
    let operator = world.resume("admin@contoso.example").await;
    licences::confirm(&world.app, &operator, "contoso", made, true)
        .await
        .expect("confirmed");
    assert_eq!(posts().await, 100_000);
    let again = licences::confirm(&world.app, &operator, "contoso", made, false).await;
    assert_eq!(again.expect_err("settled").code, Code::NotFound);
    let sold = licences::sold(&world.app, &operator).await.expect("sold");
    let names: Vec<_> = sold.iter().map(|s| s.organization.name.as_str()).collect();
    assert_eq!(names, ["Contoso", "Fabrikam"]);
    assert_eq!((sold[0].used, sold[0].units(LicenceType::Full)), (1, 1_000));
}

#[tokio::test]
async fn deleted_people_are_out_and_their_work_stays() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::PowerAnalyst)
        .await;
    let team = groups::SaveGroup {
        name: "Team".to_owned(),
        members: vec![id(&dana), id(&admin)],
        ..groups::SaveGroup::default()
    };
    let team = groups::save(&world.app, &admin, team).await.expect("made");
    assert_eq!(team.members.len(), 2);
    users::delete(&world.app, &admin, id(&dana))
        .await
        .expect("deleted");
    let refused = organizations::enter(&world.app, &dana, "contoso").await;
    assert_eq!(refused.expect_err("out").code, Code::NotFound);
    let team = groups::get(&world.app, &admin, team.row.id).await;
    assert_eq!(team.expect("there").members.len(), 1);
    let gone = users::get(&world.app, &admin, id(&dana)).await;
    assert_eq!(gone.expect_err("gone").code, Code::NotFound);
    let again = users::NewUser {
        email: "dana@people.example".to_owned(),
        ..users::NewUser::default()
    };
    let again = users::create(&world.app, &admin, again).await;
    assert_eq!(again.expect("back").user.id, id(&dana), "still known");
}

#[tokio::test]
async fn the_declaration_opens_an_organization() {
    let world = World::with(|limits| limits.declaration = true).await;
    let first = crate::support::organization("Contoso", "DE", "admin@contoso.example");
    hearken_app::setup::create_installation(&world.app, first)
        .await
        .expect("founded");
    let admin = world.resume("admin@contoso.example").await;
    let closed = organizations::enter(&world.app, &admin, "contoso").await;
    assert_eq!(closed.expect_err("closed").code, Code::DeclarationRequired);
    let (_, may) = organizations::who_declares(&world.app, &admin, "contoso")
        .await
        .expect("waits");
    assert!(may);
    organizations::declare(&world.app, &admin, "contoso")
        .await
        .expect("declared");
    assert!(
        organizations::enter(&world.app, &admin, "contoso")
            .await
            .is_ok()
    );
    let settled = organizations::who_declares(&world.app, &admin, "contoso").await;
    assert_eq!(settled.expect_err("nothing waits").code, Code::NotFound);
}
