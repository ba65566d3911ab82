//! Posts go when they were kept long enough, and what is too old does not come in.

use crate::network::{Network, Simulated};
use hearken_authz::{Permission, Principal, Resource, decide};
use hearken_model::time::DAY;
use hearken_pipeline::StreamTask;
use hearken_testkit::{START, TestApp, post};
use std::{sync::Arc, time::Duration};

/// Posts of an organization, in the store and in the archive.
async fn counted(app: &TestApp, slug: &str) -> (usize, u64) {
    let house = &app.house;
    let slug = slug.parse().unwrap();
    let found = house.store.find_organization(&house.install, &slug).await;
    let org = found.unwrap().unwrap().id;
    let job = Principal::System { job: "test" };
    let resource = Resource::organization(org);
    let scope = decide(
        &job,
        Permission::RecordPosts,
        &resource,
        app.house.app.now(),
    )
    .unwrap();
    house.pipeline.catch_up(org).await.unwrap();
    let stored = house.store.list_newest_posts(&scope, None, 10_000).await;
    let archived = house.archive.status(&scope).unwrap().posts;
    (stored.unwrap().len(), archived)
}

/// Waits until an organization has so many posts.
async fn until(app: &TestApp, slug: &str, posts: usize) {
    for _ in 0..600 {
        if counted(app, slug).await == (posts, posts as u64) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{:?} posts, not {posts}", counted(app, slug).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn imported_posts_go_fifteen_months_after_their_import() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let at = START.plus(-5_000 * DAY);
    let import = app
        .import(&ann, &[post("1", "a kettle of old").at(at).build()])
        .await;
    assert_eq!(import.recorded, 1, "{import:?}");
    app.stop().await;
    // From 2 November 2026 these are the days before and of the same day 15 months on.
    for (days, left) in [(456, 1), (458, 0)] {
        app.clock.set(START.plus(days * DAY));
        let later = app.again().await;
        until(&later, "acme", left).await;
        later.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_old_does_not_come_in() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Kitchen", "Kettles", &["kettle"]).await;
    let network = Arc::new(Network::new(7, 400));
    // Everything that it tells is far in the past by now.
    app.clock.set(START.plus(3_650 * DAY));
    let connector: &'static Simulated = Box::leak(Box::new(Simulated(Arc::clone(&network))));
    let settings = serde_json::json!({});
    app.house.pipeline.reload().await.unwrap();
    app.house.pipeline.start_stream(StreamTask {
        connector,
        settings,
    });
    crate::restarts::reach_the_end(&app, 400).await;
    assert_eq!(counted(&app, "acme").await, (0, 0));
    app.stop().await;
}
