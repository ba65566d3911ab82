//! Whatever breaks, and however often the process dies: in the end the store holds the ground truth,
//! and the archive what the store holds.

use crate::{
    network::{NAME, Network, Random, Simulated},
    truth::{Held, Words, held},
};
use hearken_archive::{Ask, Data, Dimension, Key, TermsAsk};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_connectors::Checkpoint;
use hearken_model::{
    Filters, PostId, Span, TopicId, Zone,
    dataset::{BoundDataset, Bucket},
};
use hearken_pipeline::StreamTask;
use hearken_store::Audience;
use hearken_testkit::TestApp;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::runtime::{Builder, Runtime};

const EVENTS: usize = 1_200;
/// A process that is not killed reaches the end within this; the test fails by it, never by speed.
const PATIENCE: Duration = Duration::from_mins(2);
const TOPICS: [(&str, &[Words]); 2] = [
    (
        "one",
        &[
            Words {
                topic: "Kettles",
                word: "kettle",
            },
            Words {
                topic: "Teas",
                word: "tea",
            },
        ],
    ),
    (
        "two",
        &[Words {
            topic: "Stoves",
            word: "stove",
        }],
    ),
];

#[test]
fn the_store_equals_the_truth_after_faults_and_deaths() {
    for seed in 1..=5 {
        simulate(seed);
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

fn simulate(seed: u64) {
    let network = Arc::new(Network::new(seed, EVENTS));
    let connector: &'static Simulated = Box::leak(Box::new(Simulated(Arc::clone(&network))));
    let random = Random::new(seed ^ 0xdead);
    let setup = runtime();
    let first = setup.block_on(set_up());
    drop(setup);
    for _ in 0..6 {
        // Dropping the runtime leaves every task where it stands, mid-transaction too.
        let life = runtime();
        let app = life.block_on(async {
            let app = first.again().await;
            listen(&app, connector);
            tokio::time::sleep(Duration::from_millis(5 + random.below(60))).await;
            app
        });
        life.shutdown_background();
        drop(app);
    }
    runtime().block_on(async {
        let app = first.again().await;
        listen(&app, connector);
        tokio::time::timeout(PATIENCE, reach_the_end(&app, EVENTS as u64))
            .await
            .expect("it goes on to the end");
        app.stop().await;
        // What it was told again at last is told to the end, and no more after that.
        network.calm_down();
        let app = first.again().await;
        listen(&app, connector);
        tokio::time::timeout(PATIENCE, hear_it_out(&app, EVENTS as u64))
            .await
            .expect("nothing is told for ever");
        for (slug, topics) in TOPICS {
            compare(&app, slug, &held(&network.events, topics), seed).await;
        }
        app.stop().await;
    });
}

async fn set_up() -> TestApp {
    let app = TestApp::new().await;
    for (slug, topics) in TOPICS {
        let admin = app.organization(slug).await;
        for topic in topics {
            app.topic(&admin, "Kitchen", topic.topic, &[topic.word])
                .await;
        }
    }
    app.stop().await;
    app
}

fn listen(app: &TestApp, connector: &'static Simulated) {
    app.house.pipeline.start_stream(StreamTask {
        connector,
        settings: serde_json::json!({}),
    });
}

/// Waits until so many events were taken in; some of them may be told again just now.
pub(crate) async fn reach_the_end(app: &TestApp, events: u64) {
    wait_for(app, |reached| reached.position == events).await;
}

/// Waits until so many events were taken in and none of them is being told again.
async fn hear_it_out(app: &TestApp, events: u64) {
    let is_over = |reached: &Checkpoint| {
        let again: Option<usize> = reached.state().unwrap();
        reached.position == events && again.is_none()
    };
    wait_for(app, is_over).await;
}

async fn wait_for(app: &TestApp, is_reached: impl Fn(&Checkpoint) -> bool) {
    let (store, install) = (&app.house.store, &app.house.install);
    loop {
        let stored = store
            .load_checkpoint(install, Audience::Everybody, NAME)
            .await
            .unwrap();
        let reached = stored.map(|text| serde_json::from_str::<Checkpoint>(&text).unwrap());
        if reached.is_some_and(|reached| is_reached(&reached)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn compare(app: &TestApp, slug: &str, truth: &Held, seed: u64) {
    let house = &app.house;
    let found = house
        .store
        .find_organization(&house.install, &slug.parse().unwrap())
        .await;
    let org = found.unwrap().unwrap().id;
    let job = Principal::System { job: "test" };
    let resource = Resource::organization(org);
    let scope = decide(&job, Permission::RecordPosts, &resource, house.app.now()).unwrap();
    let topics = house.store.list_topics(&scope).await.unwrap();
    let names: BTreeMap<TopicId, String> = topics.into_iter().map(|t| (t.id, t.name)).collect();

    let rows = house
        .store
        .stream_rows(&scope, PostId(0), 10_000)
        .await
        .unwrap();
    let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let posts = house.store.load_posts(&scope, &ids).await.unwrap();
    let stored: Vec<_> = posts
        .into_iter()
        .map(|post| {
            let mut topics: Vec<&str> =
                post.hits.iter().map(|hit| names[&hit.0].as_str()).collect();
            topics.sort_unstable();
            topics.dedup();
            (post.post.native_id, post.post.text, topics.join(","))
        })
        .collect();
    let mut sorted = stored.clone();
    sorted.sort();
    let expected: Vec<_> = truth
        .iter()
        .map(|(id, (text, topics))| {
            let topics: Vec<&str> = topics.iter().copied().collect();
            (id.clone(), text.clone(), topics.join(","))
        })
        .collect();
    assert_eq!(sorted, expected, "seed {seed}, organization {slug}");
    assert!(expected.len() > 20, "the network says something");

    house.pipeline.catch_up(org).await.unwrap();
    assert_eq!(
        house.archive.status(&scope).unwrap().posts,
        expected.len() as u64,
        "seed {seed}"
    );
    for (topic, name) in &names {
        let here = expected
            .iter()
            .filter(|post| post.2.split(',').any(|t| t == name))
            .count();
        assert_eq!(
            counted(app, &scope, *topic),
            here as u64,
            "seed {seed}, topic {name}"
        );
    }
}

/// Posts of a topic in the archive.
fn counted(app: &TestApp, scope: &OrgScope, topic: TopicId) -> u64 {
    let dataset = BoundDataset {
        span: Span::EVER,
        past: Vec::new(),
        topics: vec![topic],
        filters: Filters::default(),
        zone: Zone::UTC,
        bucket: Bucket::Day,
    };
    let ask = Ask::Terms(TermsAsk::new(Dimension::Topic, 100));
    let answers = app.house.archive.ask(scope, &dataset, &[ask]).unwrap();
    let Data::Terms(terms) = &answers[0].data else {
        panic!("terms were asked for")
    };
    let row = terms.rows.iter().find(|row| row.key == Key::Topic(topic));
    row.map_or(0, |row| row.posts)
}
