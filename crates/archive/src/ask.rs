//! What can be asked of a dataset.

use hearken_model::{CategoryId, Sentiment, TopicId, dataset::Bucket};

/// One question; a dashboard asks many in one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Posts of the frame and of every past frame (ANA-003, ANA-030): [`crate::Data::Count`].
    Count,
    /// Posts over time, with the past frames at the same offset for the average line (ANA-037):
    /// [`crate::Data::Histogram`].
    Histogram {
        /// Step; none is the dataset's own.
        bucket: Option<Bucket>,
        /// A line for each of the largest values of a dimension.
        split: Option<Split>,
    },
    /// Posts by tone, of the frame and of the nearest past frame (ANA-091, ANA-164):
    /// [`crate::Data::Tones`].
    Tones,
    /// The values of a dimension with most posts: [`crate::Data::Terms`].
    Terms(TermsAsk),
    /// Phrases in posts of one tone whose share there exceeds the dataset's (ANA-168); ranked and
    /// counted by posts of that tone: [`crate::Data::Terms`], without past frames.
    TonePhrases {
        /// The tone.
        tone: Sentiment,
        /// Most phrases.
        limit: usize,
        /// Fewest posts of that tone.
        at_least: u64,
    },
    /// How many values a dimension has, in the frame and in every past frame:
    /// [`crate::Data::Count`].
    Distinct(Dimension),
    /// Posts with coordinates, by cells of a grid (ANA-134): [`crate::Data::Cells`].
    Cells {
        /// Zoom of the map, 0 to [`crate::grid::ZOOM_MAX`]; see [`crate::grid`].
        zoom: u8,
        /// Most cells.
        limit: usize,
    },
    /// The newest posts: [`crate::Data::Posts`].
    Latest(usize),
}

/// The values of a dimension that have most posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsAsk {
    /// Of what.
    pub by: Dimension,
    /// Most values.
    pub limit: usize,
    /// Fewest posts of a value (ANA-176: 3 for phrases).
    pub at_least: u64,
    /// Whether each row tells its posts by tone, also those of the nearest past frame.
    pub tones: bool,
    /// Whether each row tells its posts in every past frame (ANA-030).
    pub trend: bool,
}

impl TermsAsk {
    /// The `limit` largest values of `by`, counts alone.
    pub fn new(by: Dimension, limit: usize) -> Self {
        Self {
            by,
            limit,
            at_least: 1,
            tones: false,
            trend: false,
        }
    }

    /// With posts by tone.
    pub fn with_tones(mut self) -> Self {
        self.tones = true;
        self
    }

    /// With posts of the past frames.
    pub fn with_trend(mut self) -> Self {
        self.trend = true;
        self
    }

    /// Only values of at least that many posts.
    pub fn at_least(mut self, posts: u64) -> Self {
        self.at_least = posts;
        self
    }
}

/// A line per value of a dimension, for the `limit` largest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Of what.
    pub by: Dimension,
    /// Most lines.
    pub limit: usize,
}

/// What posts are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Kind of network.
    Source,
    /// Language, `und` included.
    Language,
    /// Tone.
    Sentiment,
    /// Post, reply, share, private message.
    PostType,
    /// Influence of the author; posts without it have no value.
    Reach,
    /// Country; posts without place have no value.
    Country,
    /// Whose place; posts without place have no value.
    LocationType,
    /// Writer; posts of unknown authors have no value.
    Author,
    /// Phrases; a post has several values.
    Phrase,
    /// The dataset's topics; a post may have several values (each counts).
    Topic,
    /// Groups of the dataset's topics; a post counts once in each group (ANA-092, ANA-094).
    Category(Vec<TopicGroup>),
}

impl Dimension {
    /// Whether each value names its newest post ([`crate::Term::latest`]).
    pub fn has_latest(&self) -> bool {
        matches!(self, Self::Author | Self::Phrase)
    }
}

/// The topics of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicGroup {
    /// The category.
    pub category: CategoryId,
    /// Its topics; those outside the dataset don't count.
    pub topics: Vec<TopicId>,
}
