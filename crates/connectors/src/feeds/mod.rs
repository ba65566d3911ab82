//! Custom sources: RSS, Atom and JSON feeds (SEA-102, SEA-126 to SEA-129).
//!
//! A poller asks each feed once, however many groups hold it (SEA-127), as politely as feeds want
//! to be asked: with conditions, not more often than they say, never again once they are gone.
//! Items that cannot be used are counted and described per feed (SEA-129). What is not done here:
//! WebSub, sitemaps, `robots.txt` (a person named each address on purpose).

mod check;
mod connector;
mod fetch;
mod html;
mod item;
mod parse;
mod poller;
mod schedule;
mod search;
mod state;

pub use check::{FeedCheck, FeedRefusal, check};
pub use connector::{FeedSettings, Feeds};
pub use parse::{FeedForm, ParsedFeed, parse};
pub use poller::FeedPoller;
pub use schedule::PollTiming;
pub use search::FeedSearch;
pub use state::{FeedReport, feed_key, report};

use hearken_model::{OrgId, PublicId};
use serde::{Deserialize, Serialize};

/// A feed and those who want it (SEA-127: duplicates across groups are fetched once).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSubscription {
    /// Address.
    pub url: String,
    /// Who wants it.
    pub subscribers: Vec<Subscriber>,
}

/// A group of custom sources that holds a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subscriber {
    /// Whose.
    pub org: OrgId,
    /// The group.
    pub group: PublicId,
}
