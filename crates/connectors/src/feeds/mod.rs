//! Custom sources: RSS, Atom and JSON feeds (SEA-102, SEA-126 to SEA-129).

use hearken_model::{OrgId, PublicId};

/// A feed and those who want it (SEA-127: duplicates across groups are fetched once).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSubscription {
    /// Address.
    pub url: String,
    /// Who wants it.
    pub subscribers: Vec<Subscriber>,
}

/// A group of custom sources that holds a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subscriber {
    /// Whose.
    pub org: OrgId,
    /// The group.
    pub group: PublicId,
}
