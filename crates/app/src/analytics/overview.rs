//! The Overview page: nine widgets and the summary from one question to the archive.

use super::{
    AuthorRow, CLOUD_ROWS, FULL_ROWS, Languages, Location, Phrase, ROWS, SearchTopics,
    SentimentByGroup, SentimentFigures, Sources, Summary, TrendingPhrase, View, Volume, asks,
    assemble, authors, phrases,
};
use crate::{App, AppError, Code, Result};
use hearken_archive::Answer;
use std::sync::Arc;

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
    /// Phrases that rose; on no page yet but its own.
    TrendingPhrases,
}

impl Part {
    /// Every part of the Overview, in the order of the page.
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
    /// Of [`Part::TrendingPhrases`].
    TrendingPhrases(Vec<TrendingPhrase>),
}

/// The whole page.
pub async fn overview(app: &App, view: &View) -> Result<Overview> {
    let (asks, places) = asks::page(view, &Part::ALL, 0);
    let answers = ask(app, view, asks).await?;
    let total = assemble::total(&answers, places.of(Part::Summary));
    let exact = answers.iter().all(|answer| answer.exact);
    let cut = |part| {
        places
            .of(part)
            .and_then(|range| answers.get(range))
            .unwrap_or_default()
    };
    Ok(Overview {
        summary: assemble::summary(view, cut(Part::Summary)),
        volume: assemble::volume(view, cut(Part::Volume)),
        sentiment: assemble::sentiment(cut(Part::Sentiment)),
        sentiment_by_group: assemble::sentiment_by_group(view, cut(Part::SentimentByGroup), total),
        phrases: phrases::phrases(app, view, cut(Part::Phrases), CLOUD_ROWS).await?,
        search_topics: assemble::search_topics(view, cut(Part::SearchTopics), total),
        sources: assemble::sources(view, cut(Part::Sources)),
        authors: authors::authors(app, view, cut(Part::Authors)).await?,
        languages: assemble::languages(view, cut(Part::Languages)),
        location: assemble::location(view, cut(Part::Location)),
        exact,
    })
}

/// One part with at most `rows` rows (0: as on the page; at most [`super::FULL_ROWS`]): a widget on
/// its own, its full view, its table.
pub async fn part(app: &App, view: &View, part: Part, rows: usize) -> Result<Figures> {
    let rows = rows.min(FULL_ROWS);
    let parts = if part == Part::Summary {
        vec![part]
    } else {
        vec![Part::Summary, part]
    };
    let (asks, places) = asks::page(view, &parts, rows);
    let answers = ask(app, view, asks).await?;
    let total = assemble::total(&answers, places.of(Part::Summary));
    let own = places
        .of(part)
        .and_then(|range| answers.get(range))
        .unwrap_or_default();
    Ok(match part {
        Part::Summary => Figures::Summary(assemble::summary(view, own)),
        Part::Volume => Figures::Volume(assemble::volume(view, own)),
        Part::Sentiment => Figures::Sentiment(assemble::sentiment(own)),
        Part::SentimentByGroup => {
            Figures::SentimentByGroup(assemble::sentiment_by_group(view, own, total))
        }
        Part::Phrases => {
            let rows = if rows == 0 { CLOUD_ROWS } else { rows };
            Figures::Phrases(phrases::phrases(app, view, own, rows).await?)
        }
        Part::SearchTopics => Figures::SearchTopics(assemble::search_topics(view, own, total)),
        Part::Sources => Figures::Sources(assemble::sources(view, own)),
        Part::Authors => Figures::Authors(authors::authors(app, view, own).await?),
        Part::Languages => Figures::Languages(assemble::languages(view, own)),
        Part::Location => Figures::Location(assemble::location(view, own)),
        Part::TrendingPhrases => {
            let rows = if rows == 0 { CLOUD_ROWS } else { rows };
            Figures::TrendingPhrases(phrases::trending(app, view, own, rows).await?)
        }
    })
}

/// Asks the archive on a thread that may block.
pub(crate) async fn ask(
    app: &App,
    view: &View,
    asks: Vec<hearken_archive::Ask>,
) -> Result<Vec<Answer>> {
    let archive = Arc::clone(&app.archive);
    let (scope, bound) = (view.scope.clone(), view.bound.clone());
    let answered = tokio::task::spawn_blocking(move || archive.ask(&scope, &bound, &asks)).await;
    Ok(answered.map_err(|dead| AppError::new(Code::Internal).because(dead))??)
}

/// Rows of a list: as on the page unless more are asked for.
pub(super) const fn rows_of(rows: usize) -> usize {
    if rows == 0 { ROWS } else { rows }
}
