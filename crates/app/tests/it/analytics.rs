//! The figures of a small, known set of posts.

use crate::{
    support::{World, post},
    topics::{keywords, topic},
};
use hearken_app::{
    Caller, analytics,
    analytics::{Direction, Figures, Part},
    posts, report, topics,
};
use hearken_model::{TimeFrame, dataset::FilterKey};

async fn world() -> (World, Caller, Caller) {
    let (world, admin, other) = World::two().await;
    for (name, category, word) in [("Phones", "Brands", "phone"), ("Doors", "Things", "door")] {
        let input = topic(name, category, vec![keywords(&[word])]);
        topics::save(&world.app, &admin, input).await.expect("made");
    }
    let posts = vec![
        post(
            "1",
            "This phone is wonderful, I love it",
            "2026-11-22T08:00:00Z",
        ),
        post(
            "2",
            "This phone is terrible, I hate it",
            "2026-11-20T08:00:00Z",
        ),
        post("3", "A door and a phone", "2026-11-01T08:00:00Z"),
        post("4", "The old phone", "2026-10-10T08:00:00Z"),
        post("5", "An older phone", "2026-10-09T08:00:00Z"),
        post("6", "The oldest phone", "2026-09-01T08:00:00Z"),
    ];
    world.record("contoso", posts).await;
    (world, admin, other)
}

fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    crate::support::pairs(pairs)
}

#[tokio::test]
async fn the_overview_counts_and_compares() {
    let (world, admin, _) = world().await;
    let view = analytics::open(&world.app, &admin, &[])
        .await
        .expect("a view");
    assert_eq!(
        view.dataset.frame,
        TimeFrame::LastMonth,
        "the organization's default"
    );
    let page = analytics::overview(&world.app, &view)
        .await
        .expect("an overview");
    assert_eq!(page.summary.posts, 3);
    let trend = page.summary.trend.expect("enough history");
    assert_eq!(
        (trend.base, trend.percent, trend.direction),
        (2.0, 50.0, Direction::Up)
    );
    assert_eq!(page.volume.points.len(), 30);
    assert_eq!(page.volume.points.iter().map(|p| p.posts).sum::<u64>(), 3);
    let tones = page.sentiment.expect("rated posts").tones;
    assert_eq!((tones.positive, tones.negative), (1, 1));
    let groups = page.search_topics.expect("categories");
    assert!(!groups.by_topic);
    let rows: Vec<(&str, u64)> = groups
        .rows
        .iter()
        .map(|r| (r.name.as_str(), r.posts))
        .collect();
    assert_eq!(rows, [("Brands", 3), ("Things", 1)]);
    assert_eq!(page.sources.rows.len(), 1);
    assert_eq!(
        (page.sources.rows[0].posts, page.sources.rows[0].share),
        (3, 100.0)
    );
    assert!(
        page.authors.is_empty(),
        "nobody is known to have written them"
    );
    assert!(
        page.location.is_none(),
        "a widget whose condition does not hold is not there"
    );

    // A link narrows, and the narrowed dataset counts what it says.
    let focus = &groups.rows[1].focus;
    let link = view.link().focus(focus);
    let narrow = analytics::open(&world.app, &admin, link.pairs())
        .await
        .expect("a view");
    assert_eq!(narrow.focus_name(), Some("Things"));
    let figures = analytics::part(&world.app, &narrow, Part::SearchTopics, 0)
        .await
        .expect("part");
    let Figures::SearchTopics(Some(groups)) = figures else {
        panic!("topics")
    };
    assert!(groups.by_topic);
    assert_eq!(
        (groups.rows[0].name.as_str(), groups.rows[0].posts),
        ("Doors", 1)
    );
}

#[tokio::test]
async fn too_little_history_has_no_trend() {
    let (world, admin, _) = world().await;
    let all = analytics::open(&world.app, &admin, &query(&[("time", "all")])).await;
    let page = analytics::overview(&world.app, &all.expect("a view"))
        .await
        .expect("an overview");
    assert_eq!((page.summary.posts, page.summary.trend), (6, None));
    let early = query(&[("time", "2026-08-20..2026-09-10")]);
    let early = analytics::open(&world.app, &admin, &early)
        .await
        .expect("a view");
    let page = analytics::overview(&world.app, &early)
        .await
        .expect("an overview");
    assert_eq!((page.summary.posts, page.summary.trend), (1, None));
}

#[tokio::test]
async fn pages_neither_repeat_nor_skip() {
    let (world, admin, _) = world().await;
    let all = query(&[("time", "all")]);
    let view = analytics::open(&world.app, &admin, &all)
        .await
        .expect("a view");
    let mut after: Option<String> = None;
    let mut seen = Vec::new();
    loop {
        let page = posts::page(&world.app, &view, after.as_deref(), 4)
            .await
            .expect("a page");
        seen.extend(page.posts.into_iter().map(|card| card.published_at));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first: {seen:?}");
    assert!(
        posts::page(&world.app, &view, Some("nonsense"), 4)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn filters_are_suggested_with_counts() {
    let (world, admin, _) = world().await;
    let pairs = query(&[("time", "all"), ("sentiment", "positive")]);
    let view = analytics::open(&world.app, &admin, &pairs)
        .await
        .expect("a view");
    let found = analytics::suggest(&world.app, &view, FilterKey::Sentiment, "").await;
    let found = found.expect("suggestions");
    let total: u64 = found.iter().map(|s| s.posts).sum();
    assert_eq!(total, 6, "the filter itself is left aside");
    let chosen: Vec<&str> = found
        .iter()
        .filter(|s| s.included)
        .map(|s| s.value.as_str())
        .collect();
    assert_eq!(chosen, ["positive"]);
    let topics = analytics::suggest(&world.app, &view, FilterKey::Topic, "PHO").await;
    let topics = topics.expect("suggestions");
    assert_eq!(topics.len(), 1);
    assert_eq!(
        (topics[0].name.as_deref(), topics[0].posts),
        (Some("Phones"), 1)
    );
}

#[tokio::test]
async fn reports_take_whole_days() {
    let (world, admin, other) = world().await;
    let input = report::ReportInput {
        topic: Some("phones".to_owned()),
        from: Some("2026-10-10".parse().expect("a day")),
        to: Some("2026-11-20".parse().expect("a day")),
    };
    let made = report::make(&world.app, &admin, input)
        .await
        .expect("a report");
    assert_eq!(made.posts, 3);
    assert_eq!(made.volume.len(), 42);
    let busy: Vec<(&str, u64)> = made
        .volume
        .iter()
        .filter(|row| row.posts > 0)
        .map(|row| (row.day.as_str(), row.posts))
        .collect();
    assert_eq!(
        busy,
        [("2026-10-10", 1), ("2026-11-01", 1), ("2026-11-20", 1)]
    );
    let made = report::make(&world.app, &admin, report::ReportInput::default()).await;
    let made = made.expect("a report");
    assert_eq!(made.posts, 6);
    let topics: Vec<(&str, u64)> = made.topics.iter().map(|r| (&*r.topic, r.posts)).collect();
    assert_eq!(topics, [("Phones", 6), ("Doors", 1)]);
    let foreign = report::make(&world.app, &other, report::ReportInput::default()).await;
    assert_eq!(
        foreign.expect("a report").posts,
        0,
        "somebody else's posts do not count"
    );
}

#[tokio::test]
async fn a_young_topic_has_no_trend_though_the_organization_has() {
    let (world, admin, _) = world().await;
    // Made today; what it finds of the stored posts is younger than the past frames.
    let input = topic("Wonders", "Things", vec![keywords(&["wonderful"])]);
    let made = topics::save(&world.app, &admin, input).await.expect("made");
    world
        .record(
            "contoso",
            vec![
                post("7", "a wonderful day", "2026-11-21T08:00:00Z"),
                post("8", "a wonderful week", "2026-10-20T08:00:00Z"),
            ],
        )
        .await;
    let focus = format!("topic-{}", made.row.id);
    let trend_of = async |pairs: &[(&str, &str)]| {
        let view = analytics::open(&world.app, &admin, &query(pairs)).await;
        let page = analytics::overview(&world.app, &view.expect("a view")).await;
        page.expect("an overview").summary.trend
    };
    assert!(trend_of(&[]).await.is_some(), "of everything");
    assert_eq!(trend_of(&[("focus", &focus)]).await, None);
    // With a post of before the past frame, it has a history.
    world
        .record(
            "contoso",
            vec![post("9", "a wonderful summer", "2026-08-20T08:00:00Z")],
        )
        .await;
    assert!(trend_of(&[("focus", &focus)]).await.is_some());
}

/// ANA-177: what rose against the past frames comes first, what is always said does not come.
#[tokio::test]
async fn what_rose_trends() {
    let (world, admin, _) = World::two().await;
    let input = topic("Phones", "Brands", vec![keywords(&["phone"])]);
    topics::save(&world.app, &admin, input).await.expect("made");
    let mut posts = Vec::new();
    for (day, count, word) in [
        (22, 8, "recall"),
        (21, 5, "screen"),
        (13, 9, "screen"),
        (6, 9, "charger"),
    ] {
        for n in 0..count {
            let at = format!("2026-11-{day:02}T08:{n:02}:00Z");
            posts.push(post(&format!("{day}-{n}"), &format!("phone {word}"), &at));
        }
    }
    world.record("contoso", posts).await;
    let trending = async |time: &str| {
        let view = analytics::open(&world.app, &admin, &query(&[("time", time)])).await;
        let view = view.expect("a view");
        let figures = analytics::part(&world.app, &view, Part::TrendingPhrases, 0).await;
        let Figures::TrendingPhrases(rows) = figures.expect("figures") else {
            panic!("other figures");
        };
        let row = |row: &analytics::TrendingPhrase| (row.phrase.text.clone(), row.phrase.posts);
        assert!(rows.is_sorted_by(|a, b| a.score >= b.score));
        rows.iter().map(row).collect::<Vec<_>>()
    };
    let found = trending("week").await;
    assert!(
        found
            .iter()
            .any(|(text, posts)| text.contains("recall") && *posts == 8),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|(text, _)| text.contains("charger")),
        "{found:?}"
    );
    assert_eq!(trending("all").await, [], "nothing went before");
}
