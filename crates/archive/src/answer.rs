//! What comes back.

use hearken_model::{
    AuthorId, CategoryId, CountryCode, Language, PlaceKind, PostId, PostKind, Sentiment,
    SentimentIndex, Seq, Source, Timestamp, TopicId, annotation::PhraseKey,
};

/// The answer to one ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The figures.
    pub data: Data,
    /// Whether they are exact.
    pub exact: bool,
    /// How far a figure may be off, where that is known; none when exact.
    pub error_bound: Option<u64>,
    /// The outbox position that they reflect.
    pub as_of: Seq,
}

/// Figures, by kind of ask.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Of [`crate::Ask::Count`] and [`crate::Ask::Distinct`].
    Count(Count),
    /// Of [`crate::Ask::Histogram`].
    Histogram(Histogram),
    /// Of [`crate::Ask::Tones`].
    Tones {
        /// The frame.
        now: Tones,
        /// The nearest past frame, if there is one.
        before: Option<Tones>,
    },
    /// Of [`crate::Ask::Terms`] and [`crate::Ask::TonePhrases`].
    Terms(Terms),
    /// Of [`crate::Ask::Cells`].
    Cells(Cells),
    /// Of [`crate::Ask::Latest`]; newest first, of one instant highest id first.
    Posts(Vec<PostId>),
}

/// A figure of the frame and of the past frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The frame.
    pub now: u64,
    /// Each past frame, nearest first.
    pub past: Vec<u64>,
}

impl Count {
    /// The mean of the past frames, `B` of ANA-032; none without past frames.
    pub fn past_mean(&self) -> Option<f64> {
        mean(&self.past)
    }

    /// `(V - B) / B x 100` of ANA-032; none without past frames or when they are empty.
    pub fn trend_percent(&self) -> Option<f64> {
        trend_percent(self.now, &self.past)
    }
}

fn mean(past: &[u64]) -> Option<f64> {
    (!past.is_empty()).then(|| past.iter().sum::<u64>() as f64 / past.len() as f64)
}

fn trend_percent(now: u64, past: &[u64]) -> Option<f64> {
    let base = mean(past).filter(|base| *base > 0.0)?;
    Some((now as f64 - base) / base * 100.0)
}

/// Posts by tone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tones {
    /// Positive posts.
    pub positive: u64,
    /// Negative posts.
    pub negative: u64,
    /// Neutral posts.
    pub neutral: u64,
    /// Posts of unknown tone.
    pub unknown: u64,
}

impl Tones {
    /// All posts.
    pub fn posts(&self) -> u64 {
        self.positive + self.negative + self.neutral + self.unknown
    }

    /// Posts with a sentiment value; widgets of sentiment hide at 0 (ANA-091).
    pub fn rated(&self) -> u64 {
        self.positive + self.negative + self.neutral
    }

    /// The index (ANA-162); none without positive and negative posts.
    pub fn index(&self) -> Option<SentimentIndex> {
        SentimentIndex::of(self.positive, self.negative)
    }

    /// The posts of one tone.
    pub fn of(&self, tone: Sentiment) -> u64 {
        match tone {
            Sentiment::Positive => self.positive,
            Sentiment::Negative => self.negative,
            Sentiment::Neutral => self.neutral,
            Sentiment::Unknown => self.unknown,
        }
    }

    /// One more.
    pub(crate) fn add(&mut self, tone: Sentiment, posts: u64) {
        match tone {
            Sentiment::Positive => self.positive += posts,
            Sentiment::Negative => self.negative += posts,
            Sentiment::Neutral => self.neutral += posts,
            Sentiment::Unknown => self.unknown += posts,
        }
    }
}

/// Posts over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Starts of the buckets; the last one ends with the frame.
    pub starts: Vec<Timestamp>,
    /// Posts of each bucket.
    pub posts: Vec<u64>,
    /// Lines, largest first; their posts have one figure per bucket.
    pub series: Vec<Series>,
    /// Posts of each past frame (nearest first) by bucket, counted from its own start. A past
    /// frame that is cut off, because the frame is still running, has fewer buckets.
    pub past: Vec<Vec<u64>>,
}

impl Histogram {
    /// The average line (ANA-037) at a bucket: the mean of the past frames that have it.
    pub fn average(&self, bucket: usize) -> Option<f64> {
        let at: Vec<u64> = self
            .past
            .iter()
            .filter_map(|frame| frame.get(bucket).copied())
            .collect();
        mean(&at)
    }
}

/// A line of a histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Of what.
    pub key: Key,
    /// Posts of each bucket.
    pub posts: Vec<u64>,
}

/// The largest values of a dimension: most posts first, ties by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The values.
    pub rows: Vec<Term>,
    /// How many values there are, those below the ask's threshold not counted.
    pub distinct: u64,
    /// Posts that have any value: the whole of a share of voice (ANA-086). For
    /// [`crate::Ask::TonePhrases`] the posts of that tone that have a phrase.
    pub carrying: u64,
}

/// A value and its posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The value.
    pub key: Key,
    /// Its posts.
    pub posts: u64,
    /// They by tone, if asked.
    pub tones: Option<Tones>,
    /// Those of the nearest past frame by tone, if asked and if there is such a frame.
    pub tones_before: Option<Tones>,
    /// Its posts in each past frame, nearest first, if asked.
    pub past: Vec<u64>,
    /// For authors and phrases its newest post (of the tone, for [`crate::Ask::TonePhrases`]): a
    /// sample to read the phrase's text or the author's look from.
    pub latest: Option<PostId>,
}

impl Term {
    /// `(V - B) / B x 100` of ANA-032; none without past frames or when they are empty.
    pub fn trend_percent(&self) -> Option<f64> {
        trend_percent(self.posts, &self.past)
    }

    /// The mean of the past frames; none without.
    pub fn past_mean(&self) -> Option<f64> {
        mean(&self.past)
    }
}

/// A value of a dimension. Values of one dimension have an order, which decides ties.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Of [`crate::Dimension::Source`].
    Source(Source),
    /// Of [`crate::Dimension::Language`].
    Language(Language),
    /// Of [`crate::Dimension::Sentiment`].
    Sentiment(Sentiment),
    /// Of [`crate::Dimension::PostType`].
    PostType(PostKind),
    /// Of [`crate::Dimension::Reach`].
    Reach(u8),
    /// Of [`crate::Dimension::Country`].
    Country(CountryCode),
    /// Of [`crate::Dimension::LocationType`].
    LocationType(PlaceKind),
    /// Of [`crate::Dimension::Author`].
    Author(AuthorId),
    /// Of [`crate::Dimension::Phrase`].
    Phrase(PhraseKey),
    /// Of [`crate::Dimension::Topic`].
    Topic(TopicId),
    /// Of [`crate::Dimension::Category`].
    Category(CategoryId),
}

/// Posts on a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    /// Cells with most posts first, ties by west to east, then south to north.
    pub cells: Vec<Cell>,
    /// How many cells have posts.
    pub distinct: u64,
    /// Posts with coordinates.
    pub located: u64,
}

/// The posts of a cell of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Mean position of its posts, degrees north.
    pub latitude: f64,
    /// Mean position of its posts, degrees east.
    pub longitude: f64,
    /// Its posts by tone.
    pub tones: Tones,
    /// Its newest post.
    pub latest: PostId,
}
