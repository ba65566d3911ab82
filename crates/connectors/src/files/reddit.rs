//! Dumps of Reddit submissions and comments, one JSON object a line.

use super::decode::{self, Decode, Step};
use crate::{Item, Reject};
use hearken_model::{Author, LinkCard, Post, PostKind, Source, Timestamp};
use serde::Deserialize;
use std::borrow::Cow;

/// Reads lines of a dump.
#[derive(Clone, Copy, Debug)]
pub struct RedditDecoder {
    now: Timestamp,
}

impl RedditDecoder {
    /// `now` bounds times in the future.
    pub const fn new(now: Timestamp) -> Self {
        Self { now }
    }
}

impl Decode for RedditDecoder {
    fn line(&mut self, line: &[u8]) -> Step {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Step::Nothing;
        }
        decode::json::<Entry<'_>>(line)
            .and_then(|entry| convert(entry, self.now))
            .map(|post| Item::Upsert(Box::new(post)))
            .into()
    }
}

#[derive(Deserialize)]
struct Entry<'l> {
    #[serde(borrow, default)]
    id: Cow<'l, str>,
    created_utc: Option<Number<'l>>,
    #[serde(borrow, default)]
    title: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    selftext: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    body: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    url: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    permalink: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    parent_id: Option<Cow<'l, str>>,
    #[serde(borrow, default)]
    author: Option<Cow<'l, str>>,
    #[serde(default)]
    is_self: Option<bool>,
    #[serde(default)]
    over_18: Option<bool>,
}

/// Older dumps write numbers as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number<'l> {
    Whole(i64),
    Broken(f64),
    #[serde(borrow)]
    Text(Cow<'l, str>),
}

impl Number<'_> {
    fn seconds(&self) -> Option<i64> {
        match self {
            Self::Whole(seconds) => Some(*seconds),
            Self::Broken(seconds) if seconds.is_finite() => Some(*seconds as i64),
            Self::Broken(_) => None,
            Self::Text(digits) => digits.parse().ok(),
        }
    }
}

fn convert(entry: Entry<'_>, now: Timestamp) -> Result<Post, Reject> {
    if entry.id.is_empty() {
        return Err(Reject::missing("id"));
    }
    let created = entry
        .created_utc
        .ok_or_else(|| Reject::missing("created_utc"))?;
    let seconds = created
        .seconds()
        .ok_or_else(|| Reject::bad("created_utc", "not a number of seconds"))?;
    let published_at = decode::plausible("created_utc", Timestamp::from_seconds(seconds), now)?;
    let is_comment = entry.title.is_none() && entry.body.is_some();
    let title = entry.title.map(|t| unescape(&t)).filter(|t| !t.is_empty());
    let body = if is_comment {
        entry.body
    } else {
        entry.selftext
    };
    let text = body
        .as_deref()
        .filter(|t| !is_gone(t))
        .map(unescape)
        .unwrap_or_default();
    if text.is_empty() && title.is_none() {
        let field = if is_comment { "body" } else { "title" };
        return Err(Reject::missing(field));
    }
    let mut post = Post::new(Source::REDDIT, entry.id, text, published_at);
    post.title = title;
    post.permalink = entry.permalink.map(|p| absolute(&unescape(&p)));
    post.sensitive = entry.over_18 == Some(true);
    post.author = entry
        .author
        .filter(|name| !name.is_empty() && !is_gone(name))
        .map(author);
    if is_comment {
        post.kind = PostKind::Reply;
        post.reply_to = entry.parent_id.map(|id| bare_id(&id).to_owned());
    } else if entry.is_self != Some(true) {
        post.link = entry
            .url
            .and_then(|url| link(&unescape(&url), post.permalink.as_deref()));
    }
    Ok(post)
}

/// Reddit escapes `&`, `<` and `>` in its JSON.
fn unescape(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

fn is_gone(text: &str) -> bool {
    matches!(text, "[deleted]" | "[removed]")
}

fn author(name: Cow<'_, str>) -> Author {
    Author {
        profile_url: Some(format!("https://www.reddit.com/user/{name}")),
        handle: Some(name.clone().into_owned()),
        native_id: name.into_owned(),
        ..Author::default()
    }
}

fn absolute(permalink: &str) -> String {
    if permalink.starts_with('/') {
        format!("https://www.reddit.com{permalink}")
    } else {
        permalink.to_owned()
    }
}

/// `t1_abc` is a comment, `t3_abc` a submission.
fn bare_id(id: &str) -> &str {
    id.split_once('_').map_or(id, |(_, bare)| bare)
}

/// The page a submission links to; one that links to itself has none.
fn link(url: &str, permalink: Option<&str>) -> Option<LinkCard> {
    let itself = permalink.is_some_and(|p| p == url) || url.starts_with("/r/");
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    (is_web && !itself).then(|| LinkCard {
        url: url.to_owned(),
        title: None,
        description: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(line: &str) -> Step {
        RedditDecoder::new(Timestamp::from_seconds(1_800_000_000)).line(line.as_bytes())
    }

    #[test]
    fn a_submission_becomes_a_post() {
        let line = r#"{"id":"66k","created_utc":1201238066,"subreddit":"ruby","title":"A &amp; B",
            "selftext":"x &lt; y","domain":"d.example","url":"http://d.example/?a=1&amp;b=2",
            "permalink":"/r/ruby/comments/66k/a_b/","score":35}"#;
        let Step::Item(Item::Upsert(post)) = decode(line) else {
            panic!("not a post: {:?}", decode(line))
        };
        assert_eq!(post.native_id, "66k");
        assert_eq!(post.title.as_deref(), Some("A & B"));
        assert_eq!(post.text, "x < y");
        assert_eq!(
            post.link.map(|l| l.url).as_deref(),
            Some("http://d.example/?a=1&b=2")
        );
        let permalink = "https://www.reddit.com/r/ruby/comments/66k/a_b/";
        assert_eq!(post.permalink.as_deref(), Some(permalink));
        assert_eq!(post.published_at, Timestamp::from_seconds(1_201_238_066));
        assert_eq!((post.author, post.kind), (None, PostKind::Post));
    }

    #[test]
    fn a_comment_becomes_a_reply() {
        let line = r#"{"id":"c1","created_utc":"1201238066","body":"yes","parent_id":"t3_66k",
            "author":"demo_reader"}"#;
        let Step::Item(Item::Upsert(post)) = decode(line) else {
            panic!("not a post: {:?}", decode(line))
        };
        assert_eq!(post.kind, PostKind::Reply);
        assert_eq!(post.reply_to.as_deref(), Some("66k"));
        assert_eq!(
            post.author.map(|a| a.native_id).as_deref(),
            Some("demo_reader")
        );
    }

    #[test]
    fn what_cannot_be_is_rejected_by_field() {
        let check = |line: &str, expect: Option<&str>| match decode(line) {
            Step::Reject(reject) => assert_eq!(reject.field.as_deref(), expect, "{line}"),
            other => panic!("{line}: {other:?}"),
        };
        check("{", None);
        check("[]", None);
        check(r#"{"created_utc":1,"title":"t"}"#, Some("id"));
        check(r#"{"id":"a","title":"t"}"#, Some("created_utc"));
        check(
            r#"{"id":"a","title":"t","created_utc":"soon"}"#,
            Some("created_utc"),
        );
        check(
            r#"{"id":"a","title":"t","created_utc":-5}"#,
            Some("created_utc"),
        );
        check(
            r#"{"id":"a","title":"t","created_utc":9999999999}"#,
            Some("created_utc"),
        );
        check(r#"{"id":"a","title":"","created_utc":1}"#, Some("title"));
        check(
            r#"{"id":"a","body":"[deleted]","created_utc":1}"#,
            Some("body"),
        );
        assert_eq!(decode("  "), Step::Nothing);
    }
}
