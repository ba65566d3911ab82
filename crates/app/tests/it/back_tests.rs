//! Back-tests: counts by clause, the sample of what passed by, whose they are, and giving them up.

use crate::{support::World, topics::keywords};
use hearken_app::{
    Caller, Code,
    ports::Passed,
    topics::{
        self,
        back_test::{self, BackTestView},
    },
};
use hearken_model::{
    ConfigurationRole, KeywordsRule, Post, PublicId, Source, Timestamp,
    time::{DAY, HOUR, MINUTE},
};
use std::{sync::Arc, time::Duration};

fn rule(keywords: &[&str], exclusions: &[&str]) -> KeywordsRule {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    KeywordsRule {
        keywords: words(keywords),
        exclusions: words(exclusions),
        ..KeywordsRule::default()
    }
}

fn post(n: i64, text: &str, at: Timestamp) -> Post {
    Post::new(Source::BLUESKY, format!("p{n}"), text, at)
}

/// Forty posts of Contoso's over ten days; every fourth is an offer.
async fn filled(world: &World, admin: &Caller) {
    let rules = vec![keywords(&["contoso"])];
    topics::save(
        &world.app,
        admin,
        crate::topics::topic("Contoso", "Brands", rules),
    )
    .await
    .expect("made");
    let posts = (0..40).map(|n| {
        let text = match n % 4 {
            0 => "contoso kettle, special offers",
            _ => "my contoso kettle sings",
        };
        post(n, text, world.app.now().plus(-n * DAY / 4))
    });
    world.record("contoso", posts.collect()).await;
}

async fn ended(world: &World, caller: &Caller, id: PublicId) -> BackTestView {
    for _ in 0..2_000 {
        let view = back_test::get(&world.app, caller, id).await.expect("there");
        if view.state != "running" {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never ends");
}

#[tokio::test]
async fn a_rule_is_tried_by_clause_and_day() {
    let (world, admin, _) = World::two().await;
    filled(&world, &admin).await;
    let tried = rule(&["contoso kettle", "nothing"], &["offers", "sings loudly"]);
    let id = back_test::start(&world.app, &admin, tried)
        .await
        .expect("begun");
    let view = ended(&world, &admin, id).await;
    assert_eq!((view.state, view.looked_at, view.total), ("done", 40, 40));
    let found = view.stored.expect("stored posts");
    let report = &found.report;
    assert_eq!((report.looked_at, report.met, report.hits), (40, 40, 30));
    let counts = |list: &[back_test::Count]| -> Vec<(String, u64)> {
        list.iter().map(|c| (c.entry.clone(), c.posts)).collect()
    };
    assert_eq!(
        counts(&report.keywords),
        [("contoso kettle".to_owned(), 40), ("nothing".to_owned(), 0)]
    );
    assert_eq!(counts(&report.exclusions)[0], ("offers".to_owned(), 10));
    let warned: Vec<_> = report
        .warnings
        .iter()
        .map(|w| (w.code.as_ref(), w.entry.as_deref()))
        .collect();
    assert_eq!(
        warned,
        [
            ("backtest_never", Some("nothing")),
            ("backtest_never", Some("sings loudly"))
        ]
    );
    assert_eq!(report.days.iter().map(|day| day.1).sum::<u64>(), 30);
    let month = report.month.expect("ten days tell a month");
    assert!(month.low <= month.likely && month.likely <= month.high);
    assert_eq!(found.examples.len(), 10);
    let first = &found.examples[0];
    assert!(first.card.id.is_some() && !first.matched.is_empty());
    assert!(found.examples.is_sorted_by_key(|e| -e.card.published_at.0));
    assert_eq!(view.passed, None, "no sample here");
}

#[tokio::test]
async fn what_passed_by_counts_apart() {
    let (world, admin, _) = World::two().await;
    let now = world.app.now();
    let posts = (0..50).map(|n| {
        let text = if n % 5 == 0 {
            "a zephyr passes"
        } else {
            "else"
        };
        Arc::new(post(n, text, now.plus(-MINUTE)))
    });
    let sample = Passed {
        source: Source::BLUESKY,
        posts: posts.collect(),
        passed: 1_000,
        since: now.plus(-HOUR),
    };
    *world.network.passed.lock().expect("whole") = vec![sample];
    let id = back_test::start(&world.app, &admin, rule(&["zephyr"], &[]))
        .await
        .expect("begun");
    let view = ended(&world, &admin, id).await;
    assert_eq!(view.stored.expect("nothing stored").report.looked_at, 0);
    let passed = view.passed.expect("a sample");
    assert_eq!((passed.report.hits, passed.examples.len()), (10, 10));
    assert_eq!(passed.examples[0].card.id, None, "they are not stored");
    let share = &view.sources[0];
    assert_eq!((share.hits, share.looked_at, share.passed), (10, 50, 1_000));
    // A fifth of a thousand an hour.
    assert_eq!(share.a_day, Some(4_800.0));
}

#[tokio::test]
async fn a_back_test_is_its_persons_alone_and_goes() {
    let (world, admin, other) = World::two().await;
    filled(&world, &admin).await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::Administrator)
        .await;
    let analyst = world
        .person(&admin, "Ann", ConfigurationRole::Analyst)
        .await;
    let begin = |caller: &Caller| {
        let (app, caller) = (&world.app, caller.clone());
        async move { back_test::start(app, &caller, rule(&["contoso"], &[])).await }
    };
    let code = |done: hearken_app::Result<PublicId>| done.map_err(|error| error.code).err();
    assert_eq!(code(begin(&analyst).await), Some(Code::Forbidden));
    let empty = back_test::start(&world.app, &admin, rule(&[], &[])).await;
    assert_eq!(code(empty), Some(Code::Invalid));
    let id = begin(&admin).await.expect("begun");
    for stranger in [&dana, &other] {
        let seen = back_test::get(&world.app, stranger, id).await;
        assert_eq!(seen.map_err(|e| e.code).err(), Some(Code::NotFound));
        let stopped = back_test::cancel(&world.app, stranger, id);
        assert_eq!(stopped.map_err(|e| e.code), Err(Code::NotFound));
    }
    back_test::cancel(&world.app, &admin, id).expect("stopped");
    let view = ended(&world, &admin, id).await;
    assert_eq!(view.state, "cancelled");
    assert!(view.looked_at <= 40 && view.stored.is_some());
    // Another one takes its place.
    let second = begin(&admin).await.expect("begun");
    let gone = back_test::get(&world.app, &admin, id).await;
    assert_eq!(gone.map_err(|e| e.code).err(), Some(Code::NotFound));
    assert_eq!(ended(&world, &admin, second).await.state, "done");
    // After half an hour the next one sweeps it.
    world.clock.step(31 * MINUTE);
    let third = begin(&dana).await.expect("begun");
    let gone = back_test::get(&world.app, &admin, second).await;
    assert_eq!(gone.map_err(|e| e.code).err(), Some(Code::NotFound));
    assert_eq!(ended(&world, &dana, third).await.state, "done");
}
