//! The figures of the Overview widgets, ready to be drawn: public ids and names, no inner ids.

use crate::posts::AuthorCard;
use hearken_archive::Tones;
use hearken_model::{
    CountryCode, Language, PublicId, Source, Timestamp, dataset::Bucket, time::Span,
};

/// Which way a figure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It stayed about where it was (ANA-033, ANA-164).
    Straight,
}

impl Direction {
    /// The word in the API and the catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Straight => "straight",
        }
    }
}

/// A figure against the mean of the past similar frames (ANA-030..036). Where there is too little
/// history for it, its place holds none and a dash is shown (ANA-034).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// `(V - B) / B x 100` (ANA-032).
    pub percent: f64,
    /// Straight when `percent` is 5 or less (ANA-033).
    pub direction: Direction,
    /// The mean `B` of the past frames.
    pub base: f64,
}

/// The data summary of the header (ANA-003).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Posts of the dataset.
    pub posts: u64,
    /// Against the past frames.
    pub trend: Option<Trend>,
}

/// A step of the time axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VolumePoint {
    /// When; clicking the point narrows the time frame to it (ANA-025).
    pub span: Span,
    /// Posts.
    pub posts: u64,
    /// Mean of the past frames at the same offset (ANA-037).
    pub average: Option<f64>,
}

/// Posts over time (ANA-090).
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Width of the steps (ANA-024).
    pub bucket: Bucket,
    /// The steps, in order, empty ones too.
    pub points: Vec<VolumePoint>,
}

/// Tone of the dataset (ANA-091).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SentimentFigures {
    /// Posts by tone.
    pub tones: Tones,
    /// Index, -10 to 10, one decimal; none without positive and negative posts (ANA-163).
    pub index: Option<f64>,
    /// Index now minus that of the preceding frame; none when either is missing (ANA-164).
    pub change: Option<f64>,
    /// Straight when the change is 0.5 or less.
    pub direction: Option<Direction>,
}

/// A category or topic and its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    /// Its id.
    pub id: PublicId,
    /// The value of `focus` in URLs: `category-<id>` or `topic-<id>`.
    pub focus: String,
    /// Its name.
    pub name: String,
    /// Posts.
    pub posts: u64,
    /// Share of the dataset's posts in percent (ANA-086); shares may sum to more than 100.
    pub share: f64,
    /// Posts against the past frames.
    pub trend: Option<Trend>,
    /// Tone of its posts.
    pub sentiment: SentimentFigures,
}

/// Index by category (focus all) or topic (focus a category), largest first (ANA-092).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SentimentByGroup {
    /// Whether the rows are topics; else categories.
    pub by_topic: bool,
    /// Rows with an index.
    pub rows: Vec<GroupRow>,
}

/// Posts by category (focus all) or topic (focus a category), largest first (ANA-094).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTopics {
    /// Whether the rows are topics; else categories.
    pub by_topic: bool,
    /// The largest.
    pub rows: Vec<GroupRow>,
    /// Categories or topics with posts that are not among the rows.
    pub more: u64,
}

/// A ranked value with its posts.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedRow<K> {
    /// The value.
    pub key: K,
    /// Posts.
    pub posts: u64,
    /// Share of the posts that carry any value, in percent (ANA-083, ANA-086).
    pub share: f64,
    /// Against the past frames.
    pub trend: Option<Trend>,
}

/// A top list.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<K> {
    /// Most posts first, ties by value (ANA-084).
    pub rows: Vec<RankedRow<K>>,
    /// Posts that carry any value.
    pub carrying: u64,
    /// Values that are not among the rows.
    pub more: u64,
    /// Posts of the values that are not among the rows ("others").
    pub others: u64,
}

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            carrying: 0,
            more: 0,
            others: 0,
        }
    }
}

/// A phrase of the cloud (ANA-093, ANA-175).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase as written in its newest post; the keyword of its link.
    pub text: String,
    /// Posts with it.
    pub posts: u64,
    /// They by tone, for colouring.
    pub tones: Tones,
}

/// A phrase that rose (ANA-177).
#[derive(Clone, Debug, PartialEq)]
pub struct TrendingPhrase {
    /// The phrase, with its posts now.
    pub phrase: Phrase,
    /// Mean of its posts in the past frames.
    pub past: f64,
    /// Log-likelihood (G2) of its rise.
    pub score: f64,
}

/// A writer of the list (ANA-096).
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorRow {
    /// The writer.
    pub author: AuthorCard,
    /// Their network.
    pub source: Source,
    /// Posts.
    pub posts: u64,
    /// Share of the posts with an author, in percent.
    pub share: f64,
    /// Against the past frames.
    pub trend: Option<Trend>,
    /// What only a full view tells (ANA-150).
    pub details: Option<AuthorDetails>,
}

/// More of a writer, in a full view (ANA-150).
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorDetails {
    /// Tone of their posts.
    pub sentiment: SentimentFigures,
    /// Where they say that they are, in their own words.
    pub location: Option<String>,
    /// When their newest post of the dataset was published, and its language.
    pub latest: Option<(Timestamp, Language)>,
}

/// A spot of the map (ANA-134).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapCell {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Posts.
    pub posts: u64,
    /// They by tone.
    pub tones: Tones,
    /// The country it lies in, which can be narrowed to (ANA-138); none at sea.
    pub country: Option<CountryCode>,
}

/// Where posts come from (ANA-098).
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Posts by country.
    pub countries: Ranked<CountryCode>,
    /// Posts by spot, largest first.
    pub cells: Vec<MapCell>,
    /// Posts with coordinates.
    pub located: u64,
    /// The organization's country, where the map opens (ANA-139).
    pub home: CountryCode,
    /// Its box: south, west, north, east in degrees; west is greater than east across the date
    /// line.
    pub bounds: Option<[f64; 4]>,
}

/// Posts by network (ANA-095).
pub type Sources = Ranked<Source>;
/// Posts by language (ANA-097).
pub type Languages = Ranked<Language>;
