//! Topics.

use crate::support::{World, pairs, post, problems};
use hearken_app::{
    Caller, Code,
    topics::{self, CategoryChoice, RuleInput, RuleView, SaveTopic, TopicFilter, TopicSort},
};
use hearken_model::{ConfigurationRole, KeywordsRule, PublicId};

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
        ..
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

/// Two topics and five posts, four of which match.
pub(crate) async fn with_posts() -> (World, Caller) {
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
