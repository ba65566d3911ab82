//! Topics and categories.

use crate::support::{World, pairs, post, problems};
use hearken_app::{
    Caller, Code, categories,
    topics::{
        self, CategoryChoice, PreviewTopic, RuleInput, RuleView, SaveTopic, TopicFilter, TopicSort,
    },
};
use hearken_model::{ConfigurationRole, KeywordsRule, PublicId, topic::TopicState};

pub(crate) fn keywords(entries: &[&str]) -> RuleInput {
    RuleInput::Keywords {
        id: None,
        rule: KeywordsRule {
            keywords: entries.iter().map(|e| (*e).to_owned()).collect(),
            ..KeywordsRule::default()
        },
    }
}

pub(crate) fn topic(name: &str, category: &str, rules: Vec<RuleInput>) -> SaveTopic {
    SaveTopic {
        id: None,
        version: None,
        name: name.to_owned(),
        category: CategoryChoice::Named(category.to_owned()),
        owner: None,
        rules,
    }
}

/// Kinds of the jobs that wait in the organization.
async fn jobs(world: &World, slug: &str) -> Vec<String> {
    let scope = world.scope(world.org(slug).await);
    let jobs = world.store.list_jobs(&scope, 100).await.expect("jobs");
    jobs.into_iter().map(|job| job.kind).collect()
}

#[tokio::test]
async fn every_problem_of_a_topic_is_told_at_once() {
    let (world, admin, _) = World::two().await;
    let made = topics::save(
        &world.app,
        &admin,
        topic("Taken", "Brands", vec![keywords(&["a"])]),
    );
    made.await.expect("made");
    let input = SaveTopic {
        id: None,
        version: None,
        name: " taken ".to_owned(),
        category: CategoryChoice::Existing(PublicId(1)),
        owner: Some(PublicId(2)),
        rules: vec![
            keywords(&[" ", ""]),
            RuleInput::Keywords {
                id: Some(PublicId(3)),
                rule: KeywordsRule {
                    keywords: vec!["x".repeat(129)],
                    languages: vec![
                        "en".parse().expect("a code"),
                        "tlh".parse().expect("a code"),
                    ],
                    ..KeywordsRule::default()
                },
            },
            RuleInput::CustomSources {
                id: None,
                groups: vec![],
            },
            RuleInput::CustomSources {
                id: None,
                groups: vec![PublicId(4)],
            },
        ],
    };
    let error = topics::save(&world.app, &admin, input)
        .await
        .expect_err("refused");
    assert_eq!(error.code, Code::Invalid);
    assert_eq!(
        problems(error),
        pairs(&[
            ("name", "duplicate"),
            ("category", "unknown_category"),
            ("owner", "unknown_user"),
            ("rules.0.keywords", "required"),
            ("rules.1.keywords", "too_long"),
            ("rules.1.languages", "not_a_search_language"),
            ("rules.1", "unknown_rule"),
            ("rules.2.groups", "required"),
            ("rules.3.groups", "unknown_group"),
        ])
    );
    let empty = topics::save(&world.app, &admin, topic("", "", vec![]))
        .await
        .expect_err("refused");
    assert_eq!(
        problems(empty),
        pairs(&[
            ("name", "required"),
            ("category", "required"),
            ("rules", "required")
        ])
    );
    let long = topic(&"ü".repeat(36), &"ü".repeat(36), vec![keywords(&["a"])]);
    let long = topics::save(&world.app, &admin, long)
        .await
        .expect_err("refused");
    assert_eq!(
        problems(long),
        pairs(&[("name", "too_long"), ("category", "too_long")])
    );
}

#[tokio::test]
async fn topics_are_saved_changed_and_matched_anew() {
    let (world, admin, _) = World::two().await;
    let input = topic(
        "Phones",
        "Brands",
        vec![keywords(&["contoso phone, contoso tablet"])],
    );
    let made = topics::save(&world.app, &admin, input).await.expect("made");
    assert_eq!(made.row.category_name, "Brands");
    assert_eq!(made.row.owner_name.as_deref(), Some("admin"));
    assert_eq!(made.rules.len(), 1);
    let RuleView::Keywords {
        id: rule,
        rule: lists,
    } = &made.rules[0]
    else {
        panic!("keywords")
    };
    assert_eq!(
        lists.keywords,
        ["contoso phone", "contoso tablet"],
        "split at commas"
    );
    assert_eq!(jobs(&world, "contoso").await, ["rematch_topic"]);
    assert_eq!(made.rematching, Some(0));

    // A new name matches nothing anew (SEA-004); the category is found whatever its case.
    let mut change = topic(
        "Devices",
        "BRANDS",
        vec![RuleInput::Keywords {
            id: Some(*rule),
            rule: lists.clone(),
        }],
    );
    change.id = Some(made.row.id);
    change.version = Some(made.row.version);
    let job_count = jobs(&world, "contoso").await.len();
    let changed = topics::save(&world.app, &admin, change.clone())
        .await
        .expect("changed");
    assert_eq!(
        (changed.row.name.as_str(), changed.row.category),
        ("Devices", made.row.category)
    );
    assert_eq!(jobs(&world, "contoso").await.len(), job_count);
    let entry = &world.audit("contoso").await[0];
    assert_eq!(entry.verb, "topic.changed");
    assert_eq!(entry.detail["rules_changed"], false);

    // Somebody else was faster.
    let stale = topics::save(&world.app, &admin, change.clone())
        .await
        .expect_err("stale");
    assert_eq!(stale.code, Code::StaleVersion);
    change.version = None;
    change.rules = vec![keywords(&["contoso watch"])];
    let changed = topics::save(&world.app, &admin, change)
        .await
        .expect("changed");
    assert_eq!(changed.row.rules, 1);
    assert_eq!(
        world.audit("contoso").await[0].detail["rules_changed"],
        true
    );
}

#[tokio::test]
async fn power_analysts_edit_what_they_own() {
    let (world, admin, _) = World::two().await;
    let dana = world
        .person(&admin, "Dana", ConfigurationRole::PowerAnalyst)
        .await;
    let ana = world
        .person(&admin, "Ana", ConfigurationRole::Analyst)
        .await;
    let theirs = topics::save(
        &world.app,
        &admin,
        topic("Admins", "A", vec![keywords(&["x"])]),
    );
    let theirs = theirs.await.expect("made").row;
    let own = topics::save(
        &world.app,
        &dana,
        topic("Danas", "D", vec![keywords(&["y"])]),
    );
    let own = own.await.expect("made").row;
    assert!(own.editable);
    let code = |result: hearken_app::Result<_>| result.map(drop).expect_err("refused").code;

    let change = |id, name: &str| SaveTopic {
        id: Some(id),
        ..topic(name, "D", vec![keywords(&["z"])])
    };
    let refused = topics::save(&world.app, &dana, change(theirs.id, "Mine now")).await;
    assert_eq!(code(refused.map(drop)), Code::Forbidden);
    topics::save(&world.app, &dana, change(own.id, "Danas too"))
        .await
        .expect("changed");
    let refused = topics::delete(&world.app, &dana, theirs.id, None).await;
    assert_eq!(code(refused), Code::Forbidden);
    let refused = topics::save(&world.app, &ana, topic("New", "D", vec![keywords(&["q"])])).await;
    assert_eq!(code(refused.map(drop)), Code::Forbidden);
    let listed = topics::list(&world.app, &ana, TopicFilter::default())
        .await
        .expect("listed");
    assert_eq!(
        listed.iter().map(|row| row.editable).collect::<Vec<_>>(),
        [false, false]
    );

    // Only administrators give topics away, at creation too (SEA-025).
    let ana_id = ana.person().expect("a person").public_id;
    let given = SaveTopic {
        owner: Some(ana_id),
        ..topic("Gift", "D", vec![keywords(&["g"])])
    };
    let refused = topics::save(&world.app, &dana, given.clone()).await;
    assert_eq!(code(refused.map(drop)), Code::Forbidden);
    let made = topics::save(&world.app, &admin, given).await.expect("made");
    assert_eq!(made.row.owner, Some(ana_id));
    let refused = topics::change_owner(&world.app, &dana, own.id, ana_id).await;
    assert_eq!(code(refused.map(drop)), Code::Forbidden);
    let moved = topics::change_owner(&world.app, &admin, own.id, ana_id)
        .await
        .expect("moved");
    assert_eq!(moved.row.owner_name.as_deref(), Some("Ana"));
    let refused = topics::delete(&world.app, &dana, own.id, None).await;
    assert_eq!(code(refused), Code::Forbidden);
    let form = topics::form(&world.app, &dana).await.expect("a form");
    assert!(form.owners.is_empty());
    assert!(form.category.is_some());
}

async fn with_posts() -> (World, Caller) {
    let (world, admin, _) = World::two().await;
    for (name, category, words) in [
        ("Phones", "Brands", vec!["phone"]),
        ("Trouble", "Support", vec!["broken", "phone case"]),
    ] {
        let input = topic(name, category, vec![keywords(&words)]);
        topics::save(&world.app, &admin, input).await.expect("made");
    }
    let posts = vec![
        post("1", "My phone is great", "2026-11-20T08:00:00Z"),
        post("2", "My phone is broken", "2026-11-21T08:00:00Z"),
        post("3", "The door is broken", "2026-11-22T08:00:00Z"),
        post("4", "An old phone", "2026-09-01T08:00:00Z"),
        post("5", "Nothing of interest", "2026-11-22T09:00:00Z"),
    ];
    world.record("contoso", posts).await;
    (world, admin)
}

#[tokio::test]
async fn lists_show_numbers_and_sort() {
    let (world, admin) = with_posts().await;
    let list = async |filter: TopicFilter| -> Vec<(String, u64)> {
        let rows = topics::list(&world.app, &admin, filter)
            .await
            .expect("listed");
        rows.into_iter().map(|row| (row.name, row.posts)).collect()
    };
    let row = |name: &str, posts| (name.to_owned(), posts);
    let (phones, trouble) = (row("Phones", 3), row("Trouble", 2));
    assert_eq!(
        list(TopicFilter::default()).await,
        [phones.clone(), trouble.clone()]
    );
    let posts = TopicFilter {
        sort: TopicSort::Posts,
        ..TopicFilter::default()
    };
    assert_eq!(list(posts).await, [phones.clone(), trouble.clone()]);
    let search = TopicFilter {
        search: "SUPP".to_owned(),
        ..TopicFilter::default()
    };
    assert_eq!(list(search).await, [trouble]);
    let rows = topics::list(&world.app, &admin, TopicFilter::default())
        .await
        .expect("listed");

    let effects = topics::delete_effects(&world.app, &admin, rows[0].id)
        .await
        .expect("effects");
    assert_eq!((effects.posts, effects.posts_alone), (3, 2));
    topics::delete(&world.app, &admin, rows[0].id, Some(effects.version))
        .await
        .expect("deleted");
    let left = topics::list(&world.app, &admin, TopicFilter::default())
        .await
        .expect("listed");
    assert_eq!(left.len(), 1);
    let gone = topics::get(&world.app, &admin, rows[0].id)
        .await
        .expect_err("gone");
    assert_eq!(gone.code, Code::NotFound);
    assert_eq!(world.last_deed("contoso").await, "topic.deleted");
}

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
