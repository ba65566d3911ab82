//! The feed poller and the check of a feed, against a server.

use crate::{
    context::{self, Clock, NOON, clock, drain_until},
    server::{Asked, Reply, Server},
};
use hearken_connectors::{
    Acquire as _, Batch, Checkpoint, Context, HealthState,
    feeds::{self, FeedPoller, FeedReport, FeedSubscription, PollTiming, Subscriber, feed_key},
};
use hearken_model::{OrgId, PublicId};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

const HOUR: Duration = Duration::from_hours(1);
const DATE: &str = "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>";

pub(crate) fn subscriber(org: i64, group: u128) -> Subscriber {
    Subscriber {
        org: OrgId(org),
        group: PublicId(group),
    }
}

pub(crate) fn feed(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|i| format!("<item>{i}</item>")).collect();
    format!(
        "<rss version='2.0'><channel><title>F</title>{}</channel></rss>",
        items.concat()
    )
}

pub(crate) fn dated(title: &str) -> String {
    format!("<guid>{title}</guid><title>{title}</title>{DATE}")
}

/// A world with one server and a clock.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) context: Context,
    pub(crate) server: Server,
}

pub(crate) async fn world(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> World {
    let clock = clock();
    World {
        context: context::with(context::options(), &clock),
        server: Server::start(reply).await,
        clock,
    }
}

impl World {
    pub(crate) fn subscription(&self, path: &str, subscribers: &[Subscriber]) -> FeedSubscription {
        FeedSubscription {
            url: self.server.url(path),
            subscribers: subscribers.to_vec(),
        }
    }

    fn poller(&self, from: &[Checkpoint]) -> FeedPoller {
        let feed = self.subscription("/feed", &[subscriber(1, 1)]);
        FeedPoller::new(&self.context, vec![feed], PollTiming::default(), from).unwrap()
    }
}

/// So many batches, and what comes in a moment more.
pub(crate) async fn read(poller: &mut FeedPoller, batches: usize) -> Vec<Batch> {
    drain_until(poller, |all| all.len() >= batches).await
}

fn titles(batches: &[Batch]) -> Vec<String> {
    let posts = batches.iter().flat_map(Batch::posts);
    posts.filter_map(|p| p.title.clone()).collect()
}

fn report(batches: &[Batch]) -> FeedReport {
    feeds::report(batches.last().unwrap().checkpoint.as_ref().unwrap()).unwrap()
}

#[tokio::test]
async fn conditions_are_sent_exactly_as_received() {
    let world = world(|asked| {
        let conditions = [
            ("etag", "W/\"a, b\""),
            ("last-modified", "Sun, 22 Nov 2026 9:00 XYZ"),
        ];
        if asked.headers.contains_key("if-none-match") {
            Reply::new(304, &[], "")
        } else {
            Reply::new(200, &conditions, feed(&[&dated("one")]))
        }
    })
    .await;
    let mut poller = world.poller(&[]);
    assert_eq!(titles(&read(&mut poller, 1).await), ["one"]);
    assert_eq!(
        world.server.log().len(),
        1,
        "not asked again before its time"
    );
    for poll in 2..4 {
        world.clock.pass(HOUR + HOUR / 10);
        let batches = read(&mut poller, 1).await;
        assert_eq!(titles(&batches), [""; 0]);
        assert_eq!(report(&batches).error, None);
        let log = world.server.log();
        assert_eq!(log.len(), poll);
        assert_eq!(log[poll - 1].headers["if-none-match"], "W/\"a, b\"");
        assert_eq!(
            log[poll - 1].headers["if-modified-since"],
            "Sun, 22 Nov 2026 9:00 XYZ"
        );
    }
}

#[tokio::test]
async fn only_what_is_new_or_edited_is_handed_on() {
    let turn = Arc::new(AtomicUsize::new(0));
    let bodies = [
        feed(&[&dated("one"), &dated("two"), &dated("one")]),
        feed(&[&dated("three"), &dated("two")]),
        feed(&[
            &format!("<guid>two</guid><title>two, edited</title>{DATE}"),
            &dated("one"),
        ]),
    ];
    let world = world(move |_| {
        let n = turn.fetch_add(1, Ordering::SeqCst);
        Reply::new(200, &[("etag", "\"x\"")], &bodies[n.min(2)])
    })
    .await;
    let mut poller = world.poller(&[]);
    assert_eq!(titles(&read(&mut poller, 1).await), ["one", "two"]);
    world.clock.pass(2 * HOUR);
    assert_eq!(titles(&read(&mut poller, 1).await), ["three"]);
    world.clock.pass(2 * HOUR);
    assert_eq!(titles(&read(&mut poller, 1).await), ["two, edited"]);
    world.clock.pass(2 * HOUR);
    assert_eq!(titles(&read(&mut poller, 1).await), [""; 0]);
}

#[tokio::test]
async fn undated_items_count_once_the_feed_is_watched() {
    let turn = Arc::new(AtomicUsize::new(0));
    let old = "<guid>old</guid><title>old</title>";
    let new = "<guid>new</guid><title>new</title>";
    let world = world(move |_| {
        let items: &[&str] = match turn.fetch_add(1, Ordering::SeqCst) {
            0 => &[old],
            _ => &[new, old],
        };
        Reply::new(200, &[("etag", "\"x\"")], feed(items))
    })
    .await;
    let mut poller = world.poller(&[]);
    let first = read(&mut poller, 1).await;
    assert_eq!(titles(&first), [""; 0]);
    assert_eq!(first[0].rejects.len(), 1);
    assert_eq!((report(&first).items, report(&first).skipped), (1, 1));
    world.clock.pass(2 * HOUR);
    let found_at = world.clock.now();
    let second = read(&mut poller, 1).await;
    assert_eq!(titles(&second), ["new"]);
    assert_eq!(second[0].posts().next().unwrap().published_at, found_at);
    world.clock.pass(2 * HOUR);
    let third = read(&mut poller, 1).await;
    assert_eq!(
        titles(&third),
        [""; 0],
        "its time does not change with every poll"
    );
}

#[tokio::test]
async fn a_feed_that_is_gone_is_never_asked_again() {
    let world = world(|_| Reply::new(410, &[], "")).await;
    let mut poller = world.poller(&[]);
    let batches = read(&mut poller, 1).await;
    let told = report(&batches);
    assert!(told.gone);
    assert_eq!(
        (told.error.as_deref(), told.next_poll_at),
        (Some("feed-status"), None)
    );
    assert_eq!(poller.status().health().state, HealthState::Finished);
    world.clock.pass(1000 * HOUR);
    let checkpoint = batches[0].checkpoint.clone().unwrap();
    let mut poller = world.poller(&[checkpoint]);
    assert!(poller.next().await.unwrap().is_none());
    assert_eq!(world.server.log().len(), 1);
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    for status in [429, 503] {
        let world = world(move |_| Reply::new(status, &[("retry-after", "36000")], "")).await;
        let mut poller = world.poller(&[]);
        let batches = read(&mut poller, 1).await;
        let next = report(&batches).next_poll_at.unwrap();
        assert!(next.0 - NOON >= 10 * 3_600_000_000, "{status}");
        assert!(next.0 - NOON <= 12 * 3_600_000_000, "{status}");
        world.clock.pass(9 * HOUR);
        assert!(read(&mut poller, 0).await.is_empty());
        world.clock.pass(3 * HOUR);
        assert_eq!(read(&mut poller, 1).await.len(), 1);
        assert_eq!(world.server.log().len(), 2, "{status}");
    }
}

#[tokio::test]
async fn failures_wait_longer_each_time_and_are_forgotten() {
    let turn = Arc::new(AtomicUsize::new(0));
    let world = world(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
        0..3 => Reply::new(500, &[], ""),
        _ => Reply::new(200, &[("etag", "\"x\"")], feed(&[&dated("one")])),
    })
    .await;
    let mut poller = world.poller(&[]);
    for hours in [1, 2, 4] {
        let batches = read(&mut poller, 1).await;
        let told = report(&batches);
        assert_eq!(told.error.as_deref(), Some("feed-status"));
        let pause = told.next_poll_at.unwrap().0 - world.clock.now().0;
        let hour = 3_600_000_000;
        assert!(
            (hours * hour..hours * hour * 11 / 10).contains(&pause),
            "{hours}: {pause}"
        );
        world.clock.pass(HOUR * u32::try_from(hours).unwrap() * 2);
    }
    let batches = read(&mut poller, 1).await;
    assert_eq!(titles(&batches), ["one"]);
    assert_eq!(report(&batches).error, None);
    assert_eq!(poller.status().counters.failures.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn caching_headers_and_ttl_are_obeyed() {
    let world = world(|asked| match asked.target.as_str() {
        "/cached" => {
            let headers = [("cache-control", "max-age=10800"), ("etag", "\"x\"")];
            Reply::new(200, &headers, feed(&[&dated("cached")]))
        }
        "/ttl" => Reply::new(
            200,
            &[],
            feed(&[&dated("ttl")]).replace("<title>F", "<ttl>120</ttl><title>F"),
        ),
        _ => Reply::new(200, &[], feed(&[&dated("plain")])),
    })
    .await;
    let paths = ["/cached", "/ttl", "/plain"];
    let feeds = paths.map(|path| world.subscription(path, &[subscriber(1, 1)]));
    let mut poller =
        FeedPoller::new(&world.context, feeds.to_vec(), PollTiming::default(), &[]).unwrap();
    let batches = read(&mut poller, 3).await;
    assert_eq!(batches.len(), 3);
    for (path, hours) in [("/cached", 3), ("/ttl", 2), ("/plain", 24)] {
        let key = feed_key(&world.server.url(path));
        let checkpoint = batches
            .iter()
            .filter_map(|b| b.checkpoint.as_ref())
            .find(|c| c.key == key);
        let next = feeds::report(checkpoint.unwrap())
            .unwrap()
            .next_poll_at
            .unwrap();
        let hour = 3_600_000_000;
        let pause = next.0 - NOON;
        assert!(
            (hours * hour..=hours * hour * 11 / 10).contains(&pause),
            "{path}: {pause}"
        );
    }
}

#[tokio::test]
async fn a_feed_that_has_moved_is_asked_where_it_is() {
    let world = world(|asked| match asked.target.as_str() {
        "/feed" => Reply::new(301, &[("location", "/new")], ""),
        _ => Reply::new(200, &[("etag", "\"x\"")], feed(&[&dated("one")])),
    })
    .await;
    let mut poller = world.poller(&[]);
    let batches = read(&mut poller, 1).await;
    assert_eq!(report(&batches).moved_to, Some(world.server.url("/new")));
    world.clock.pass(2 * HOUR);
    assert_eq!(
        titles(&read(&mut poller, 1).await),
        [""; 0],
        "items keep their ids"
    );
    let targets: Vec<_> = world.server.log().into_iter().map(|a| a.target).collect();
    assert_eq!(targets, ["/feed", "/new", "/new"]);
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was() {
    let world = world(|_| Reply::new(200, &[("etag", "\"x\"")], feed(&[&dated("one")]))).await;
    let batches = read(&mut world.poller(&[]), 1).await;
    let checkpoint = batches[0].checkpoint.clone().unwrap();
    assert!(
        read(&mut world.poller(std::slice::from_ref(&checkpoint)), 0)
            .await
            .is_empty()
    );
    world.clock.pass(2 * HOUR);
    let again = read(&mut world.poller(std::slice::from_ref(&checkpoint)), 1).await;
    assert_eq!(titles(&again), [""; 0]);
    assert!(again[0].checkpoint.as_ref().unwrap().position > checkpoint.position);
    assert_eq!(world.server.log()[1].headers["if-none-match"], "\"x\"");
}

#[tokio::test]
async fn hosts_are_asked_one_feed_at_a_time() {
    let busy = Arc::new(Mutex::new((0_usize, 0_usize)));
    let counted = Arc::clone(&busy);
    let world = world(move |_| {
        let mut counted = counted.lock().unwrap();
        counted.0 += 1;
        Reply::default().part(
            Duration::from_millis(30),
            "HTTP/1.1 404 x\r\ncontent-length: 0\r\n\r\n",
        )
    })
    .await;
    let feeds = (0..4).map(|n| world.subscription(&format!("/{n}"), &[subscriber(1, 1)]));
    let feeds: Vec<_> = feeds.collect();
    let mut poller = FeedPoller::new(&world.context, feeds, PollTiming::default(), &[]).unwrap();
    let began = tokio::time::Instant::now();
    assert_eq!(read(&mut poller, 4).await.len(), 4);
    assert!(began.elapsed() >= Duration::from_millis(4 * 30));
    assert_eq!(busy.lock().unwrap().0, 4);
}
