//! Looks at an address before it is added to a group: is it a feed, and what is in it (SEA-127).

use super::{FeedForm, fetch, html, parse};
use crate::{Context, HttpError, Reject, RejectCode};
use hearken_model::Post;
use html5gum::{Token, Tokenizer};
use url::Url;

/// Newest items that are shown.
const NEWEST: usize = 5;
/// Most feeds that are suggested from a page.
const SUGGESTIONS: usize = 5;

/// A feed that can be added.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedCheck {
    /// Its address: where the one that was given has moved for good.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// How it is written.
    pub form: FeedForm,
    /// How many items it has now.
    pub items: usize,
    /// Items of it that cannot be used, and why.
    pub skipped: Vec<Reject>,
    /// The newest items.
    pub newest: Vec<Post>,
}

/// Why an address cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedRefusal {
    /// Not an address of the web.
    #[error("not an http or https address")]
    NotAnAddress,
    /// A private address (SEA-127).
    #[error("the address is private, and the operator does not allow those")]
    PrivateAddress,
    /// Nobody there.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// Took too long.
    #[error("the server did not answer in time")]
    Timeout,
    /// Larger than accepted.
    #[error("the feed is too large")]
    TooLarge,
    /// The server said no.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// Something else than a feed.
    #[error("not a feed: {why}")]
    NotAFeed {
        /// What it is instead.
        why: String,
        /// Feeds that the page names.
        suggestions: Vec<String>,
    },
}

impl FeedRefusal {
    /// The code of the diagnostic; its text is `error-<code>` in the catalogues.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnAddress => "feed-not-an-address",
            Self::PrivateAddress => "feed-private-address",
            Self::Unreachable(_) => "feed-unreachable",
            Self::Timeout => "feed-timeout",
            Self::TooLarge => "feed-too-large",
            Self::Status(_) => "feed-status",
            Self::NotAFeed { .. } => "feed-not-a-feed",
        }
    }

    /// An address as a person types it.
    pub(super) fn address(text: &str) -> Result<Url, Self> {
        let text = text.trim();
        let text = text.strip_prefix("feed:").unwrap_or(text);
        let text = text.trim_start_matches("//");
        let whole = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let mut url: Url = whole.parse().map_err(|_| Self::NotAnAddress)?;
        let host = url.host_str().unwrap_or_default();
        let named = host.contains(['.', ':']) || host == "localhost";
        if !matches!(url.scheme(), "http" | "https") || !named {
            return Err(Self::NotAnAddress);
        }
        url.set_fragment(None);
        Ok(url)
    }

    pub(super) fn broken() -> Self {
        Self::NotAFeed {
            why: "it broke the reader".to_owned(),
            suggestions: Vec::new(),
        }
    }

    /// A body that is no feed; where it is a page, the feeds it names.
    pub(super) fn of_page(body: &[u8], url: &Url, reject: Reject) -> Self {
        if reject.code == RejectCode::TooLarge {
            return Self::TooLarge;
        }
        Self::NotAFeed {
            why: reject.detail,
            suggestions: suggestions(body, url),
        }
    }
}

impl From<HttpError> for FeedRefusal {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::BadUrl(_) => Self::NotAnAddress,
            HttpError::PrivateAddress { .. } => Self::PrivateAddress,
            HttpError::Timeout { .. } => Self::Timeout,
            HttpError::TooLarge { .. } => Self::TooLarge,
            other => Self::Unreachable(other.to_string()),
        }
    }
}

/// `<link rel="alternate" type="application/rss+xml" href="...">`
fn suggestions(body: &[u8], url: &Url) -> Vec<String> {
    let head = body.get(..body.len().min(256 * 1024)).unwrap_or_default();
    let page = String::from_utf8_lossy(head);
    let mut found = Vec::new();
    for token in Tokenizer::new(page.as_ref()) {
        let Ok(Token::StartTag(tag)) = token else {
            continue;
        };
        let get = |name: &[u8]| {
            let value = tag.attributes.get(name)?;
            Some(String::from_utf8_lossy(&value.value).into_owned())
        };
        let is_link = tag.name.as_slice() == b"link";
        let rel = get(b"rel").is_some_and(|rel| rel.eq_ignore_ascii_case("alternate"));
        let kind = get(b"type").unwrap_or_default().to_lowercase();
        let is_feed = ["rss+xml", "atom+xml", "feed+json"]
            .iter()
            .any(|k| kind.contains(k));
        if !is_link || !rel || !is_feed {
            continue;
        }
        let href = get(b"href").and_then(|href| html::web_address(&href, Some(url)));
        if let Some(href) = href.filter(|href| !found.contains(href)) {
            found.push(href);
        }
        if found.len() == SUGGESTIONS {
            break;
        }
    }
    found
}

/// Fetches an address once and says what is there.
///
/// # Errors
/// Why it cannot be added.
pub async fn check(context: &Context, url: &str) -> Result<FeedCheck, FeedRefusal> {
    let url = FeedRefusal::address(url)?;
    let response = context.http.send(fetch::request(url.clone())).await?;
    let feed = fetch::understand(&response, &url, context.now()).await?;
    let settled = response.moved_to.unwrap_or(url);
    Ok(found(settled, feed))
}

fn found(url: Url, feed: parse::ParsedFeed) -> FeedCheck {
    let items = feed.items.len() + feed.rejects.len();
    let mut newest: Vec<Post> = feed.items.into_iter().map(|item| item.post).collect();
    newest.sort_by_key(|post| std::cmp::Reverse(post.published_at));
    newest.truncate(NEWEST);
    FeedCheck {
        url: url.into(),
        title: feed.title,
        form: feed.form,
        items,
        skipped: feed.rejects,
        newest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_type_them() {
        let check = |text: &str, expect: Option<&str>| {
            let found = FeedRefusal::address(text).ok().map(String::from);
            assert_eq!(found.as_deref(), expect, "{text}");
        };
        check(
            " https://a.example/feed#top ",
            Some("https://a.example/feed"),
        );
        check("a.example/feed", Some("https://a.example/feed"));
        check("feed://a.example/feed", Some("https://a.example/feed"));
        check(
            "feed:https://a.example/feed",
            Some("https://a.example/feed"),
        );
        check("http://127.0.0.1:8080/x", Some("http://127.0.0.1:8080/x"));
        check("ftp://a.example/", None);
        check("file:///etc/passwd", None);
        check("javascript:alert(1)", None);
        check("feed", None);
        check("", None);
    }

    #[test]
    fn a_page_names_its_feeds() {
        let page = "<html><head><link rel=alternate type='application/rss+xml' href='/rss'>\
            <link rel=stylesheet href=x.css><LINK REL=Alternate TYPE=application/atom+xml \
            HREF='https://b.example/atom'><link rel=alternate hreflang=de href=/de></head>";
        let url = "https://a.example/blog/".parse().expect("url");
        let found = suggestions(page.as_bytes(), &url);
        assert_eq!(found, ["https://a.example/rss", "https://b.example/atom"]);
    }
}
