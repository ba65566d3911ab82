//! The summary of a month.

use crate::{
    support::{World, pairs, post, problems},
    topics::{keywords, topic},
};
use hearken_app::{
    quota::{self, Fit, QuotaState},
    topics::{self, PreviewTopic},
};
use hearken_model::time::DAY;

#[tokio::test]
async fn the_month_is_counted_by_category_and_topic() {
    let (world, admin, other) = World::two().await;
    for (name, category, word) in [
        ("Phones", "Brands", "phone"),
        ("Old phones", "Brands", "old"),
        ("Doors", "Things", "door"),
    ] {
        let input = topic(name, category, vec![keywords(&[word])]);
        topics::save(&world.app, &admin, input).await.expect("made");
    }
    let record = async |from: u32, to: u32| {
        let posts = (from..to).map(|n| {
            let text = if n % 2 == 0 { "an old phone" } else { "a door" };
            post(&n.to_string(), text, "2026-08-01T08:00:00Z")
        });
        world.record("contoso", posts.collect()).await;
    };
    record(0, 4).await;
    let today = quota::summary(&world.app, &admin).await.expect("a summary");
    assert_eq!((today.usage.current, today.usage.expected), (4, None));

    // Two days later there is one full day to carry on, on which ten came.
    world.clock.step(DAY);
    record(4, 14).await;
    world.clock.step(DAY);
    record(14, 16).await;
    let later = quota::summary(&world.app, &admin).await.expect("a summary");
    assert_eq!(later.month.from.to_rfc3339(), "2026-11-01T00:00:00Z");
    assert_eq!(
        later.usage.current, 16,
        "by the day of recording, not of publication"
    );
    // From the 24th at noon, 6.5 days are left.
    assert_eq!(later.usage.expected, Some(16 + 65));
    let shown: Vec<_> = later
        .categories
        .iter()
        .map(|c| (c.name.as_str(), c.usage.current, c.topics.len()))
        .collect();
    assert_eq!(
        shown,
        [("Brands", 8, 2), ("Things", 8, 1)],
        "once in a category"
    );

    let elsewhere = quota::summary(&world.app, &other).await.expect("a summary");
    assert_eq!(
        (elsewhere.usage.current, elsewhere.categories.len()),
        (0, 0)
    );
}

/// A preview warns of more than the quota; five times as much is not saved (SEA-052, SEA-166).
#[tokio::test]
async fn rules_are_checked_against_the_quota() {
    let (world, admin, _) = World::limited(Some(2)).await.with_two().await;
    let rules = || vec![keywords(&["phone"])];
    let save = async |name: String| {
        let input = topic(&name, "Brands", rules());
        topics::save(&world.app, &admin, input).await
    };
    let fit = async || {
        let input = PreviewTopic {
            rules: rules(),
            ask_sources: false,
            limit: 1,
        };
        let preview = topics::preview(&world.app, &admin, input).await;
        let check = preview.expect("a preview").quota.expect("a quota");
        (check.estimate, check.quota, check.fit())
    };
    let state = async || {
        let summary = quota::summary(&world.app, &admin).await;
        summary.expect("a summary").quota_state()
    };
    save("First".to_owned())
        .await
        .expect("nothing is known yet");
    for (posts, expect) in [
        (0..2, (2, 2, Fit::Within)),
        (2..3, (3, 2, Fit::Above)),
        (3..11, (11, 2, Fit::FarAbove)),
    ] {
        let posts = posts.map(|n| post(&n.to_string(), "a phone", "2026-11-20T08:00:00Z"));
        world.record("contoso", posts.collect()).await;
        assert_eq!(fit().await, expect);
        let exceeded = expect.2 != Fit::Within;
        assert_eq!(state().await == Some(QuotaState::Exceeded), exceeded);
        let saved = save(format!("After {}", expect.0)).await;
        match expect.2 {
            Fit::FarAbove => assert_eq!(
                problems(saved.expect_err("refused")),
                pairs(&[("rules", "far_above_quota")])
            ),
            _ => drop(saved.expect("saved")),
        }
    }
}
