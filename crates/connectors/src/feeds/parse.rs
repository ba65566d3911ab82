//! A feed's bytes made posts. Pure.

use super::item;
use crate::{Reject, RejectCode};
use feed_rs::{
    model::{Feed, FeedType},
    parser::{Builder, ParseFeedError},
};
use hearken_model::{Post, Timestamp};
use std::{
    borrow::Cow,
    panic::{AssertUnwindSafe, catch_unwind},
};
use url::Url;

/// Largest feed, in bytes.
pub(super) const FEED_LIMIT: usize = 8 * 1024 * 1024;
/// Most items of a feed that are looked at; the rest is counted as one reject.
const ITEM_LIMIT: usize = 1000;

/// A feed that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedFeed {
    /// How it is written.
    pub form: FeedForm,
    /// Its title.
    pub title: Option<String>,
    /// How long it asks to be left alone, in minutes (`ttl` of RSS).
    pub ttl_minutes: Option<u32>,
    /// Its items.
    pub items: Vec<ParsedItem>,
    /// Items that cannot be used (SEA-129).
    pub rejects: Vec<Reject>,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedForm {
    /// RSS, of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

impl FeedForm {
    /// The word in forms and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }
}

/// An item of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedItem {
    /// The post; where the item has no date, its time is that of the fetch.
    pub post: Post,
    /// Whether the item says when it was published. Dates are never invented: one that does not
    /// counts only if it was not there at the poll before, so that the fetch tells its time.
    pub dated: bool,
}

/// Reads RSS 0.9 to 2.0, Atom 1.0 or JSON Feed 1.x. `identity` is the address under which the feed
/// is known: ids are unique within it, and stay the same where it moves. `base` is where it was
/// found in the end; relative addresses are completed with it.
///
/// # Errors
/// When it is no feed.
pub fn parse(
    bytes: &[u8],
    identity: &Url,
    base: &Url,
    now: Timestamp,
) -> Result<ParsedFeed, Reject> {
    if bytes.len() > FEED_LIMIT {
        let detail = format!("the feed is larger than {FEED_LIMIT} bytes");
        return Err(Reject::new(RejectCode::TooLarge, detail));
    }
    let mended = mend_version(bytes);
    let parser = Builder::new()
        .base_uri(Some(base.as_str()))
        .sanitize_content(false)
        // No id of its own: `item` makes one that is the same at every poll.
        .id_generator(|_, _, _| String::new())
        .build();
    // The library cuts some texts at fixed bytes; what it cannot read must not end the process.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(mended.as_ref())));
    let parsed = parsed.map_err(|_| malformed("the feed broke its reader"))?;
    let feed = parsed.map_err(|error| not_a_feed(&error))?;
    let about = item::About::of(&feed, identity, base, now);
    Ok(posts(feed, &about))
}

fn malformed(detail: &str) -> Reject {
    Reject::new(RejectCode::Malformed, detail)
}

fn not_a_feed(error: &ParseFeedError) -> Reject {
    malformed(match error {
        ParseFeedError::ParseError(_) => "neither RSS nor Atom nor JSON Feed",
        ParseFeedError::IoError(_) => "unreadable",
        ParseFeedError::JsonSerde(_) => "not a JSON feed",
        ParseFeedError::JsonUnsupportedVersion(_) => "a version of JSON Feed that is not known",
        ParseFeedError::XmlReader(_) => "the XML is not well-formed",
    })
}

fn posts(feed: Feed, about: &item::About) -> ParsedFeed {
    let mut found = ParsedFeed {
        form: match feed.feed_type {
            FeedType::Atom => FeedForm::Atom,
            FeedType::JSON => FeedForm::Json,
            _ => FeedForm::Rss,
        },
        title: about.title.clone(),
        ttl_minutes: feed.ttl,
        items: Vec::new(),
        rejects: Vec::new(),
    };
    let too_many = feed.entries.len().saturating_sub(ITEM_LIMIT);
    for entry in feed.entries.into_iter().take(ITEM_LIMIT) {
        match about.item(entry) {
            Ok(item) => found.items.push(item),
            Err(reject) => found.rejects.push(reject),
        }
    }
    if too_many > 0 {
        let detail = format!("{too_many} items above the limit of {ITEM_LIMIT}");
        found
            .rejects
            .push(Reject::new(RejectCode::TooLarge, detail));
    }
    found
}

/// The library knows RSS 0.91, 0.92 and 2.0 by name; 0.93, 0.94, 2.0.1 and `rss` without version
/// are read as 2.0, which they are a part of.
fn mend_version(bytes: &[u8]) -> Cow<'_, [u8]> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let Some(start) = find(head, b"<rss") else {
        return Cow::Borrowed(bytes);
    };
    let after = start + b"<rss".len();
    let rest = head.get(after..).unwrap_or_default();
    let Some(length) = find(rest, b">") else {
        return Cow::Borrowed(bytes);
    };
    let tag = rest.get(..length).unwrap_or_default();
    let known: [&[u8]; 6] = [
        b"\"2.0\"",
        b"'2.0'",
        b"\"0.91\"",
        b"'0.91'",
        b"\"0.92\"",
        b"'0.92'",
    ];
    let named = find(tag, b"version");
    if known.iter().any(|version| find(tag, version).is_some()) {
        return Cow::Borrowed(bytes);
    }
    let mut mended = Vec::with_capacity(bytes.len() + 16);
    mended.extend_from_slice(bytes.get(..after).unwrap_or_default());
    mended.extend_from_slice(b" version=\"2.0\"");
    if let Some(at) = named {
        // The other version becomes an attribute that nobody looks at.
        mended.extend_from_slice(tag.get(..at).unwrap_or_default());
        mended.extend_from_slice(b"former-");
        mended.extend_from_slice(bytes.get(after + at..).unwrap_or_default());
    } else {
        mended.extend_from_slice(bytes.get(after..).unwrap_or_default());
    }
    Cow::Owned(mended)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}
