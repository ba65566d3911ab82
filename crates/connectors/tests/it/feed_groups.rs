//! Feeds that several groups hold (SEA-127).

use crate::{
    feeds::{dated, feed, read, subscriber, world},
    server::Reply,
};
use hearken_connectors::{
    Audience, Checkpoint,
    feeds::{FeedPoller, PollTiming, Subscriber},
};
use hearken_model::OrgId;

#[tokio::test]
async fn a_feed_of_several_groups_is_fetched_once() {
    let world = world(|_| Reply::new(200, &[("etag", "\"x\"")], feed(&[&dated("one")]))).await;
    let feeds = vec![
        world.subscription("/feed", &[subscriber(1, 10), subscriber(2, 20)]),
        world.subscription("/feed", &[subscriber(1, 11), subscriber(1, 10)]),
    ];
    let mut poller = FeedPoller::new(&world.context, feeds, PollTiming::default(), &[]).unwrap();
    let batches = read(&mut poller, 3).await;
    assert_eq!(world.server.log().len(), 1);
    let told: Vec<_> = batches
        .iter()
        .map(|b| {
            (
                b.audience,
                b.posts().next().unwrap().group.unwrap().0,
                b.read,
            )
        })
        .collect();
    let org = |id| Audience::Organization(OrgId(id));
    assert_eq!(told, [(org(1), 10, 1), (org(1), 11, 0), (org(2), 20, 0)]);
    let checkpoints: Vec<_> = batches.iter().map(|b| b.checkpoint.is_some()).collect();
    assert_eq!(checkpoints, [false, false, true], "not before all have it");
}

#[tokio::test]
async fn somebody_new_gets_what_is_already_there() {
    let world = world(|asked| {
        if asked.headers.contains_key("if-none-match") {
            Reply::new(304, &[], "")
        } else {
            Reply::new(200, &[("etag", "\"x\"")], feed(&[&dated("one")]))
        }
    })
    .await;
    let open = |subscribers: &[Subscriber], from: &[Checkpoint]| {
        let feed = world.subscription("/feed", subscribers);
        FeedPoller::new(&world.context, vec![feed], PollTiming::default(), from).unwrap()
    };
    let (old, new) = (subscriber(1, 1), subscriber(2, 2));
    let first = read(&mut open(&[old], &[]), 1).await;
    let checkpoint = first[0].checkpoint.clone().unwrap();
    let mut poller = open(&[old, new], &[checkpoint]);
    let second = read(&mut poller, 2).await;
    let told: Vec<_> = second.iter().map(|b| (b.audience, b.items.len())).collect();
    let org = |id| Audience::Organization(OrgId(id));
    assert_eq!(
        told,
        [(org(1), 0), (org(2), 1)],
        "at once, and only to the new one"
    );
    let checkpoint = second[1].checkpoint.clone().unwrap();
    assert!(
        read(&mut open(&[old, new], &[checkpoint]), 0)
            .await
            .is_empty()
    );
    assert_eq!(world.server.log().len(), 2);
}
