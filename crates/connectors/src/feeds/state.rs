//! What is remembered of a feed from poll to poll; its checkpoint, and its report for people.

use super::{Subscriber, parse::ParsedItem};
use crate::{Checkpoint, ConnectorError, Reject};
use hearken_model::{Post, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Most items remembered; more than any feed shows at once.
const REMEMBERED: usize = 1000;
/// Most rejects of a poll that are kept with their reasons.
const REASONS: usize = 20;

/// The key of a feed's checkpoint.
pub fn feed_key(url: &str) -> String {
    format!("feed:{url}")
}

/// What is remembered of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct FeedState {
    pub(super) polls: u64,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) moved_to: Option<String>,
    pub(super) next_poll_at: Timestamp,
    pub(super) failures: u32,
    pub(super) gone: bool,
    /// Whether the feed was ever understood.
    pub(super) known: bool,
    pub(super) ttl_minutes: Option<u32>,
    pub(super) seen: Vec<Seen>,
    /// Who had the feed at the last full answer; somebody new gets everything that is in it.
    pub(super) subscribers: Vec<Subscriber>,
    pub(super) report: FeedReport,
}

/// What a poll brought.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Items that are new or were edited.
    pub(super) posts: Vec<Post>,
    /// Items that were handed on before.
    pub(super) known: Vec<Post>,
    /// How many items have no date and were there before the feed was watched.
    pub(super) undated: usize,
}

/// An item that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Hash of its id.
    id: u64,
    /// Hash of what it said; 0 where it was not handed on.
    said: u64,
    /// When it was first seen, where it has no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
}

/// How a feed does, for the person who added it (SEA-129).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedReport {
    /// The feed's own title.
    pub title: Option<String>,
    /// When it was last asked.
    pub polled_at: Option<Timestamp>,
    /// When it will be asked again; none once it is gone.
    pub next_poll_at: Option<Timestamp>,
    /// Where it has moved to for good.
    pub moved_to: Option<String>,
    /// Whether it said that it is gone (410): it is not asked again.
    pub gone: bool,
    /// Items it had at the last full answer.
    pub items: u64,
    /// Items of it that could not be used.
    pub skipped: u64,
    /// Why, for the first of them.
    pub reasons: Vec<Reject>,
    /// What was wrong at the last poll; none when all was well. A code, see
    /// [`super::FeedRefusal::code`].
    pub error: Option<String>,
}

impl FeedReport {
    pub(super) fn skipped(&mut self, rejects: &[Reject]) {
        self.skipped = rejects.len() as u64;
        self.reasons = rejects.iter().take(REASONS).cloned().collect();
    }
}

/// The report of a feed, from its stored checkpoint.
pub fn report(checkpoint: &Checkpoint) -> Option<FeedReport> {
    checkpoint
        .state::<FeedState>()
        .ok()
        .map(|state| state.report)
}

impl FeedState {
    pub(super) fn read(from: &[Checkpoint], url: &str) -> Result<Self, ConnectorError> {
        let Some(checkpoint) = Checkpoint::find(from, &feed_key(url)) else {
            return Ok(Self::default());
        };
        checkpoint.state().map_err(|error| {
            ConnectorError::reject("the checkpoint of a feed cannot be read").with_source(error)
        })
    }

    pub(super) fn checkpoint(&self, url: &str) -> Result<Checkpoint, ConnectorError> {
        Checkpoint::new(feed_key(url), self.polls, self).map_err(|error| {
            ConnectorError::bug("a checkpoint cannot be written").with_source(error)
        })
    }

    /// Sorts out what is new or changed among the items of a poll, and remembers all of them.
    pub(super) fn news(&mut self, items: Vec<ParsedItem>) -> News {
        let before: HashMap<u64, Seen> = self.seen.iter().map(|s| (s.id, *s)).collect();
        let mut news = News::default();
        let mut now_seen: Vec<Seen> = Vec::with_capacity(items.len());
        for item in items {
            let mut post = item.post;
            let id = xxh3_64(post.native_id.as_bytes());
            if now_seen.iter().any(|s| s.id == id) {
                continue; // the feed repeats itself
            }
            let known = before.get(&id).copied();
            let mut seen = Seen {
                id,
                said: 0,
                at: None,
            };
            if !item.dated {
                seen.at = known.map_or(Some(post.published_at), |k| k.at);
                let was_there = known.is_some_and(|k| k.said == 0) || !self.known;
                if was_there {
                    news.undated += 1;
                    now_seen.push(seen);
                    continue;
                }
                post.published_at = seen.at.unwrap_or(post.published_at);
            }
            seen.said = said(&post);
            now_seen.push(seen);
            let is_new = known.is_none_or(|k| k.said != seen.said);
            if is_new {
                &mut news.posts
            } else {
                &mut news.known
            }
            .push(post);
        }
        // Items that have left the feed may come back when an older one is edited.
        let gone = self
            .seen
            .iter()
            .filter(|s| !now_seen.iter().any(|n| n.id == s.id));
        let gone: Vec<Seen> = gone.copied().collect();
        now_seen.extend(gone);
        now_seen.truncate(REMEMBERED);
        self.seen = now_seen;
        self.known = true;
        news
    }
}

/// A hash of what can be edited; never 0.
fn said(post: &Post) -> u64 {
    let parts = [
        post.title.as_deref().unwrap_or_default(),
        &post.text,
        post.permalink.as_deref().unwrap_or_default(),
        &post.published_at.0.to_string(),
    ];
    xxh3_64(parts.join("\u{1f}").as_bytes()).max(1)
}
