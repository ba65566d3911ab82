//! Categories, topics, custom sources.

use crate::{conformance, world::keywords};
use hearken_model::{
    PublicId, Rule, RuleId, RuleKind, SourceGroupId, Timestamp,
    topic::{SearchTopic, TopicState},
};
use hearken_store::{
    Audience, Error, FeedHealth, FeedPoll, NewSourceGroup, NewTopic, RecordBatch, TopicEdit,
};

fn edit(topic: &SearchTopic) -> TopicEdit {
    TopicEdit {
        category: topic.category,
        name: topic.name.clone(),
        owner: topic.owner,
        state: topic.state,
        rules: topic.rules.clone(),
    }
}

fn group(name: &str, initials: &str, feeds: &[&str]) -> NewSourceGroup {
    NewSourceGroup {
        name: name.to_owned(),
        initials: initials.to_owned(),
        feeds: feeds.iter().map(|url| (*url).to_owned()).collect(),
    }
}

conformance! {
    async fn category_names_are_unique_within_an_organization(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let (one, two) = (world.scope(one), world.scope(two));
        let mut tx = world.store.begin().await.unwrap();
        let made = tx.create_category(&one, " Products ", None).await.unwrap();
        tx.create_category(&two, "products", None).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let again = tx.create_category(&one, "PRODUCTS", None).await;
        assert!(matches!(again, Err(Error::Taken(ref field)) if field == "name"), "{again:?}");
        drop(tx);
        let list = world.store.list_categories(&one).await.unwrap();
        assert_eq!(list, [made.clone()]);
        assert_eq!(world.store.find_category(&two, made.public_id).await.unwrap(), None);
        let mut tx = world.store.begin().await.unwrap();
        tx.update_category(&one, made.id, "Events", None).await.unwrap();
        tx.commit().await.unwrap();
        let found = world.store.find_category(&one, made.public_id).await.unwrap().unwrap();
        assert_eq!(found.name, "Events");
    }

    async fn a_category_with_topics_stays(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let mut tx = world.store.begin().await.unwrap();
        let error = tx.delete_category(&scope, here.topic.category).await.unwrap_err();
        assert!(matches!(error, Error::InUse), "{error:?}");
        tx.delete_topic(&scope, here.topic.id).await.unwrap();
        let empty = tx.create_category(&scope, "Empty", None).await.unwrap();
        tx.delete_category(&scope, empty.id).await.unwrap();
        let missing = tx.delete_category(&scope, empty.id).await;
        assert!(matches!(missing, Err(Error::NotFound)));
        tx.commit().await.unwrap();
    }

    async fn topics_are_kept_with_their_rules(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let topic = &here.topic;
        assert_eq!((topic.version, topic.state, topic.rules.len()), (1, TopicState::Active, 1));
        assert_eq!(topic.rules[0].kind, keywords("Contoso"));
        let mut wanted = edit(topic);
        let new = Rule { id: RuleId(0), public_id: PublicId(0), kind: keywords("extra") };
        wanted.rules.insert(0, new);
        wanted.name = "Contoso Ltd".to_owned();
        let before = world.store.setup_revision(&world.install).await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let changed = tx.update_topic(&scope, topic.id, 1, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.store.setup_revision(&world.install).await.unwrap() > before);
        assert_eq!((changed.version, changed.name.as_str()), (2, "Contoso Ltd"));
        assert_eq!(changed.rules[0].kind, keywords("extra"));
        assert_eq!(changed.rules[1], topic.rules[0], "a kept rule keeps its ids");
        assert!(changed.rules[0].id.0 > topic.rules[0].id.0);
        let all = world.store.list_all_rules(&world.install).await.unwrap();
        assert_eq!(all.iter().map(|r| r.rule.clone()).collect::<Vec<_>>(), changed.rules);
        assert_eq!(world.store.list_topics(&scope).await.unwrap(), [changed.clone()]);
        let found = world.store.find_topic(&scope, changed.public_id).await.unwrap();
        assert_eq!(found, Some(changed.clone()));
        let foreign = world.scope(world.organization("other").await);
        assert_eq!(world.store.find_topic(&foreign, changed.public_id).await.unwrap(), None);
        assert_eq!(world.store.list_topics(&foreign).await.unwrap(), []);
    }

    async fn a_stale_change_of_a_topic_is_refused(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let mut tx = world.store.begin().await.unwrap();
        tx.update_topic(&scope, here.topic.id, 1, &edit(&here.topic)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let error = tx.update_topic(&scope, here.topic.id, 1, &edit(&here.topic)).await;
        assert!(matches!(error, Err(Error::Stale)), "{error:?}");
        let foreign = world.scope(world.organization_in(&mut tx, "other").await);
        let mut theirs = edit(&here.topic);
        theirs.category = tx.create_category(&foreign, "Theirs", None).await.unwrap().id;
        let error = tx.update_topic(&foreign, here.topic.id, 2, &theirs).await;
        assert!(matches!(error, Err(Error::NotFound)), "{error:?}");
    }

    async fn a_name_is_free_again_after_deletion(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let new = NewTopic {
            category: here.topic.category,
            name: "CONTOSO".to_owned(),
            owner: None,
            rules: vec![keywords("x")],
        };
        let mut tx = world.store.begin().await.unwrap();
        let error = tx.create_topic(&scope, &new).await.unwrap_err();
        assert!(matches!(error, Error::Taken(ref field) if field == "name"), "{error:?}");
        drop(tx);
        let mut tx = world.store.begin().await.unwrap();
        tx.delete_topic(&scope, here.topic.id).await.unwrap();
        let again = tx.delete_topic(&scope, here.topic.id).await;
        assert!(matches!(again, Err(Error::NotFound)));
        let made = tx.create_topic(&scope, &new).await.unwrap();
        assert_eq!(tx.list_topics(&scope).await.unwrap(), [made.clone()]);
        tx.commit().await.unwrap();
        let old = world.store.load_topic(&scope, here.topic.id).await;
        assert!(matches!(old, Err(Error::NotFound)));
        let rules = world.store.list_all_rules(&world.install).await.unwrap();
        assert_eq!((rules.len(), rules[0].topic), (1, made.id));
    }

    async fn an_inactive_topic_is_listed_but_not_compiled(world: World) {
        let here = world.listening("contoso").await;
        let scope = world.scope(here.org);
        let mut wanted = edit(&here.topic);
        wanted.state = TopicState::Inactive;
        wanted.rules = vec![Rule {
            id: RuleId(0),
            public_id: PublicId(0),
            kind: RuleKind::CustomSources { groups: vec![SourceGroupId(3)] },
        }];
        let mut tx = world.store.begin().await.unwrap();
        let changed = tx.update_topic(&scope, here.topic.id, 1, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(changed.rules[0].kind, wanted.rules[0].kind);
        assert_eq!(world.store.list_topics(&scope).await.unwrap().len(), 1);
        assert_eq!(world.store.list_all_rules(&world.install).await.unwrap(), []);
    }

    async fn groups_keep_the_standing_of_their_feeds(world: World) {
        let org = world.organization("contoso").await;
        let scope = world.scope(org);
        let (a, b, c) = ("https://a.example/feed", "https://b.example/feed", "https://c.example/");
        let mut tx = world.store.begin().await.unwrap();
        let made = tx.create_source_group(&scope, &group("News", "N", &[a, b])).await.unwrap();
        tx.commit().await.unwrap();
        let due = world.store.list_due_feeds(&world.install, 10).await.unwrap();
        assert_eq!(due.iter().map(|f| f.url.as_str()).collect::<Vec<_>>(), [a, b]);
        assert_eq!((due[0].org, due[0].group, due[0].group_public), (org, made.id, made.public_id));
        let later = Timestamp(1_800_000_900_000_000);
        let poll = |feed, health, etag: &str| FeedPoll {
            feed,
            health,
            error: (health != FeedHealth::Healthy).then(|| "timeout".to_owned()),
            title: Some("A".to_owned()),
            etag: Some(etag.to_owned()),
            last_modified: None,
            next_poll_at: later,
        };
        let mut batch = RecordBatch::new(Audience::Organization(org));
        batch.polls = vec![
            (org, poll(due[0].id, FeedHealth::Healthy, "\"1\"")),
            (org, poll(due[1].id, FeedHealth::Failing, "")),
        ];
        world.store.record(&world.install, batch).await.unwrap();
        assert_eq!(world.store.list_due_feeds(&world.install, 10).await.unwrap(), []);
        world.clock.advance(900_000_000);
        let due = world.store.list_due_feeds(&world.install, 10).await.unwrap();
        assert_eq!((due[0].etag.as_deref(), due[0].failures), (Some("\"1\""), 0));
        assert_eq!(due[1].failures, 1);
        let mut tx = world.store.begin().await.unwrap();
        let changed = tx.update_source_group(&scope, made.id, &group("News!", "n", &[a, c])).await;
        tx.commit().await.unwrap();
        let changed = changed.unwrap();
        assert_eq!(changed.feeds.len(), 2);
        assert_eq!((changed.feeds[0].url.as_str(), changed.feeds[0].health), (a, FeedHealth::Healthy));
        assert_eq!((changed.feeds[1].url.as_str(), changed.feeds[1].health), (c, FeedHealth::New));
        let found = world.store.find_source_group(&scope, made.public_id).await.unwrap();
        assert_eq!(found, Some(changed));
    }

    async fn groups_are_unique_and_go_with_their_feeds(world: World) {
        let org = world.organization("contoso").await;
        let scope = world.scope(org);
        let mut tx = world.store.begin().await.unwrap();
        let made = tx.create_source_group(&scope, &group("News", "N", &["https://a.example/"])).await;
        tx.commit().await.unwrap();
        let made = made.unwrap();
        for (name, initials, expect) in [("news", "X", "name"), ("Other", "n", "initials")] {
            let mut tx = world.store.begin().await.unwrap();
            let error = tx.create_source_group(&scope, &group(name, initials, &[])).await;
            assert!(matches!(error, Err(Error::Taken(ref f)) if f == expect), "{error:?}");
        }
        let foreign = world.scope(world.organization("other").await);
        let mut tx = world.store.begin().await.unwrap();
        let error = tx.delete_source_group(&foreign, made.id).await;
        assert!(matches!(error, Err(Error::NotFound)));
        let ids = world.store.list_all_source_groups(&world.install).await.unwrap();
        assert_eq!(ids, [(org, made.id, made.public_id)]);
        tx.delete_source_group(&scope, made.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.store.list_due_feeds(&world.install, 10).await.unwrap(), []);
        assert_eq!(world.store.list_source_groups(&scope).await.unwrap(), []);
    }
}
