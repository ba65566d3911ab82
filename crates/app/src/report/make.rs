//! Making the report.

use super::{
    AuthorRow, CountryRow, DayRow, LanguageRow, PhraseRow, Report, SentimentReport, SourceRow,
    TopicRow,
};
use crate::{
    App, AppError, Caller, Result,
    analytics::{self, Part, View},
};
use hearken_archive::{Answer, Ask, Data, Dimension, Key, Term, Terms, TermsAsk, Tones};
use hearken_model::{Dataset, Diagnostic, Filters, Focus, TimeFrame, Zone, dataset::Bucket};
use jiff::civil::Date;

/// Of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportInput {
    /// Name of a topic, whatever the case; none: all topics. Field `topic`.
    pub topic: Option<String>,
    /// First UTC day; none: the day of the oldest post.
    pub from: Option<Date>,
    /// Last UTC day; none: the later of today and the newest post's day.
    pub to: Option<Date>,
}

/// Rows of the lists that are cut.
const ROWS: usize = 100;
/// Rows of the lists that are whole.
const WHOLE: usize = 10_000;

/// Makes the report of the visited organization.
pub async fn make(app: &App, caller: &Caller, input: ReportInput) -> Result<Report> {
    let view = view(app, caller, &input).await?;
    let list = |by, rows| Ask::Terms(TermsAsk::new(by, rows));
    let asks = vec![
        Ask::Count,
        Ask::Tones,
        Ask::Histogram {
            bucket: Some(Bucket::Day),
            split: None,
        },
        list(Dimension::Source, WHOLE),
        list(Dimension::Language, WHOLE),
        list(Dimension::Topic, WHOLE),
        list(Dimension::Country, WHOLE),
    ];
    let answers = analytics::ask(app, &view, asks).await?;
    let mut report = figures(&view, &answers);
    if let analytics::Figures::Authors(authors) =
        analytics::part(app, &view, Part::Authors, ROWS).await?
    {
        report.authors = authors
            .into_iter()
            .map(|row| AuthorRow {
                author: row.author.handle.unwrap_or(row.author.name),
                source: row.source.to_string(),
                posts: row.posts,
            })
            .collect();
    }
    if let analytics::Figures::Phrases(phrases) =
        analytics::part(app, &view, Part::Phrases, ROWS).await?
    {
        let row = |p: analytics::Phrase| PhraseRow {
            phrase: p.text,
            posts: p.posts,
        };
        report.phrases = phrases.into_iter().map(row).collect();
    }
    Ok(report)
}

async fn view(app: &App, caller: &Caller, input: &ReportInput) -> Result<View> {
    let mut view = analytics::open_dataset(app, caller, Focus::All, TimeFrame::All).await?;
    view.zone = Zone::UTC;
    let focus = match &input.topic {
        None => Focus::All,
        Some(name) => {
            let wanted = name.trim().to_lowercase();
            let found = view
                .names
                .topics
                .iter()
                .find(|topic| topic.2.to_lowercase() == wanted);
            let missing = || {
                AppError::invalid(vec![
                    Diagnostic::new("unknown_value", "topic").entry(name.clone()),
                ])
            };
            Focus::Topic(found.ok_or_else(missing)?.0)
        }
    };
    let today = Zone::UTC.date(view.now);
    let day = |at: Option<hearken_model::Timestamp>| at.map(|at| Zone::UTC.date(at));
    let newest = day(app.archive.status(&view.scope)?.newest);
    let from = input.from.or_else(|| day(view.oldest)).unwrap_or(today);
    let to = input
        .to
        .unwrap_or_else(|| newest.map_or(today, |newest| newest.max(today)));
    if from > to {
        return Err(AppError::invalid(vec![Diagnostic::new(
            "ends_before_it_begins",
            "to",
        )]));
    }
    let dataset = Dataset {
        focus,
        filters: Filters::default(),
        frame: TimeFrame::Days(from, to),
    };
    Ok(analytics::reopen(&view, dataset))
}

fn figures(view: &View, answers: &[Answer]) -> Report {
    let mut report = Report::default();
    for answer in answers {
        match &answer.data {
            Data::Count(count) => report.posts = count.now,
            Data::Tones { now, .. } => report.sentiment = sentiment(now),
            Data::Histogram(histogram) => {
                let days = histogram.starts.iter().zip(&histogram.posts);
                report.volume = days
                    .map(|(at, posts)| DayRow {
                        day: Zone::UTC.date(*at).to_string(),
                        posts: *posts,
                    })
                    .collect();
            }
            Data::Terms(terms) => list(view, terms, &mut report),
            Data::Cells(_) | Data::Posts(_) => {}
        }
    }
    report
}

fn sentiment(tones: &Tones) -> SentimentReport {
    SentimentReport {
        positive: tones.positive,
        negative: tones.negative,
        neutral: tones.neutral,
        unknown: tones.unknown,
        index: tones.index().map(|index| index.value()),
    }
}

/// Puts a list where its keys belong.
fn list(view: &View, terms: &Terms, report: &mut Report) {
    for Term { key, posts, .. } in &terms.rows {
        let posts = *posts;
        match key {
            Key::Source(key) => report.sources.push(SourceRow {
                source: key.to_string(),
                posts,
            }),
            Key::Language(key) => report.languages.push(LanguageRow {
                language: key.to_string(),
                posts,
            }),
            Key::Country(key) => report.countries.push(CountryRow {
                country: key.to_string(),
                posts,
            }),
            Key::Topic(id) => {
                if let Some(topic) = view.names.topics.iter().find(|topic| topic.0 == *id) {
                    report.topics.push(TopicRow {
                        topic: topic.2.clone(),
                        posts,
                    });
                }
            }
            _ => {}
        }
    }
}
