//! Custom sources.

use crate::{
    support::{World, pairs, problems},
    topics::{keywords, topic},
};
use hearken_app::{
    Code,
    custom_sources::{self, SaveGroup},
    topics::{self, RuleInput, TopicFilter},
};
use hearken_model::{KeywordsRule, Source, topic::TopicState};

const GOOD: &str = "https://feeds.example/a.xml";

async fn world() -> (World, hearken_app::Caller) {
    let (world, admin, _) = World::two().await;
    {
        let mut feeds = world.network.feeds.lock().expect("a lock");
        feeds.insert(GOOD.to_owned(), Ok(()));
        feeds.insert("https://inside.example/".to_owned(), Err("private_address"));
    }
    (world, admin)
}

fn group(name: &str, initials: &str, feeds: &[&str]) -> SaveGroup {
    SaveGroup {
        id: None,
        name: name.to_owned(),
        initials: initials.to_owned(),
        feeds: feeds.iter().map(|url| (*url).to_owned()).collect(),
    }
}

#[tokio::test]
async fn feeds_are_looked_at_before_they_are_kept() {
    let (world, admin) = world().await;
    let made = custom_sources::save(&world.app, &admin, group("Press", "P1", &[GOOD, GOOD])).await;
    let made = made.expect("made");
    assert_eq!(made.feeds.len(), 1, "each address once");
    let feeds = [
        GOOD,
        "ftp://x",
        "https://page.example/",
        "https://inside.example/",
    ];
    let bad = custom_sources::save(&world.app, &admin, group("PRESS", "p1", &feeds)).await;
    assert_eq!(
        problems(bad.expect_err("refused")),
        pairs(&[
            ("name", "duplicate"),
            ("initials", "duplicate"),
            ("feeds.1", "not_a_url"),
            ("feeds.2", "not_a_feed"),
            ("feeds.3", "private_address"),
        ])
    );
    let bad = custom_sources::save(&world.app, &admin, group("", "ABC", &[" "])).await;
    assert_eq!(
        problems(bad.expect_err("refused")),
        pairs(&[
            ("name", "required"),
            ("initials", "too_long"),
            ("feeds", "required")
        ])
    );
    // A feed that is kept already need not answer when the group is renamed.
    world.network.feeds.lock().expect("a lock").clear();
    let rename = SaveGroup {
        id: Some(made.id),
        ..group("News", "N", &[GOOD])
    };
    let renamed = custom_sources::save(&world.app, &admin, rename)
        .await
        .expect("renamed");
    assert_eq!((renamed.name.as_str(), renamed.id), ("News", made.id));
    let error = custom_sources::check_feed(&world.app, &admin, "https://page.example/").await;
    assert_eq!(
        problems(error.expect_err("none")),
        pairs(&[("url", "not_a_feed")])
    );
    assert_eq!(world.last_deed("contoso").await, "source_group.changed");
}

#[tokio::test]
async fn deleting_a_group_deactivates_what_stands_on_it_alone() {
    let (world, admin) = world().await;
    let made = custom_sources::save(&world.app, &admin, group("Press", "P1", &[GOOD])).await;
    let id = made.expect("made").id;
    let feed_rule = || RuleInput::CustomSources {
        id: None,
        groups: vec![id],
    };
    let alone = topic("Alone", "A", vec![feed_rule()]);
    topics::save(&world.app, &admin, alone).await.expect("made");
    let both = topic("Both", "A", vec![feed_rule(), keywords(&["x"])]);
    topics::save(&world.app, &admin, both).await.expect("made");
    // A group may also be a source of words (SEA-072).
    let words = |sources: Vec<Source>| {
        let rule = KeywordsRule {
            keywords: vec!["door".to_owned()],
            groups: vec![id],
            sources,
            ..KeywordsRule::default()
        };
        vec![RuleInput::Keywords { id: None, rule }]
    };
    for (name, sources) in [("Words", vec![]), ("Wider", vec![Source::BLUESKY])] {
        let input = topic(name, "A", words(sources));
        topics::save(&world.app, &admin, input).await.expect("made");
    }
    assert_eq!(
        custom_sources::get(&world.app, &admin, id)
            .await
            .expect("got")
            .topics,
        4
    );

    let effects = custom_sources::delete_effects(&world.app, &admin, id)
        .await
        .expect("effects");
    let names = |rows: &[(_, String)]| rows.iter().map(|r| r.1.clone()).collect::<Vec<_>>();
    assert_eq!(names(&effects.topics_kept), ["Both", "Wider"]);
    assert_eq!(names(&effects.topics_deactivated), ["Alone", "Words"]);
    custom_sources::delete(&world.app, &admin, id)
        .await
        .expect("deleted");
    let rows = topics::list(&world.app, &admin, TopicFilter::default())
        .await
        .expect("listed");
    let states: Vec<_> = rows
        .iter()
        .map(|r| (r.name.as_str(), r.state, r.rules))
        .collect();
    assert_eq!(
        states,
        [
            ("Alone", TopicState::Inactive, 0),
            ("Both", TopicState::Active, 1),
            ("Wider", TopicState::Active, 1),
            // It does not begin to take its words from everywhere.
            ("Words", TopicState::Inactive, 0),
        ]
    );
    let gone = custom_sources::get(&world.app, &admin, id)
        .await
        .expect_err("gone");
    assert_eq!(gone.code, Code::NotFound);
}
