//! Asking Bluesky and feeds for previews.

use crate::{
    context::{NOON, context},
    server::{Reply, Server},
};
use hearken_connectors::{
    Context, ErrorKind, Job, SearchRequest,
    feeds::{FeedSubscription, Subscriber},
    registry,
};
use hearken_model::{OrgId, PublicId, Span, Timestamp, time::DAY};
use serde_json::json;

fn request(any: &[&str]) -> SearchRequest {
    SearchRequest {
        any: any.iter().map(|t| (*t).to_owned()).collect(),
        languages: vec!["de".parse().unwrap()],
        span: None,
        limit: 10,
    }
}

async fn ask(
    context: &Context,
    server: &Server,
    request: &SearchRequest,
) -> Result<Vec<hearken_model::Post>, hearken_connectors::ConnectorError> {
    let settings = json!({"search_host": server.url(""), "search_token": "demo-token"});
    let bluesky = registry::find("bluesky").unwrap();
    let search = bluesky
        .searcher(context, &settings, &Job::Stream)
        .unwrap()
        .unwrap();
    search.search(request).await
}

fn view(rkey: &str, created: &str) -> serde_json::Value {
    json!({"uri": format!("at://did:plc:demo/app.bsky.feed.post/{rkey}"), "cid": "b",
        "author": {"did": "did:plc:demo", "handle": "demo.example", "displayName": "Demo",
            "avatar": "https://cdn.example/a.jpg"},
        "record": {"text": format!("text {rkey}"), "createdAt": created},
        "indexedAt": "2026-11-22T11:59:00Z"})
}

#[tokio::test]
async fn bluesky_answers_with_posts_of_all_terms_newest_first() {
    let server = Server::start(|asked| {
        let posts = if asked.target.contains("q=one") {
            json!([
                view("a", "2026-11-20T00:00:00Z"),
                view("b", "2026-11-21T00:00:00Z"),
                5,
                {}
            ])
        } else {
            json!([
                view("b", "2026-11-21T00:00:00Z"),
                view("c", "2026-11-22T00:00:00Z")
            ])
        };
        Reply::new(200, &[], json!({ "posts": posts }).to_string())
    })
    .await;
    let context = context();
    let posts = ask(&context, &server, &request(&["one", "two words"]))
        .await
        .unwrap();
    let texts: Vec<_> = posts.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(texts, ["text c", "text b", "text a"]);
    let author = posts[0].author.as_ref().unwrap();
    assert_eq!(author.handle.as_deref(), Some("demo.example"));
    assert_eq!(author.name.as_deref(), Some("Demo"));
    let log = server.log();
    assert_eq!(log.len(), 2);
    assert!(
        log[1].target.contains("q=%22two+words%22"),
        "{}",
        log[1].target
    );
    assert!(log[0].target.contains("lang=de"));
    assert_eq!(log[0].headers["authorization"], "Bearer demo-token");

    let mut recent = request(&["one"]);
    recent.span = Some(Span {
        from: Timestamp(NOON - 2 * DAY),
        to: Timestamp(NOON),
    });
    let posts = ask(&context, &server, &recent).await.unwrap();
    assert_eq!(
        posts.len(),
        1,
        "older ones are left out, whatever the server says"
    );
}

#[tokio::test]
async fn the_status_decides_the_kind_of_error() {
    for (status, kind) in [
        (400, ErrorKind::Reject),
        (401, ErrorKind::Auth),
        (403, ErrorKind::Auth),
        (429, ErrorKind::Quota),
        (500, ErrorKind::Retry),
    ] {
        let server = Server::start(move |_| Reply::new(status, &[("retry-after", "7")], "")).await;
        let error = ask(&context(), &server, &request(&["x"]))
            .await
            .unwrap_err();
        assert_eq!(error.kind, kind, "{status}");
        assert_eq!(error.retry_after.map(|d| d.as_secs()), Some(7));
    }
    let server = Server::start(|_| Reply::new(200, &[], "<html>")).await;
    let error = ask(&context(), &server, &request(&["x"]))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Retry);
    let error = ask(&context(), &server, &request(&[])).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Reject, "everything is no question");
}

#[tokio::test]
async fn feeds_answer_with_what_they_show_now() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/gone" => Reply::new(410, &[], ""),
        _ => Reply::new(
            200,
            &[],
            "<rss version='2.0'><channel><title>F</title>\
            <item><title>old</title><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item>\
            <item><title>new</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>\
            <item><title>undated</title></item></channel></rss>",
        ),
    })
    .await;
    let subscriber = Subscriber {
        org: OrgId(1),
        group: PublicId(7),
    };
    let job = |paths: &[&str]| {
        let feeds = paths.iter().map(|path| FeedSubscription {
            url: server.url(path),
            subscribers: vec![subscriber],
        });
        Job::Feeds(feeds.collect())
    };
    let feeds = registry::find("feed").unwrap();
    let context = context();
    let search = |job: &Job| {
        feeds
            .searcher(&context, &json!(null), job)
            .unwrap()
            .unwrap()
    };
    let posts = search(&job(&["/a", "/gone"]))
        .search(&request(&[]))
        .await
        .unwrap();
    let titles: Vec<_> = posts.iter().map(|p| p.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["new", "old"]);
    assert_eq!(posts[0].group, Some(PublicId(7)));
    let error = search(&job(&["/gone"]))
        .search(&request(&[]))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Retry);
}
