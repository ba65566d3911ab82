//! Figures on the wire: a list of rows of one form, so that JSON and CSV say the same. Shares and
//! trends are percent; a trend is null with too little history.

use crate::wire::{Id, Instant};
use hearken_app::analytics::{self, Figures, Ranked, RankedRow, Tones, Trend};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A row of a widget; which form depends on the widget.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Row {
    /// `summary`
    Summary(SummaryRow),
    /// `volume`
    Volume(VolumeRow),
    /// `sentiment`
    Sentiment(SentimentRow),
    /// `sentiment-by-group`, `search-topics`
    Group(GroupRow),
    /// `phrases`
    Phrase(PhraseRow),
    /// `trending-phrases`
    TrendingPhrase(TrendingPhraseRow),
    /// `sources`
    Source(SourceRow),
    /// `languages`
    Language(LanguageRow),
    /// `location`
    Country(CountryRow),
    /// `authors`
    Author(AuthorRow),
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Serialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $($(#[$field_doc])* #[schema(required = true)] $field: $kind,)* }
    )* };
}

rows! {
    /// The dataset as a whole.
    SummaryRow {
        posts: u64,
        trend: Option<f64>,
    }
    /// A step of the time axis.
    VolumeRow {
        from: Instant,
        to: Instant,
        posts: u64,
        /// Mean of the past frames at the same place.
        average: Option<f64>,
    }
    /// Tone of the dataset.
    SentimentRow {
        /// -10 to 10; null without positive and negative posts.
        index: Option<f64>,
        /// Against the frame before.
        change: Option<f64>,
        positive: u64,
        negative: u64,
        neutral: u64,
        unknown: u64,
    }
    /// A category or topic.
    GroupRow {
        id: Id,
        name: String,
        posts: u64,
        share: f64,
        trend: Option<f64>,
        index: Option<f64>,
        positive: u64,
        negative: u64,
        neutral: u64,
        unknown: u64,
    }
    /// A phrase.
    PhraseRow {
        phrase: String,
        posts: u64,
        positive: u64,
        negative: u64,
        neutral: u64,
        unknown: u64,
    }
    /// A phrase that rose.
    TrendingPhraseRow {
        phrase: String,
        posts: u64,
        /// Mean of its posts in the past frames.
        past: f64,
        /// Log-likelihood of its rise.
        score: f64,
    }
    /// A network.
    SourceRow {
        source: String,
        posts: u64,
        share: f64,
        trend: Option<f64>,
    }
    /// A language.
    LanguageRow {
        language: String,
        posts: u64,
        share: f64,
        trend: Option<f64>,
    }
    /// A country.
    CountryRow {
        country: String,
        posts: u64,
        share: f64,
        trend: Option<f64>,
    }
    /// A writer.
    AuthorRow {
        author: String,
        handle: Option<String>,
        source: String,
        posts: u64,
        share: f64,
        trend: Option<f64>,
        /// -10 to 10; null without positive and negative posts.
        sentiment_index: Option<f64>,
        /// Influence, 1 to 5.
        reach: Option<u8>,
        /// Where they say that they are, in their own words.
        location: Option<String>,
        /// Language of their newest post.
        language: Option<String>,
        /// When that was published.
        latest: Option<Instant>,
    }
}

/// Rows of a part of the Overview.
pub(super) fn rows(figures: &Figures) -> Vec<Row> {
    match figures {
        Figures::Summary(summary) => vec![Row::Summary(SummaryRow {
            posts: summary.posts,
            trend: percent(summary.trend),
        })],
        Figures::Volume(volume) => volume.points.iter().map(point).collect(),
        Figures::Sentiment(found) => found.iter().map(sentiment).collect(),
        Figures::SentimentByGroup(groups) => {
            let rows = groups.iter().flat_map(|groups| &groups.rows);
            rows.map(group).collect()
        }
        Figures::SearchTopics(topics) => {
            let rows = topics.iter().flat_map(|topics| &topics.rows);
            rows.map(group).collect()
        }
        Figures::Phrases(phrases) => phrases.iter().map(phrase).collect(),
        Figures::Sources(list) => ranked(list, |source, posts, share, trend| {
            Row::Source(SourceRow {
                source,
                posts,
                share,
                trend,
            })
        }),
        Figures::Languages(list) => ranked(list, |language, posts, share, trend| {
            Row::Language(LanguageRow {
                language,
                posts,
                share,
                trend,
            })
        }),
        Figures::Location(location) => location.as_ref().map_or_else(Vec::new, |location| {
            ranked(&location.countries, |country, posts, share, trend| {
                Row::Country(CountryRow {
                    country,
                    posts,
                    share,
                    trend,
                })
            })
        }),
        Figures::TrendingPhrases(phrases) => phrases.iter().map(trending).collect(),
        Figures::Authors(authors) => authors.iter().map(author).collect(),
    }
}

fn percent(trend: Option<Trend>) -> Option<f64> {
    trend.map(|trend| trend.percent)
}

fn point(point: &analytics::VolumePoint) -> Row {
    Row::Volume(VolumeRow {
        from: point.span.from.into(),
        to: point.span.to.into(),
        posts: point.posts,
        average: point.average,
    })
}

fn sentiment(found: &analytics::SentimentFigures) -> Row {
    let Tones {
        positive,
        negative,
        neutral,
        unknown,
    } = found.tones;
    Row::Sentiment(SentimentRow {
        index: found.index,
        change: found.change,
        positive,
        negative,
        neutral,
        unknown,
    })
}

fn group(row: &analytics::GroupRow) -> Row {
    let Tones {
        positive,
        negative,
        neutral,
        unknown,
    } = row.sentiment.tones;
    Row::Group(GroupRow {
        id: row.id.into(),
        name: row.name.clone(),
        posts: row.posts,
        share: row.share,
        trend: percent(row.trend),
        index: row.sentiment.index,
        positive,
        negative,
        neutral,
        unknown,
    })
}

fn phrase(phrase: &analytics::Phrase) -> Row {
    let Tones {
        positive,
        negative,
        neutral,
        unknown,
    } = phrase.tones;
    Row::Phrase(PhraseRow {
        phrase: phrase.text.clone(),
        posts: phrase.posts,
        positive,
        negative,
        neutral,
        unknown,
    })
}

fn trending(row: &analytics::TrendingPhrase) -> Row {
    Row::TrendingPhrase(TrendingPhraseRow {
        phrase: row.phrase.text.clone(),
        posts: row.phrase.posts,
        past: row.past,
        score: row.score,
    })
}

fn author(row: &analytics::AuthorRow) -> Row {
    let details = row.details.as_ref();
    let latest = details.and_then(|details| details.latest.as_ref());
    Row::Author(AuthorRow {
        author: row.author.name.clone(),
        handle: row.author.handle.clone(),
        source: row.source.to_string(),
        posts: row.posts,
        share: row.share,
        trend: percent(row.trend),
        sentiment_index: details.and_then(|details| details.sentiment.index),
        reach: row.author.reach,
        location: details.and_then(|details| details.location.clone()),
        language: latest.map(|(_, language)| language.to_string()),
        latest: latest.map(|(at, _)| (*at).into()),
    })
}

fn ranked<K: ToString>(
    list: &Ranked<K>,
    wire: impl Fn(String, u64, f64, Option<f64>) -> Row,
) -> Vec<Row> {
    let row = |row: &RankedRow<K>| {
        wire(
            row.key.to_string(),
            row.posts,
            row.share,
            percent(row.trend),
        )
    };
    list.rows.iter().map(row).collect()
}

/// The rows as CSV (RFC 4180) with a head. What a spreadsheet would take for a formula is escaped
/// (ANA-213).
pub(super) fn csv(rows: &[Row]) -> String {
    let maps = rows
        .iter()
        .filter_map(|row| match serde_json::to_value(row) {
            Ok(Value::Object(map)) => Some(map),
            _ => None,
        });
    table(&maps.collect::<Vec<_>>())
}

fn table(rows: &[Map<String, Value>]) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let heads: Vec<&String> = first.keys().collect();
    let mut out = heads
        .iter()
        .map(|head| head.as_str())
        .collect::<Vec<_>>()
        .join(",");
    out.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> = heads.iter().map(|head| cell(row.get(*head))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => {
            let escape = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let text = if escape {
                format!("'{text}")
            } else {
                text.clone()
            };
            if text.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: &str) {
        let mut row = Map::new();
        row.insert("phrase".to_owned(), value.into());
        assert_eq!(table(&[row]), format!("phrase\r\n{expect}\r\n"));
    }

    #[test]
    fn cells_are_quoted_and_formulas_escaped() {
        check("plain", "plain");
        check("a,b", "\"a,b\"");
        check("say \"x\"", "\"say \"\"x\"\"\"");
        check("=1+1", "'=1+1");
        check("@name", "'@name");
    }
}
