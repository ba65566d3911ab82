//! The Overview page: nine widgets and the summary from one question to the archive.

use super::{
    AuthorRow, Languages, Location, Phrase, SearchTopics, SentimentByGroup,
    SentimentFigures, Sources, Summary, View, Volume,
};
use crate::{App, Result};

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The data summary.
    Summary,
    /// Posts over time.
    Volume,
    /// Tone.
    Sentiment,
    /// Tone by category or topic.
    SentimentByGroup,
    /// Phrases.
    Phrases,
    /// Posts by category or topic.
    SearchTopics,
    /// Posts by network.
    Sources,
    /// Writers.
    Authors,
    /// Posts by language.
    Languages,
    /// Where posts come from.
    Location,
}

impl Part {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::Summary,
        Self::Volume,
        Self::Sentiment,
        Self::SentimentByGroup,
        Self::Phrases,
        Self::SearchTopics,
        Self::Sources,
        Self::Authors,
        Self::Languages,
        Self::Location,
    ];
}

/// The whole page. What is dynamic (ANA-004) is none while its condition does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The data summary.
    pub summary: Summary,
    /// Posts over time.
    pub volume: Volume,
    /// Tone; while a post has a sentiment value.
    pub sentiment: Option<SentimentFigures>,
    /// Tone by category or topic; while one has an index and the focus is no topic.
    pub sentiment_by_group: Option<SentimentByGroup>,
    /// Phrases, most posts first.
    pub phrases: Vec<Phrase>,
    /// Posts by category or topic; none when the focus is a topic.
    pub search_topics: Option<SearchTopics>,
    /// Posts by network.
    pub sources: Sources,
    /// Writers.
    pub authors: Vec<AuthorRow>,
    /// Posts by language.
    pub languages: Languages,
    /// Where posts come from; while a post has a place.
    pub location: Option<Location>,
    /// Whether all figures are exact.
    pub exact: bool,
}

/// The figures of one part.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// Of [`Part::Summary`].
    Summary(Summary),
    /// Of [`Part::Volume`].
    Volume(Volume),
    /// Of [`Part::Sentiment`].
    Sentiment(Option<SentimentFigures>),
    /// Of [`Part::SentimentByGroup`].
    SentimentByGroup(Option<SentimentByGroup>),
    /// Of [`Part::Phrases`].
    Phrases(Vec<Phrase>),
    /// Of [`Part::SearchTopics`].
    SearchTopics(Option<SearchTopics>),
    /// Of [`Part::Sources`].
    Sources(Sources),
    /// Of [`Part::Authors`].
    Authors(Vec<AuthorRow>),
    /// Of [`Part::Languages`].
    Languages(Languages),
    /// Of [`Part::Location`].
    Location(Option<Location>),
}

/// The whole page.
pub async fn overview(app: &App, view: &View) -> Result<Overview> {
    Err(crate::error::unfinished((app, view)))
}

/// One part with at most `rows` rows (0: as on the page; at most [`super::FULL_ROWS`]): a widget on
/// its own, its full view, its table.
pub async fn part(app: &App, view: &View, part: Part, rows: usize) -> Result<Figures> {
    Err(crate::error::unfinished((app, view, part, rows)))
}
