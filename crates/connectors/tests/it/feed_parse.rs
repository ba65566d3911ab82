//! Feeds of every kind, well and badly made.

use crate::context::NOON;
use hearken_connectors::{
    Reject, RejectCode,
    feeds::{ParsedFeed, parse},
};
use hearken_model::{MediaKind, Source, Timestamp};
use proptest::prelude::*;

fn read(feed: &str) -> Result<ParsedFeed, Reject> {
    let url: url::Url = "https://blog.example/feed.xml".parse().unwrap();
    parse(feed.as_bytes(), &url, &url, Timestamp(NOON))
}

fn rss(items: &str) -> ParsedFeed {
    read(&format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>The &amp; Blog</title>\
         <language>de-AT</language><ttl>90</ttl>{items}</channel></rss>"
    ))
    .unwrap()
}

#[test]
fn rss_2_becomes_posts() {
    let feed = rss(
        "<item><guid isPermaLink='false'>17</guid><title>A &lt;b&gt;bold&lt;/b&gt; day</title>\
         <link>/posts/17</link><pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate>\
         <dc:creator>Demo Writer</dc:creator><category>News</category><category>Two words</category>\
         <description>short</description>\
         <content:encoded><![CDATA[<p>One</p><p>Two <img src='/c.png' alt='a cat'></p>]]></content:encoded>\
         <enclosure url='https://blog.example/a.mp3' type='audio/mpeg' length='9'/></item>",
    );
    assert_eq!(
        (feed.title.as_deref(), feed.ttl_minutes),
        (Some("The & Blog"), Some(90))
    );
    assert_eq!((feed.items.len(), feed.rejects.len()), (1, 0));
    let item = &feed.items[0];
    let post = &item.post;
    assert!(item.dated);
    assert_eq!(post.source, Source::FEED);
    assert_eq!(post.title.as_deref(), Some("A bold day"));
    assert_eq!(post.text, "One\n\nTwo");
    assert_eq!(
        post.permalink.as_deref(),
        Some("https://blog.example/posts/17")
    );
    assert_eq!(post.published_at.to_rfc3339(), "2026-11-22T09:00:00Z");
    assert_eq!(post.language.as_ref().map(|l| l.as_str()), Some("de"));
    assert_eq!(
        post.author.as_ref().unwrap().name.as_deref(),
        Some("Demo Writer")
    );
    assert!(post.native_id.ends_with(":17"), "{}", post.native_id);
    let tags: Vec<_> = post.entities.iter().map(|e| e.value.as_str()).collect();
    assert_eq!(tags, ["News"]);
    let media: Vec<_> = post
        .media
        .iter()
        .map(|m| (m.kind, m.alt.as_deref()))
        .collect();
    assert_eq!(
        media,
        [(MediaKind::Image, Some("a cat")), (MediaKind::Audio, None)]
    );
}

/// One item of these, in a feed called `F`.
fn check(feed: &str, title: &str, text: &str) {
    let feed = read(feed).unwrap_or_else(|reject| panic!("{reject}: {feed}"));
    assert_eq!(feed.rejects, []);
    let post = &feed.items[0].post;
    assert_eq!(
        (post.title.as_deref(), post.text.as_str()),
        (Some(title), text)
    );
    assert_eq!(
        post.author.as_ref().unwrap().name.as_deref(),
        Some("F"),
        "falls back to the feed"
    );
}

#[test]
fn other_kinds_are_read_too() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><id>f</id><updated>2026-11-22T10:00:00Z</updated>\
         <entry><id>e</id><title type='html'>a &amp;amp; b</title><updated>2026-11-22T10:00:00Z</updated>\
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p><p>y</p></div></content></entry></feed>",
        "a & b",
        "x\n\ny",
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>\
         <entry><id>e</id><title>1 &lt; 2 &amp;amp; 3</title><published>2026-11-22T10:00:00Z</published>\
         <summary type='text'>a &lt;b&gt; c</summary></entry></feed>",
        "1 < 2 &amp; 3",
        "a <b> c",
    );
    check(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"a & b",
            "content_html":"<p>x</p>y","date_published":"2026-11-22T10:00:00Z"}]}"#,
        "a & b",
        "x\n\ny",
    );
    check(
        r#"{"version":"https://jsonfeed.org/version/1","title":"F","items":[{"id":"1","title":"t",
            "content_text":"1 < 2","date_published":"2026-11-22T10:00:00Z"}]}"#,
        "t",
        "1 < 2",
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'><title>F</title><link>http://x.example/</link>\
         <description>d</description></channel><item rdf:about='http://x.example/1'><title>t</title>\
         <link>http://x.example/1</link><description>b</description><dc:date>2026-11-22T10:00:00Z</dc:date></item></rdf:RDF>",
        "t",
        "b",
    );
}

#[test]
fn every_version_of_rss_is_read() {
    for version in [
        "version='0.91'",
        "version=\"0.92\"",
        "version='0.93'",
        "version='0.94'",
        "version='2.0.1'",
        "",
        "version='2.0' x='y'",
    ] {
        check(
            &format!(
                "<?xml version=\"1.0\"?><rss {version}><channel><title>F</title><link>http://x.example/</link>\
                <description>d</description><item><title>t</title><link>http://x.example/1</link>\
                <description>b</description><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
            ),
            "t",
            "b",
        );
    }
}

#[test]
fn ids_are_the_same_at_every_poll() {
    let ids = |items: &str| -> Vec<String> {
        rss(items)
            .items
            .into_iter()
            .map(|i| i.post.native_id)
            .collect()
    };
    let item =
        |rest: &str| format!("<item>{rest}<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>");
    for rest in [
        "<guid>x</guid><title>t</title>",
        "<title>t</title><link>http://a.example/1</link>",
        "<title>t</title>",
    ] {
        assert_eq!(ids(&item(rest)), ids(&item(rest)), "{rest}");
    }
    let by_link = ids(&item("<title>t</title><link>http://a.example/1</link>"));
    let edited = ids(&item("<title>T!</title><link>http://a.example/1</link>"));
    assert_eq!(by_link, edited, "an edited title is the same item");
    assert_ne!(
        ids(&item("<title>t</title>")),
        ids(&item("<title>u</title>"))
    );
    let other: url::Url = "https://other.example/feed".parse().unwrap();
    let feed = "<rss version='2.0'><channel><title>F</title><item><guid>x</guid><title>t</title></item></channel></rss>";
    let there = parse(feed.as_bytes(), &other, &other, Timestamp(NOON)).unwrap();
    assert_ne!(
        vec![there.items[0].post.native_id.clone()],
        ids(&item("<guid>x</guid><title>t</title>"))
    );
    let long = "g".repeat(5000);
    assert!(ids(&item(&format!("<guid>{long}</guid><title>t</title>")))[0].len() < 600);
}

#[test]
fn items_that_cannot_be_used_are_counted_and_described() {
    let feed = rss(
        "<item><title>fine</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>\
         <item><guid>empty</guid><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>\
         <item><title>future</title><pubDate>Sun, 22 Nov 2099 10:00:00 GMT</pubDate></item>\
         <item><title>zero</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>\
         <item><title>undated</title></item>\
         <item><title>misdated</title><pubDate>last week</pubDate></item>",
    );
    let fields: Vec<_> = feed
        .rejects
        .iter()
        .map(|r| (r.code, r.field.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [
            (RejectCode::MissingField, Some("title")),
            (RejectCode::BadField, Some("published")),
            (RejectCode::BadField, Some("published")),
        ]
    );
    let dated: Vec<_> = feed.items.iter().map(|i| i.dated).collect();
    assert_eq!(dated, [true, false, false], "dates are never invented");
}

#[test]
fn authors_fall_back_to_the_feed() {
    let author = |feed: &ParsedFeed| feed.items[0].post.author.clone().unwrap();
    let feed = rss("<item><title>t</title></item>");
    assert_eq!(author(&feed).name.as_deref(), Some("The & Blog"));
    assert_eq!(author(&feed).native_id, "blog.example/the & blog");
    let feed = rss("<item><title>t</title><author>demo@blog.example (Demo Person)</author></item>");
    assert!(
        author(&feed)
            .name
            .is_some_and(|n| n.contains("Demo Person") || n.contains("demo@"))
    );
}

#[test]
fn what_is_no_feed_is_refused() {
    let check = |body: &str, expect: &str| {
        let reject = read(body).unwrap_err();
        assert_eq!(reject.code, RejectCode::Malformed, "{body}");
        assert!(reject.detail.contains(expect), "{body}: {}", reject.detail);
    };
    check("", "neither");
    check("hello", "neither");
    check("<!DOCTYPE html><html><body>a page</body></html>", "neither");
    check("{\"a\": 1}", "not a JSON feed");
    check(
        "{\"version\":\"2\",\"title\":\"x\",\"items\":[]}",
        "version",
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</entry>",
        "XML",
    );
}

#[test]
fn hostile_feeds_do_no_harm() {
    // The reader cuts a name before an address at a fixed byte; here that is inside a character.
    let name = "<item><title>t</title><author>\u{2014}a@b.example</author></item>";
    let bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>\
                <!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><rss version='2.0'><channel><title>&c;</title></channel></rss>";
    let deep = format!(
        "<rss version='2.0'><channel><title>x</title><item><description>{}</description></item></channel></rss>",
        "<b>".repeat(50_000)
    );
    let deep_html = format!(
        "<rss version='2.0'><channel><title>x</title><item><description><![CDATA[{}]]></description></item></channel></rss>",
        "<div>".repeat(100_000)
    );
    let deep_json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"x\",\"items\":[],\"x\":{}",
        "[".repeat(100_000)
    );
    let outside = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&x;</title></channel></rss>";
    for feed in [
        &format!("<rss version='2.0'><channel><title>F</title>{name}</channel></rss>"),
        bomb,
        &deep,
        &deep_html,
        &deep_json,
        outside,
    ] {
        if let Ok(parsed) = read(feed) {
            assert!(
                !format!("{parsed:?}").contains("root:"),
                "nothing of ours is read"
            );
        }
    }
}

#[test]
fn large_feeds_are_capped() {
    let item = "<item><title>t</title><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>";
    let feed = rss(&item.repeat(1500));
    assert_eq!((feed.items.len(), feed.rejects.len()), (1000, 1));
    assert!(feed.rejects[0].detail.contains("500"));
    let long = format!(
        "<item><title>t</title><description>{}</description></item>",
        "é".repeat(100_000)
    );
    assert_eq!(rss(&long).items[0].post.text.len(), 64 * 1024);
    assert_eq!(
        read(&" ".repeat(9 << 20)).unwrap_err().code,
        RejectCode::TooLarge
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_panics(text in "[<>/&;a-z'\"= #\\PC]{0,200}") {
        read(&text).ok();
        read(&format!("<rss version='2.0'><channel><item><title>{text}</title></item></channel></rss>")).ok();
        read(&format!("<rss version='2.0'><channel><item><description><![CDATA[{text}]]></description></item></channel></rss>")).ok();
    }
}
