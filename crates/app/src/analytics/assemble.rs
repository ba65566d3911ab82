//! From the archive's answers to the figures of the page: names for ids, shares, trends.

use super::{
    AuthorRow, Direction, GroupRow, Languages, Location, MapCell, Phrase, Ranked, RankedRow,
    SearchTopics, SentimentByGroup, SentimentFigures, Sources, Summary, Tones, Trend, View, Volume,
    VolumePoint,
};
use crate::{App, Result, posts};
use hearken_archive::{Answer, Data, Histogram, Key, Term, Terms};
use hearken_model::{Focus, PostId, PublicId, annotation::PhraseKey, time::Span};
use hearken_text::phrases;
use std::{collections::BTreeMap, ops::Range};

/// Volumes within this many percent of the past are straight (ANA-033).
const STEADY_PERCENT: f64 = 5.0;
/// Indexes within this many points of the past are straight (ANA-164).
const STEADY_POINTS: f64 = 0.5;
/// A phrase of which a longer one covers at least this share is dropped (ANA-176).
const COVERED: f64 = 0.8;

/// Against the past frames; none with too little history (ANA-034).
pub(super) fn trend(view: &View, now: u64, past: &[u64]) -> Option<Trend> {
    if !view.has_history || past.is_empty() {
        return None;
    }
    let base = past.iter().sum::<u64>() as f64 / past.len() as f64;
    if base <= 0.0 {
        return None;
    }
    let percent = (now as f64 - base) / base * 100.0;
    Some(Trend {
        percent,
        direction: direction(percent, STEADY_PERCENT),
        base,
    })
}

fn direction(change: f64, steady: f64) -> Direction {
    if change.abs() <= steady {
        Direction::Straight
    } else if change > 0.0 {
        Direction::Up
    } else {
        Direction::Down
    }
}

/// Posts of the dataset.
pub(super) fn total(answers: &[Answer], place: Option<Range<usize>>) -> u64 {
    let own = place
        .and_then(|range| answers.get(range))
        .unwrap_or_default();
    match own.first().map(|answer| &answer.data) {
        Some(Data::Count(count)) => count.now,
        _ => 0,
    }
}

pub(super) fn summary(view: &View, own: &[Answer]) -> Summary {
    match own.first().map(|answer| &answer.data) {
        Some(Data::Count(count)) => Summary {
            posts: count.now,
            trend: trend(view, count.now, &count.past),
        },
        _ => Summary::default(),
    }
}

pub(super) fn volume(view: &View, own: &[Answer]) -> Volume {
    let empty = Histogram::default();
    let histogram = match own.first().map(|answer| &answer.data) {
        Some(Data::Histogram(histogram)) => histogram,
        _ => &empty,
    };
    let ends = histogram
        .starts
        .iter()
        .skip(1)
        .copied()
        .chain([view.bound.span.to]);
    let points = histogram
        .starts
        .iter()
        .zip(ends)
        .zip(&histogram.posts)
        .enumerate();
    Volume {
        bucket: view.bound.bucket,
        points: points
            .map(|(i, ((from, to), posts))| VolumePoint {
                span: Span { from: *from, to },
                posts: *posts,
                average: histogram.average(i),
            })
            .collect(),
    }
}

pub(super) fn sentiment(own: &[Answer]) -> Option<SentimentFigures> {
    match own.first().map(|answer| &answer.data) {
        Some(Data::Tones { now, before }) if now.rated() > 0 => Some(tone_figures(*now, *before)),
        _ => None,
    }
}

fn tone_figures(tones: Tones, before: Option<Tones>) -> SentimentFigures {
    let index = tones.index().map(|index| index.value());
    let past = before
        .and_then(|before| before.index())
        .map(|index| index.value());
    // Tenths minus tenths are tenths again, whatever the floating point says.
    let change = index
        .zip(past)
        .map(|(now, past)| ((now - past) * 10.0).round() / 10.0);
    SentimentFigures {
        tones,
        index,
        change,
        direction: change.map(|change| direction(change, STEADY_POINTS)),
    }
}

fn terms(own: &[Answer]) -> Option<&Terms> {
    match own.first().map(|answer| &answer.data) {
        Some(Data::Terms(terms)) => Some(terms),
        _ => None,
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64 * 100.0
    }
}

fn group_rows(view: &View, own: &[Answer], total: u64) -> Option<(bool, Vec<GroupRow>, u64)> {
    let by_topic = match view.dataset.focus {
        Focus::All => false,
        Focus::Category(_) => true,
        Focus::Topic(_) => return None,
    };
    let terms = terms(own)?;
    let rows: Vec<GroupRow> = terms
        .rows
        .iter()
        .filter_map(|term| {
            let (id, focus, name) = group_name(view, &term.key)?;
            Some(GroupRow {
                id,
                focus,
                name,
                posts: term.posts,
                share: percent(term.posts, total),
                trend: trend(view, term.posts, &term.past),
                sentiment: tone_figures(term.tones.unwrap_or_default(), term.tones_before),
            })
        })
        .collect();
    Some((by_topic, rows, terms.distinct))
}

fn group_name(view: &View, key: &Key) -> Option<(PublicId, String, String)> {
    match key {
        Key::Category(id) => {
            let category = view.names.categories.iter().find(|c| c.0 == *id)?;
            Some((
                category.1,
                format!("category-{}", category.1),
                category.2.clone(),
            ))
        }
        Key::Topic(id) => {
            let topic = view.names.topics.iter().find(|t| t.0 == *id)?;
            Some((topic.1, format!("topic-{}", topic.1), topic.2.clone()))
        }
        _ => None,
    }
}

pub(super) fn sentiment_by_group(
    view: &View,
    own: &[Answer],
    total: u64,
) -> Option<SentimentByGroup> {
    let (by_topic, mut rows, _) = group_rows(view, own, total)?;
    rows.retain(|row| row.sentiment.index.is_some());
    (!rows.is_empty()).then_some(SentimentByGroup { by_topic, rows })
}

pub(super) fn search_topics(view: &View, own: &[Answer], total: u64) -> Option<SearchTopics> {
    let (by_topic, rows, distinct) = group_rows(view, own, total)?;
    let more = distinct.saturating_sub(rows.len() as u64);
    Some(SearchTopics {
        by_topic,
        rows,
        more,
    })
}

fn ranked<K>(view: &View, terms: Option<&Terms>, key: impl Fn(&Key) -> Option<K>) -> Ranked<K> {
    let Some(terms) = terms else {
        return Ranked::default();
    };
    let row = |term: &Term| {
        Some(RankedRow {
            key: key(&term.key)?,
            posts: term.posts,
            share: percent(term.posts, terms.carrying),
            trend: trend(view, term.posts, &term.past),
        })
    };
    let rows: Vec<RankedRow<K>> = terms.rows.iter().filter_map(row).collect();
    let shown: u64 = rows.iter().map(|row| row.posts).sum();
    Ranked {
        carrying: terms.carrying,
        more: terms.distinct.saturating_sub(rows.len() as u64),
        others: terms.carrying.saturating_sub(shown),
        rows,
    }
}

pub(super) fn sources(view: &View, own: &[Answer]) -> Sources {
    ranked(view, terms(own), |key| match key {
        Key::Source(source) => Some(source.clone()),
        _ => None,
    })
}

pub(super) fn languages(view: &View, own: &[Answer]) -> Languages {
    ranked(view, terms(own), |key| match key {
        Key::Language(language) => Some(language.clone()),
        _ => None,
    })
}

pub(super) fn location(view: &View, own: &[Answer]) -> Option<Location> {
    let countries = ranked(view, terms(own), |key| match key {
        Key::Country(country) => Some(*country),
        _ => None,
    });
    if countries.carrying == 0 {
        return None;
    }
    let (cells, located) = match own.get(1).map(|answer| &answer.data) {
        Some(Data::Cells(cells)) => (cells.cells.as_slice(), cells.located),
        _ => (&[][..], 0),
    };
    let home = view.organization().country;
    Some(Location {
        countries,
        cells: cells
            .iter()
            .map(|cell| MapCell {
                latitude: cell.latitude,
                longitude: cell.longitude,
                posts: cell.tones.posts(),
                tones: cell.tones,
            })
            .collect(),
        located,
        home,
        bounds: view.organization().bounds(),
    })
}

pub(super) async fn authors(app: &App, view: &View, own: &[Answer]) -> Result<Vec<AuthorRow>> {
    let Some(terms) = terms(own) else {
        return Ok(Vec::new());
    };
    let ids: Vec<_> = terms
        .rows
        .iter()
        .filter_map(|term| match term.key {
            Key::Author(id) => Some(id),
            _ => None,
        })
        .collect();
    let known = app.store.load_authors(&view.scope, &ids).await?;
    let known: BTreeMap<_, _> = known
        .into_iter()
        .map(|author| (author.id, author))
        .collect();
    let row = |term: &Term| {
        let Key::Author(id) = term.key else {
            return None;
        };
        let stored = known.get(&id)?;
        Some(AuthorRow {
            author: posts::author_card(&stored.author, Some(stored.public_id)),
            source: stored.source.clone(),
            posts: term.posts,
            share: percent(term.posts, terms.carrying),
            trend: trend(view, term.posts, &term.past),
        })
    };
    Ok(terms.rows.iter().filter_map(row).collect())
}

/// Phrases have no dictionary: their texts are read back from their newest posts.
pub(super) async fn phrases(
    app: &App,
    view: &View,
    own: &[Answer],
    rows: usize,
) -> Result<Vec<Phrase>> {
    let Some(terms) = terms(own) else {
        return Ok(Vec::new());
    };
    let samples: Vec<PostId> = terms.rows.iter().filter_map(|term| term.latest).collect();
    let texts: BTreeMap<PhraseKey, String> = app
        .store
        .load_texts(&view.scope, &samples)
        .await?
        .iter()
        .flat_map(|(_, language, post)| phrases::of_post(post, language))
        .map(|(phrase, key)| (key, phrase.0))
        .collect();
    let named = terms.rows.iter().filter_map(|term| {
        let Key::Phrase(key) = term.key else {
            return None;
        };
        let tones = term.tones.unwrap_or_default();
        Some(Phrase {
            text: texts.get(&key)?.clone(),
            posts: term.posts,
            tones,
        })
    });
    let mut shown = without_covered(named.collect());
    shown.truncate(rows);
    Ok(shown)
}

/// Drops phrases that almost always stand within a longer one (ANA-176).
fn without_covered(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let in_words: Vec<(u64, Vec<String>)> = phrases
        .iter()
        .map(|phrase| (phrase.posts, words(&phrase.text)))
        .collect();
    let covers = |(posts, long): &(u64, Vec<String>), short: &(u64, Vec<String>)| {
        long.len() > short.1.len()
            && *posts as f64 >= short.0 as f64 * COVERED
            && long.windows(short.1.len()).any(|run| run == short.1)
    };
    let kept: Vec<bool> = in_words
        .iter()
        .map(|short| !in_words.iter().any(|long| covers(long, short)))
        .collect();
    phrases
        .into_iter()
        .zip(kept)
        .filter_map(|(phrase, keep)| keep.then_some(phrase))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(text: &str, posts: u64) -> Phrase {
        Phrase {
            text: text.to_owned(),
            posts,
            tones: Tones::default(),
        }
    }

    #[test]
    fn covered_phrases_are_dropped() {
        let all = vec![
            phrase("new", 20),
            phrase("new phone", 10),
            phrase("phone", 11),
            phrase("phones", 11),
        ];
        let kept: Vec<String> = without_covered(all).into_iter().map(|p| p.text).collect();
        assert_eq!(kept, ["new", "new phone", "phones"]);
    }

    #[test]
    fn directions_have_a_calm_middle() {
        for (change, steady, expect) in [
            (-1.0, STEADY_PERCENT, Direction::Straight),
            (-7.6, STEADY_PERCENT, Direction::Down),
            (5.1, STEADY_PERCENT, Direction::Up),
            (-0.3, STEADY_POINTS, Direction::Straight),
            (-1.9, STEADY_POINTS, Direction::Down),
        ] {
            assert_eq!(direction(change, steady), expect, "{change}");
        }
    }
}
