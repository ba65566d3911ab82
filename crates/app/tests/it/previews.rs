//! Previews of rules, and the categories that topics stand in.

use crate::{
    support::{pairs, post, problems},
    topics::{keywords, with_posts},
};
use hearken_app::{
    Code, categories,
    settings::{self, SetupDefaults},
    topics::{self, PreviewTopic, TopicFilter},
};
use hearken_model::{ConfigurationRole, topic::TopicState};

#[tokio::test]
async fn previews_show_matches_before_saving() {
    let (world, admin) = with_posts().await;
    *world.network.posts.lock().expect("a lock") = vec![
        post("n1", "A fresh phone", "2026-11-22T11:00:00Z"),
        post("n2", "Something else", "2026-11-22T11:30:00Z"),
    ];
    let input = PreviewTopic {
        rules: vec![keywords(&["door"]), keywords(&["phone"])],
        ask_sources: true,
        limit: 0,
    };
    let preview = topics::preview(&world.app, &admin, input)
        .await
        .expect("a preview");
    assert!(preview.problems.is_empty());
    let found: Vec<(&str, &[usize])> = preview
        .stored
        .iter()
        .map(|p| (p.card.text.as_str(), &*p.rules))
        .collect();
    assert_eq!(
        found,
        [
            ("The door is broken", &[0][..]),
            ("My phone is broken", &[1]),
            ("My phone is great", &[1]),
            ("An old phone", &[1]),
        ]
    );
    let spot = preview.stored[0].matched[0];
    let text = &preview.stored[0].card.text;
    assert_eq!(&text[spot.start as usize..spot.end as usize], "door");
    assert_eq!((preview.stored_30_days, preview.sampled), (3, false));
    assert_eq!(preview.sources.len(), 1);
    assert_eq!(preview.sources[0].looked_at, 2);
    let texts: Vec<&str> = preview.sources[0]
        .posts
        .iter()
        .map(|p| p.card.text.as_str())
        .collect();
    assert_eq!(texts, ["A fresh phone"]);
    assert_eq!(preview.sources[0].posts[0].card.id, None);

    let input = PreviewTopic {
        rules: vec![keywords(&[""])],
        ask_sources: true,
        limit: 5,
    };
    let preview = topics::preview(&world.app, &admin, input)
        .await
        .expect("a preview");
    assert_eq!(preview.problems[0].field, "rules.0.keywords");
    assert!(preview.stored.is_empty() && preview.sources.is_empty());
}

#[tokio::test]
async fn categories_are_deleted_empty() {
    let (world, admin) = with_posts().await;
    let rows = categories::list(&world.app, &admin).await.expect("listed");
    let names: Vec<(&str, u64)> = rows.iter().map(|r| (r.name.as_str(), r.topics)).collect();
    assert_eq!(names, [("Brands", 1), ("Support", 1)]);
    let full = categories::delete(&world.app, &admin, rows[0].id)
        .await
        .expect_err("full");
    assert_eq!(full.code, Code::CategoryNotEmpty);
    assert_eq!(full.diagnostics[0].entry.as_deref(), Some("Phones"));
    let taken = categories::create(&world.app, &admin, " brands ")
        .await
        .expect_err("taken");
    assert_eq!(problems(taken), pairs(&[("name", "duplicate")]));
    let taken = categories::rename(&world.app, &admin, rows[0].id, "SUPPORT").await;
    assert_eq!(
        problems(taken.expect_err("taken")),
        pairs(&[("name", "duplicate")])
    );
    let made = categories::create(&world.app, &admin, "Events")
        .await
        .expect("made");
    let renamed = categories::rename(&world.app, &admin, made.id, "Fairs")
        .await
        .expect("renamed");
    assert_eq!(renamed.name, "Fairs");
    categories::delete(&world.app, &admin, made.id)
        .await
        .expect("deleted");
    assert_eq!(world.last_deed("contoso").await, "category.deleted");
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::PowerAnalyst)
        .await;
    let refused = categories::rename(&world.app, &dana, rows[0].id, "Mine").await;
    assert_eq!(refused.expect_err("refused").code, Code::Forbidden);
    let own = categories::create(&world.app, &dana, "Danas")
        .await
        .expect("made");
    categories::rename(&world.app, &dana, own.id, "Danas too")
        .await
        .expect("renamed");
    let states = topics::list(&world.app, &dana, TopicFilter::default())
        .await
        .expect("listed");
    assert!(states.iter().all(|row| row.state == TopicState::Active));
}

/// An organization may keep its rules to itself (SEA-054); what a form does not say stays.
#[tokio::test]
async fn local_previews_ask_no_network() {
    let (world, admin) = with_posts().await;
    let set = async |local_previews| {
        let input = SetupDefaults {
            local_previews,
            ..SetupDefaults::default()
        };
        let saved = settings::set_defaults(&world.app, &admin, input).await;
        saved.expect("saved").local_previews
    };
    let asked = async || {
        let input = PreviewTopic {
            rules: vec![keywords(&["phone"])],
            ask_sources: true,
            limit: 0,
        };
        let preview = topics::preview(&world.app, &admin, input).await;
        let form = topics::form(&world.app, &admin).await.expect("a form");
        let preview = preview.expect("a preview");
        assert!(!preview.stored.is_empty(), "stored posts are always shown");
        (preview.sources.len(), form.asked_sources.len())
    };
    assert_eq!(asked().await, (1, 1));
    assert!(set(Some(true)).await);
    assert!(set(None).await, "as before");
    assert_eq!(asked().await, (0, 0));
    assert!(!set(Some(false)).await);
    assert_eq!(asked().await, (1, 1));
}
