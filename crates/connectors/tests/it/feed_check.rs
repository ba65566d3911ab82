//! The check of a feed before it is added (SEA-127).

use crate::{
    context,
    feeds::{World, feed, world},
    server::Reply,
};
use hearken_connectors::{
    HttpOptions,
    feeds::{FeedRefusal, check},
};
use std::time::Duration;

/// A server with one of everything that can be met.
async fn met() -> World {
    let page =
        "<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>";
    world(move |asked| match asked.target.as_str() {
        "/feed" => {
            let items: Vec<String> = (0..9)
                .map(|n| {
                    format!("<title>n{n}</title><pubDate>Sun, 22 Nov 2026 0{n}:00:00 GMT</pubDate>")
                })
                .collect();
            let mut items: Vec<&str> = items.iter().map(String::as_str).collect();
            items.push("<guid>empty</guid>");
            Reply::new(200, &[], feed(&items))
        }
        "/moved" => Reply::new(308, &[("location", "/feed")], ""),
        "/page" => Reply::new(200, &[], page),
        "/inside" => Reply::new(302, &[("location", "http://169.254.169.254/feed")], ""),
        "/large" => Reply::new(200, &[], vec![b' '; 9 << 20]),
        "/slow" => Reply::default().part(Duration::from_secs(30), ""),
        _ => Reply::new(403, &[], ""),
    })
    .await
}

#[tokio::test]
async fn a_feed_is_checked_before_it_is_added() {
    let world = met().await;
    let found = check(&world.context, &world.server.url("/moved"))
        .await
        .unwrap();
    assert_eq!(found.url, world.server.url("/feed"));
    assert_eq!(found.form.as_str(), "rss");
    assert_eq!(
        (found.title.as_deref(), found.items, found.skipped.len()),
        (Some("F"), 10, 1)
    );
    let newest: Vec<_> = found
        .newest
        .iter()
        .filter_map(|p| p.title.as_deref())
        .collect();
    assert_eq!(newest, ["n8", "n7", "n6", "n5", "n4"]);
}

#[tokio::test]
async fn what_cannot_be_added_is_refused_with_its_reason() {
    let world = met().await;
    let refused = async |url: &str| check(&world.context, url).await.unwrap_err();
    let at = |path: &str| world.server.url(path);
    let FeedRefusal::NotAFeed { suggestions, .. } = refused(&at("/page")).await else {
        panic!("a page is no feed")
    };
    assert_eq!(suggestions, [at("/rss")]);
    assert_eq!(refused(&at("/inside")).await, FeedRefusal::PrivateAddress);
    assert_eq!(
        refused("http://10.0.0.1/feed").await,
        FeedRefusal::PrivateAddress
    );
    assert_eq!(
        refused("http://localhost.:1/feed")
            .await
            .code()
            .split('-')
            .next(),
        Some("feed")
    );
    assert_eq!(refused(&at("/large")).await, FeedRefusal::TooLarge);
    assert_eq!(refused(&at("/none")).await, FeedRefusal::Status(403));
    assert_eq!(refused("nonsense").await, FeedRefusal::NotAnAddress);
    assert!(matches!(
        refused("http://127.0.0.1:1/").await,
        FeedRefusal::Unreachable(_)
    ));
    let impatient = HttpOptions {
        total_timeout: Duration::from_millis(200),
        ..context::options()
    };
    let context = context::with(impatient, &world.clock);
    assert_eq!(
        check(&context, &at("/slow")).await.unwrap_err(),
        FeedRefusal::Timeout
    );
}
