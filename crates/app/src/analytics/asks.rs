//! What the archive is asked for each part of the page.

use super::{CLOUD_ROWS, Part, View, overview::rows_of};
use hearken_archive::{Ask, Dimension, TermsAsk, TopicGroup};
use hearken_model::Focus;
use std::ops::Range;

/// Zoom of the map's cells: 1.4 degrees wide.
const ZOOM: u8 = 5;
/// Most cells of the map.
const CELLS: usize = 500;
/// Fewest posts of a phrase (ANA-176).
pub(super) const PHRASE_POSTS: u64 = 3;
/// Fewest posts of a phrase that can trend (ANA-177).
const TRENDING_POSTS: u64 = 5;
/// Most frequent phrases among which those that rose are looked for.
const CANDIDATES: usize = 500;
/// Phrases that are asked for one that is shown, since some are covered by longer ones.
const PHRASE_SPARE: usize = 3;

/// Where the answers of each part stand.
pub(super) struct Places(Vec<(Part, Range<usize>)>);

impl Places {
    pub(super) fn of(&self, part: Part) -> Option<Range<usize>> {
        self.0
            .iter()
            .find(|(p, _)| *p == part)
            .map(|(_, range)| range.clone())
    }
}

/// The asks of some parts; `rows` of 0 are as many as on the page.
pub(super) fn page(view: &View, parts: &[Part], rows: usize) -> (Vec<Ask>, Places) {
    let mut asks = Vec::new();
    let mut places = Vec::new();
    for part in parts {
        let from = asks.len();
        asks.extend(of(view, *part, rows));
        places.push((*part, from..asks.len()));
    }
    (asks, Places(places))
}

fn of(view: &View, part: Part, rows: usize) -> Vec<Ask> {
    let ranked = |by| vec![Ask::Terms(TermsAsk::new(by, rows_of(rows)).with_trend())];
    match part {
        Part::Summary => vec![Ask::Count],
        Part::Volume => vec![Ask::Histogram {
            bucket: None,
            split: None,
        }],
        Part::Sentiment => vec![Ask::Tones],
        Part::SentimentByGroup | Part::SearchTopics => match groups(view) {
            Some(by) => {
                vec![Ask::Terms(
                    TermsAsk::new(by, rows_of(rows)).with_trend().with_tones(),
                )]
            }
            None => Vec::new(),
        },
        Part::Phrases => {
            let shown = if rows == 0 { CLOUD_ROWS } else { rows };
            let terms = TermsAsk::new(Dimension::Phrase, shown * PHRASE_SPARE);
            vec![Ask::Terms(terms.with_tones().at_least(PHRASE_POSTS))]
        }
        Part::TrendingPhrases => {
            let terms = TermsAsk::new(Dimension::Phrase, CANDIDATES);
            let terms = terms.with_trend().with_tones().at_least(TRENDING_POSTS);
            vec![Ask::Terms(terms), Ask::Count]
        }
        Part::Sources => ranked(Dimension::Source),
        Part::Authors if rows > 0 => {
            let terms = TermsAsk::new(Dimension::Author, rows);
            vec![Ask::Terms(terms.with_trend().with_tones())]
        }
        Part::Authors => ranked(Dimension::Author),
        Part::Languages => ranked(Dimension::Language),
        Part::Location => vec![
            Ask::Terms(TermsAsk::new(Dimension::Country, rows_of(rows)).with_trend()),
            Ask::Cells {
                zoom: ZOOM,
                limit: CELLS,
            },
        ],
    }
}

/// Categories when the focus is everything, topics within a category; none for one topic.
fn groups(view: &View) -> Option<Dimension> {
    match view.dataset.focus {
        Focus::All => {
            let topics = |category| {
                let of_it = view
                    .names
                    .topics
                    .iter()
                    .filter(move |topic| topic.3 == category);
                of_it.map(|topic| topic.0).collect()
            };
            let group = |id| TopicGroup {
                category: id,
                topics: topics(id),
            };
            Some(Dimension::Category(
                view.names.categories.iter().map(|c| group(c.0)).collect(),
            ))
        }
        Focus::Category(_) => Some(Dimension::Topic),
        Focus::Topic(_) => None,
    }
}
