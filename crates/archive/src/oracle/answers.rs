//! Figures over rows, by their definitions.

use super::{MOST_ROWS, select};
use crate::{
    Ask, Cell, Cells, Count, Data, Dimension, Histogram, Key, PostRow, Series, Term, Terms,
    TermsAsk, Tones,
    grid::{self, Point},
};
use hearken_model::{
    PostId, Sentiment, Span, Timestamp,
    dataset::{BoundDataset, Bucket, bind::bucket_starts},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

pub(super) fn answer(frames: &select::Frames<'_>, dataset: &BoundDataset, ask: &Ask) -> Data {
    let now = &frames.now;
    let of_frames = |figure: &dyn Fn(&[&PostRow]) -> u64| {
        Data::Count(Count {
            now: figure(now),
            past: frames.past.iter().map(|posts| figure(posts)).collect(),
        })
    };
    match ask {
        Ask::Count => of_frames(&|posts| posts.len() as u64),
        Ask::Distinct(by) => of_frames(&|posts| by_key(posts, by, dataset).len() as u64),
        Ask::Histogram { bucket, split } => {
            let bucket = bucket.unwrap_or(dataset.bucket);
            let mut histogram = histogram(frames, dataset, bucket);
            if let Some(split) = split {
                let largest = ranked(by_key(now, &split.by, dataset), 1);
                histogram.series = largest
                    .into_iter()
                    .take(split.limit.min(MOST_ROWS))
                    .map(|(key, posts)| Series {
                        key,
                        posts: by_bucket(&posts, &histogram.starts, dataset.span),
                    })
                    .collect();
            }
            Data::Histogram(histogram)
        }
        Ask::Tones => Data::Tones {
            now: tones(now),
            before: frames.past.first().map(|posts| tones(posts)),
        },
        Ask::Terms(ask) => Data::Terms(terms(frames, dataset, ask)),
        Ask::TonePhrases {
            tone,
            limit,
            at_least,
        } => Data::Terms(tone_phrases(now, dataset, *tone, *limit, *at_least)),
        Ask::Cells { zoom, limit } => Data::Cells(cells(now, *zoom, *limit)),
        Ask::Latest(limit) => {
            let mut places: Vec<_> = now.iter().map(|p| select::place_in_time(p)).collect();
            places.sort_unstable_by_key(|at| Reverse(*at));
            places.truncate((*limit).min(MOST_ROWS));
            Data::Posts(places.into_iter().map(|at| at.id).collect())
        }
    }
}

fn tones(posts: &[&PostRow]) -> Tones {
    let mut tones = Tones::default();
    for post in posts {
        tones.add(post.sentiment, 1);
    }
    tones
}

fn latest(posts: &[&PostRow]) -> PostId {
    let newest = posts.iter().map(|post| select::place_in_time(post)).max();
    newest.map_or(PostId(0), |at| at.id)
}

/// The values of a dimension that a post has, each once.
fn keys(post: &PostRow, by: &Dimension, dataset: &BoundDataset) -> Vec<Key> {
    let place = post.place.as_ref();
    match by {
        Dimension::Source => vec![Key::Source(post.source.clone())],
        Dimension::Language => vec![Key::Language(post.language.clone())],
        Dimension::Sentiment => vec![Key::Sentiment(post.sentiment)],
        Dimension::PostType => vec![Key::PostType(post.kind)],
        Dimension::Reach => post.known_reach().into_iter().map(Key::Reach).collect(),
        Dimension::Country => place.map(|p| Key::Country(p.country)).into_iter().collect(),
        Dimension::LocationType => place
            .map(|p| Key::LocationType(p.kind))
            .into_iter()
            .collect(),
        Dimension::Author => post.author.into_iter().map(Key::Author).collect(),
        Dimension::Phrase => post.phrases.iter().copied().map(Key::Phrase).collect(),
        Dimension::Topic => post
            .topics
            .iter()
            .filter(|topic| dataset.topics.contains(topic))
            .copied()
            .map(Key::Topic)
            .collect(),
        Dimension::Category(groups) => {
            let counts = |t| dataset.topics.contains(t) && post.topics.contains(t);
            let of_post = groups
                .iter()
                .filter(|group| group.topics.iter().any(counts));
            let keys: BTreeSet<Key> = of_post.map(|g| Key::Category(g.category)).collect();
            keys.into_iter().collect()
        }
    }
}

type ByKey<'a> = BTreeMap<Key, Vec<&'a PostRow>>;

fn by_key<'a>(posts: &[&'a PostRow], by: &Dimension, dataset: &BoundDataset) -> ByKey<'a> {
    let mut map = ByKey::new();
    for post in posts {
        for key in keys(post, by, dataset) {
            map.entry(key).or_default().push(post);
        }
    }
    map
}

fn of_key<'a, 'b>(map: &'b ByKey<'a>, key: &Key) -> &'b [&'a PostRow] {
    map.get(key).map(Vec::as_slice).unwrap_or_default()
}

/// Most posts first, ties by key.
fn ranked(map: ByKey<'_>, at_least: u64) -> Vec<(Key, Vec<&PostRow>)> {
    let mut list: Vec<_> = map
        .into_iter()
        .filter(|(_, posts)| posts.len() as u64 >= at_least)
        .collect();
    list.sort_by(|a, b| (Reverse(a.1.len()), &a.0).cmp(&(Reverse(b.1.len()), &b.0)));
    list
}

fn terms(frames: &select::Frames<'_>, dataset: &BoundDataset, ask: &TermsAsk) -> Terms {
    let has_any = |post: &&&PostRow| !keys(post, &ask.by, dataset).is_empty();
    let list = ranked(by_key(&frames.now, &ask.by, dataset), ask.at_least);
    let past: Vec<ByKey<'_>> = frames
        .past
        .iter()
        .map(|posts| by_key(posts, &ask.by, dataset))
        .collect();
    let distinct = list.len() as u64;
    let rows = list.into_iter().take(ask.limit.min(MOST_ROWS));
    Terms {
        rows: rows
            .map(|(key, posts)| Term {
                posts: posts.len() as u64,
                tones: ask.tones.then(|| tones(&posts)),
                tones_before: past
                    .first()
                    .filter(|_| ask.tones)
                    .map(|frame| tones(of_key(frame, &key))),
                past: past
                    .iter()
                    .filter(|_| ask.trend)
                    .map(|frame| of_key(frame, &key).len() as u64)
                    .collect(),
                latest: ask.by.has_latest().then(|| latest(&posts)),
                key,
            })
            .collect(),
        distinct,
        carrying: frames.now.iter().filter(has_any).count() as u64,
    }
}

fn tone_phrases(
    now: &[&PostRow],
    dataset: &BoundDataset,
    tone: Sentiment,
    limit: usize,
    at_least: u64,
) -> Terms {
    let of_tone = |posts: &[&PostRow]| tones(posts).of(tone);
    let (in_set, set) = (of_tone(now), now.len() as u64);
    let mut found: Vec<(u64, Key, Vec<&PostRow>)> = by_key(now, &Dimension::Phrase, dataset)
        .into_iter()
        .map(|(key, posts)| (of_tone(&posts), key, posts))
        .filter(|(count, _, _)| *count >= at_least.max(1))
        .filter(|(count, _, posts)| {
            u128::from(*count) * u128::from(set)
                > u128::from(posts.len() as u64) * u128::from(in_set)
        })
        .collect();
    found.sort_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
    let carrying = now
        .iter()
        .filter(|post| post.sentiment == tone && !post.phrases.is_empty());
    Terms {
        distinct: found.len() as u64,
        carrying: carrying.count() as u64,
        rows: found
            .into_iter()
            .take(limit.min(MOST_ROWS))
            .map(|(count, key, posts)| Term {
                key,
                posts: count,
                tones: None,
                tones_before: None,
                past: Vec::new(),
                latest: Some(latest(
                    &posts
                        .into_iter()
                        .filter(|post| post.sentiment == tone)
                        .collect::<Vec<_>>(),
                )),
            })
            .collect(),
    }
}

fn histogram(frames: &select::Frames<'_>, dataset: &BoundDataset, bucket: Bucket) -> Histogram {
    let starts = bucket_starts(dataset.span, bucket, &dataset.zone);
    let past = dataset.past.iter().zip(&frames.past);
    Histogram {
        posts: by_bucket(&frames.now, &starts, dataset.span),
        past: past
            .map(|(span, posts)| {
                by_bucket(posts, &bucket_starts(*span, bucket, &dataset.zone), *span)
            })
            .collect(),
        series: Vec::new(),
        starts,
    }
}

fn by_bucket(posts: &[&PostRow], starts: &[Timestamp], span: Span) -> Vec<u64> {
    let ends = starts.iter().skip(1).copied().chain([span.to]);
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| {
            let inside = |post: &&&PostRow| *from <= post.published_at && post.published_at < to;
            posts.iter().filter(inside).count() as u64
        })
        .collect()
}

fn cells(posts: &[&PostRow], zoom: u8, limit: usize) -> Cells {
    let mut map: BTreeMap<(u32, u32), Vec<(Point, &PostRow)>> = BTreeMap::new();
    for post in posts {
        let place = post.place.as_ref();
        if let Some(point) = place.and_then(|p| Point::from_degrees(p.latitude, p.longitude)) {
            map.entry(point.cell(zoom)).or_default().push((point, post));
        }
    }
    let (distinct, located) = (map.len() as u64, map.values().map(Vec::len).sum::<usize>());
    let mut list: Vec<_> = map.into_iter().collect();
    list.sort_by_key(|(cell, found)| (Reverse(found.len()), *cell));
    Cells {
        cells: list
            .into_iter()
            .take(limit.min(MOST_ROWS))
            .map(|(_, found)| {
                let posts: Vec<&PostRow> = found.iter().map(|(_, post)| *post).collect();
                let sum = |f: fn(&Point) -> i32| found.iter().map(|(p, _)| i64::from(f(p))).sum();
                Cell {
                    latitude: grid::mean_degrees(sum(|p| p.latitude), found.len() as u64),
                    longitude: grid::mean_degrees(sum(|p| p.longitude), found.len() as u64),
                    tones: tones(&posts),
                    latest: latest(&posts),
                }
            })
            .collect(),
        distinct,
        located: located as u64,
    }
}
