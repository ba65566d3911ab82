//! Counts, tones, time axes, maps and the newest posts of a frame.

use super::{
    MOST_ROWS,
    call::Call,
    codes::Codes,
    seen::COMMON_POSTS,
    selected::Selected,
    totals::{Ranked, Slots, is_sparse, rank},
};
use crate::{Cursor, Histogram, Series, Split, Tones};
use hearken_model::{
    PostId, Sentiment, Span, Timestamp,
    dataset::{Bucket, bind::bucket_starts},
};

pub(super) fn posts(rows: &[Selected<'_>]) -> u64 {
    rows.iter().map(|s| s.len() as u64).sum()
}

pub(super) fn tones(call: &Call<'_>, frame: usize) -> Tones {
    let table = call.table(frame, &Codes::Tone);
    let mut tones = Tones::default();
    for tone in Sentiment::ALL {
        tones.add(tone, table.tones(tone as usize).of(tone));
    }
    tones
}

/// Where each bucket ends in a segment's rows.
fn ends(selected: &Selected<'_>, starts: &[Timestamp]) -> Vec<usize> {
    let later = starts.iter().skip(1);
    let mut ends: Vec<usize> = later
        .map(|start| {
            let row = selected.segment.first_from(*start);
            row.clamp(selected.from, selected.to)
        })
        .collect();
    ends.push(selected.to);
    ends
}

fn by_bucket(rows: &[Selected<'_>], starts: &[Timestamp]) -> Vec<u64> {
    let mut posts = vec![0; starts.len()];
    for selected in rows {
        let mut before = 0;
        for (count, end) in posts.iter_mut().zip(ends(selected, starts)) {
            let upto = selected.before(end);
            *count += (upto - before) as u64;
            before = upto;
        }
    }
    posts
}

pub(super) fn histogram(call: &Call<'_>, bucket: Bucket, split: Option<&Split>) -> Histogram {
    let zone = &call.selection.dataset.zone;
    let starts_of = |span: &Span| bucket_starts(*span, bucket, zone);
    let starts = starts_of(&call.selection.dataset.span);
    let past = call.selection.dataset.past.iter().zip(call.past());
    Histogram {
        posts: by_bucket(call.now(), &starts),
        series: split.map_or_else(Vec::new, |split| series(call, &starts, split)),
        past: past
            .map(|(span, rows)| by_bucket(rows, &starts_of(span)))
            .collect(),
        starts,
    }
}

fn series(call: &Call<'_>, starts: &[Timestamp], split: &Split) -> Vec<Series> {
    let limit = split.limit.min(MOST_ROWS);
    let of_at_least = |posts| {
        let codes = call.codes(&split.by, posts);
        let totals = call.totals(0, &codes, None);
        let (ranked, _) = call.with_dictionaries(|d| rank(&totals, &codes, d, limit, 1, None));
        (codes, ranked)
    };
    // Rare phrases are looked at only where the list has room for them.
    let (mut codes, mut ranked) = of_at_least(COMMON_POSTS);
    let is_large = |ranked: &Ranked| ranked.posts >= COMMON_POSTS;
    if matches!(codes, Codes::Phrase(_))
        && (ranked.len() < limit || !ranked.last().is_none_or(is_large))
    {
        (codes, ranked) = of_at_least(1);
    }
    let domain = call.domain(&codes);
    let slots = Slots::of(&ranked, domain, is_sparse(call.now(), &codes, domain));
    let mut lines = vec![vec![0_u64; starts.len()]; ranked.len()];
    for selected in call.now() {
        let mut buckets = Vec::with_capacity(selected.to - selected.from);
        for (bucket, end) in (0_u16..).zip(ends(selected, starts)) {
            buckets.resize(end - selected.from, bucket);
        }
        codes.visit(selected, |row, code| {
            let line = slots.of_code(code).checked_sub(1);
            let bucket = buckets.get(row - selected.from).copied();
            if let (Some(line), Some(bucket)) = (line, bucket)
                && let Some(line) = lines.get_mut(line)
                && let Some(count) = line.get_mut(usize::from(bucket))
            {
                *count += 1;
            }
        });
    }
    let lines = ranked.into_iter().zip(lines);
    lines
        .map(|(ranked, posts)| Series {
            key: ranked.key,
            posts,
        })
        .collect()
}

/// The newest posts: the last rows of every segment, merged.
pub(super) fn newest(rows: &[Selected<'_>], limit: usize) -> Vec<PostId> {
    let limit = limit.min(MOST_ROWS);
    let mut found: Vec<Cursor> = Vec::new();
    for selected in rows {
        let cursors = selected.segment.cursors();
        let cursor = |row| cursors.of(row);
        if let Some(rows) = selected.listed() {
            let last = rows.iter().rev().take(limit);
            found.extend(last.map(|row| cursor(usize::from(*row))));
        } else {
            let last = (selected.from..selected.to).rev().take(limit);
            found.extend(last.map(cursor));
        }
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(limit);
    found.into_iter().map(|at| at.id).collect()
}
