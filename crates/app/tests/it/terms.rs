//! The end of a subscription: a month to look, closed, half a year later deleted (TRI-09, RET-06), for
//! the organization's own people and for partners (DEL-90).

use crate::{
    support::{World, pairs},
    topics::{keywords, topic},
};
use hearken_app::{
    Caller, Code, analytics, categories, jobs,
    licences::{self, Close, SetUnits},
    organizations,
    topics::{self, TopicFilter},
};
use hearken_model::{ConfigurationRole, Plan, Stage, Standing, time::DAY};

fn named(name: &str) -> Close {
    Close {
        name: name.to_owned(),
    }
}

async fn standing(world: &World) -> Standing {
    let all = world.store.list_terms(&world.install).await.expect("read");
    all.first().expect("contoso").standing
}

async fn set(world: &World, quantity: u32) {
    let input = SetUnits {
        slug: "contoso".to_owned(),
        plan: Plan::FullSeats,
        quantity,
    };
    licences::set_units(&world.app, &Caller::command_line(), input)
        .await
        .expect("set");
}

async fn after(world: &World, days: i64) -> Standing {
    world.clock.step(days * DAY);
    jobs::sweep(&world.app).await.expect("swept");
    standing(world).await
}

async fn may_look_and_change(world: &World, who: &Caller) -> (Result<(), Code>, Result<(), Code>) {
    let look = topics::list(&world.app, who, TopicFilter::default()).await;
    let name = format!("Category {}", world.app.now().0);
    let change = categories::create(&world.app, who, &name).await;
    (
        look.map(drop).map_err(|error| error.code),
        change.map(drop).map_err(|error| error.code),
    )
}

#[tokio::test]
async fn who_closes_can_look_for_a_month_and_come_back_for_five_more() {
    let (world, admin, _) = World::two().await;
    let typo = licences::close(&world.app, &admin, named("Kontoso")).await;
    assert_eq!(typo.expect_err("refused").code, Code::Invalid);
    assert_eq!(may_look_and_change(&world, &admin).await, (Ok(()), Ok(())));
    licences::close(&world.app, &admin, named(" contoso "))
        .await
        .expect("closed");
    assert_eq!(world.last_deed("contoso").await, "solution.changed");
    assert_eq!(standing(&world).await, Standing::ReadOnly);
    let admin = world.sign_in("admin@contoso.example", "contoso").await;
    assert_eq!(
        may_look_and_change(&world, &admin).await,
        (Ok(()), Err(Code::SolutionReadOnly))
    );
    assert_eq!(after(&world, 30).await, Standing::Closed);
    let admin = world.sign_in("admin@contoso.example", "contoso").await;
    let closed = Err(Code::SolutionClosed);
    assert_eq!(may_look_and_change(&world, &admin).await, (closed, closed));
    let refused = analytics::open(&world.app, &admin, &pairs(&[])).await;
    assert_eq!(refused.expect_err("closed").code, Code::SolutionClosed);
    // What they have, and how to get it again, can be seen still.
    let overview = licences::overview(&world.app, &admin).await.expect("seen");
    assert_eq!(overview.term.stage(world.app.now()), Stage::Closed);
    set(&world, 5).await;
    let admin = world.sign_in("admin@contoso.example", "contoso").await;
    assert_eq!(may_look_and_change(&world, &admin).await, (Ok(()), Ok(())));
    assert_eq!(after(&world, 0).await, Standing::Running);
}

#[tokio::test]
async fn colleagues_without_a_role_towards_the_organization_are_told_at_the_door() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Administrator)
        .await;
    licences::end(&world.app, &Caller::command_line(), "contoso")
        .await
        .expect("ended");
    let inside = organizations::enter(&world.app, &dana, "contoso").await;
    assert!(inside.is_ok(), "a month to look");
    world.clock.step(30 * DAY);
    let refused = organizations::enter(&world.app, &dana, "contoso").await;
    assert_eq!(refused.expect_err("closed").code, Code::SolutionClosed);
}

#[tokio::test]
async fn what_was_kept_long_enough_is_deleted_after_it_was_told() {
    let (world, admin, other) = World::two().await;
    let rules = vec![keywords(&["kettle"])];
    topics::save(&world.app, &admin, topic("Kettles", "Things", rules))
        .await
        .expect("made");
    licences::close(&world.app, &admin, named("Contoso"))
        .await
        .expect("closed");
    // However late the sweep comes, nobody's posts go without a notice.
    assert_eq!(after(&world, 400).await, Standing::DeletionSoon);
    assert_eq!(after(&world, 13).await, Standing::DeletionSoon);
    let still = world.store.list_terms(&world.install).await.expect("read");
    assert!(!still[0].is_empty);
    assert_eq!(after(&world, 1).await, Standing::Deleted);
    let gone = world.store.list_terms(&world.install).await.expect("read");
    assert!(gone[0].is_empty && !gone[1].is_empty);
    let rules = world.store.list_all_rules(&world.install).await;
    assert!(rules.expect("read").is_empty());
    let refused = organizations::enter(&world.app, &admin, "contoso").await;
    assert_eq!(refused.expect_err("gone").code, Code::NotFound);
    // Subscribing brings back nothing, and the neighbour is untouched.
    assert_eq!(after(&world, 1).await, Standing::Deleted);
    let other = organizations::enter(&world.app, &other, "fabrikam").await;
    assert!(
        topics::list(&world.app, &other.expect("in"), TopicFilter::default())
            .await
            .is_ok()
    );
}
