//! Blocked content.

use crate::{
    support::{World, pairs, post, problems},
    topics::{keywords, topic},
};
use hearken_app::{
    Code, analytics,
    blocked::{self, BlockedKind},
    posts, topics,
};
use hearken_model::time::HOUR;

async fn shown(world: &World, caller: &hearken_app::Caller) -> Vec<String> {
    let view = analytics::open(&world.app, caller, &[])
        .await
        .expect("a view");
    let page = posts::page(&world.app, &view, None, 0)
        .await
        .expect("a page");
    page.posts.into_iter().map(|card| card.text).collect()
}

#[tokio::test]
async fn blocking_hides_and_removing_brings_back() {
    let (world, admin, _) = World::two().await;
    for (name, word) in [("Phones", "phone"), ("Cases", "case")] {
        let input = topic(name, "Brands", vec![keywords(&[word])]);
        topics::save(&world.app, &admin, input).await.expect("made");
    }
    let posts = vec![
        post("1", "phone sale now", "2026-11-22T08:00:00Z"),
        post("2", "phone case sale", "2026-11-22T09:00:00Z"),
        post("3", "my phone", "2026-11-22T10:00:00Z"),
    ];
    world.record("contoso", posts).await;
    let preview = blocked::preview(&world.app, &admin, BlockedKind::Phrase, " sale ").await;
    let preview = preview.expect("a preview");
    assert_eq!((preview.entry.as_str(), preview.posts), ("sale", 2));
    let sample: Vec<&str> = preview
        .sample
        .iter()
        .map(|card| card.text.as_str())
        .collect();
    assert_eq!(sample, ["phone case sale", "phone sale now"]);
    let affected: Vec<(&str, u64)> = preview.topics.iter().map(|t| (&*t.1, t.2)).collect();
    assert_eq!(affected, [("Phones", 2), ("Cases", 1)]);
    assert_eq!(
        shown(&world, &admin).await.len(),
        3,
        "a preview hides nothing"
    );

    let added = blocked::add(&world.app, &admin, BlockedKind::Phrase, "sale")
        .await
        .expect("added");
    assert_eq!(added.undo_until, Some(added.added_at.plus(4 * HOUR)));
    assert_eq!(shown(&world, &admin).await, ["my phone"]);
    let again = blocked::add(&world.app, &admin, BlockedKind::Phrase, "sale").await;
    assert_eq!(
        problems(again.expect_err("there")),
        pairs(&[("entry", "duplicate")])
    );
    world.clock.step(HOUR);
    assert_eq!(
        blocked::remove(&world.app, &admin, added.id)
            .await
            .expect("removed"),
        2
    );
    assert_eq!(shown(&world, &admin).await.len(), 3);
    let gone = blocked::remove(&world.app, &admin, added.id)
        .await
        .expect_err("gone");
    assert_eq!(gone.code, Code::NotFound);

    // After the window the posts are gone for good.
    let added = blocked::add(&world.app, &admin, BlockedKind::Phrase, "sale")
        .await
        .expect("added");
    world.clock.step(4 * HOUR + 1);
    assert_eq!(
        world
            .store
            .purge_hidden(&world.install)
            .await
            .expect("purged"),
        2
    );
    let rows = blocked::list(&world.app, &admin).await.expect("listed");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].undo_until, rows[0].added_by.as_deref()),
        (None, Some("admin"))
    );
    assert_eq!(
        blocked::remove(&world.app, &admin, added.id)
            .await
            .expect("removed"),
        0
    );
    assert_eq!(world.last_deed("contoso").await, "blocked.removed");
}

#[tokio::test]
async fn domains_are_normalized() {
    let (world, admin, _) = World::two().await;
    let added = blocked::add(
        &world.app,
        &admin,
        BlockedKind::Domain,
        "https://Spam.Example/x/",
    );
    let added = added.await.expect("added");
    assert!(added.entry.starts_with("spam.example"), "{}", added.entry);
    for (entry, code) in [
        ("", "required"),
        ("com", "public_suffix"),
        ("a b", "not_a_domain"),
    ] {
        let bad = blocked::add(&world.app, &admin, BlockedKind::Domain, entry).await;
        assert_eq!(
            problems(bad.expect_err("refused")),
            pairs(&[("entry", code)]),
            "{entry}"
        );
    }
}
