//! Counts, tones, time axes, maps and the newest posts of a frame.

use super::{
    MOST_ROWS,
    call::Call,
    codes::Codes,
    seen::COMMON_POSTS,
    selected::Selected,
    totals::{Ranked, Slots, is_sparse, rank},
};
use crate::{Cell, Cells, Cursor, Histogram, Series, Split, Tones, grid};
use hashbrown::HashMap;
use hearken_model::{
    PostId, Sentiment, Span, Timestamp,
    dataset::{Bucket, bind::bucket_starts},
};
use std::cmp::Reverse;

pub(super) fn posts(rows: &[Selected<'_>]) -> u64 {
    rows.iter().map(|s| s.len() as u64).sum()
}

pub(super) fn tones(rows: &[Selected<'_>]) -> Tones {
    let mut by_tone = [0_u64; 4];
    for selected in rows {
        let column: &[u8] = &selected.segment.tones;
        if selected.listed().is_some() {
            selected.each_in(column, |_, tone| {
                if let Some(count) = by_tone.get_mut(usize::from(tone)) {
                    *count = count.wrapping_add(1);
                }
            });
        } else {
            let column = column.get(selected.from..selected.to).unwrap_or_default();
            for (tone, count) in (0_u8..).zip(&mut by_tone) {
                *count += equal(column, tone);
            }
        }
    }
    let mut tones = Tones::default();
    for (tone, count) in Sentiment::ALL.into_iter().zip(by_tone) {
        tones.add(tone, count);
    }
    tones
}

/// How many bytes are `value`: added up in bytes, which the compiler does for many at once.
fn equal(column: &[u8], value: u8) -> u64 {
    let of_chunk = |chunk: &[u8]| {
        let found = chunk.iter().map(|byte| u8::from(*byte == value));
        u64::from(found.fold(0_u8, u8::wrapping_add))
    };
    column.chunks(usize::from(u8::MAX)).map(of_chunk).sum()
}

/// Where each bucket ends in a segment's rows.
fn ends(selected: &Selected<'_>, starts: &[Timestamp]) -> Vec<usize> {
    let published = &selected.segment.columns.published;
    let later = starts.iter().skip(1);
    let mut ends: Vec<usize> = later
        .map(|start| {
            let row = published.partition_point(|at| *at < start.0);
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
        let any = |_, _| true;
        let (ranked, _) = call.with_dictionaries(|d| rank(&totals, &codes, d, limit, 1, any));
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

#[derive(Default)]
struct Cluster {
    cell: (u32, u32),
    latitude: i64,
    longitude: i64,
    by_tone: [u32; 4],
    latest: Option<Cursor>,
    /// The newest row so far, and of which of the segments.
    newest: Option<(usize, usize)>,
}

impl Cluster {
    /// Notes a row, which is newer than those of the same segment before it.
    #[inline]
    fn see(&mut self, number: usize, row: usize, rows: &[Selected<'_>]) {
        if self.newest.is_some_and(|newest| newest.0 != number) {
            self.settle(rows);
        }
        self.newest = Some((number, row));
    }

    /// Compares the newest row with that of the segments before.
    fn settle(&mut self, rows: &[Selected<'_>]) {
        if let Some((number, row)) = self.newest {
            let at = rows.get(number).map(|s| s.segment.cursor(row));
            self.latest = self.latest.max(at);
        }
    }
}

/// Up to this zoom there are few enough cells for a table of them all.
const TABLE_ZOOM: u8 = 5;
/// Columns of that table, the outermost edge included.
const TABLE_COLUMNS: u32 = (8 << TABLE_ZOOM) + 1;
/// Rows of that table, the outermost edge included.
const TABLE_ROWS: u32 = (4 << TABLE_ZOOM) + 1;

/// Clusters by cell.
struct Clusters {
    list: Vec<Cluster>,
    /// By place in the table one more than the position in the list; empty at large zooms.
    table: Vec<u32>,
    map: HashMap<(u32, u32), u32>,
}

impl Clusters {
    fn new(zoom: u8) -> Self {
        let places = if zoom <= TABLE_ZOOM {
            TABLE_COLUMNS * TABLE_ROWS
        } else {
            0
        };
        Self {
            list: Vec::new(),
            table: vec![0; places as usize],
            map: HashMap::new(),
        }
    }

    fn of(&mut self, cell: (u32, u32)) -> Option<&mut Cluster> {
        let place = (cell.1 * TABLE_COLUMNS + cell.0) as usize;
        let next = self.list.len() as u32 + 1;
        let number = match self.table.get_mut(place) {
            Some(number) => number,
            None => self.map.entry(cell).or_default(),
        };
        if *number == 0 {
            *number = next;
            self.list.push(Cluster {
                cell,
                ..Cluster::default()
            });
        }
        self.list.get_mut(*number as usize - 1)
    }
}

pub(super) fn cells(rows: &[Selected<'_>], zoom: u8, limit: usize) -> Cells {
    let mut clusters = Clusters::new(zoom);
    let mut located = 0;
    for (number, selected) in rows.iter().enumerate() {
        let segment = selected.segment;
        let points = segment.columns.points();
        let tones: &[u8] = &segment.tones;
        selected.each_of(&segment.columns.point_rows, |at, row| {
            let Some(point) = points(at) else { return };
            let Some(cluster) = clusters.of(point.cell(zoom)) else {
                return;
            };
            cluster.latitude += i64::from(point.latitude);
            cluster.longitude += i64::from(point.longitude);
            let tone = tones.get(row).copied().unwrap_or_default();
            if let Some(count) = cluster.by_tone.get_mut(usize::from(tone)) {
                *count += 1;
            }
            cluster.see(number, row, rows);
            located += 1;
        });
    }
    let mut list = clusters.list;
    for cluster in &mut *list {
        cluster.settle(rows);
    }
    let distinct = list.len() as u64;
    let posts = |cluster: &Cluster| cluster.by_tone.iter().sum::<u32>();
    list.sort_unstable_by_key(|cluster| (Reverse(posts(cluster)), cluster.cell));
    list.truncate(limit.min(MOST_ROWS));
    Cells {
        cells: list.iter().map(cell).collect(),
        distinct,
        located,
    }
}

fn cell(cluster: &Cluster) -> Cell {
    let mut tones = Tones::default();
    for (tone, posts) in Sentiment::ALL.into_iter().zip(cluster.by_tone) {
        tones.add(tone, posts.into());
    }
    let posts = tones.posts();
    Cell {
        latitude: grid::mean_degrees(cluster.latitude, posts),
        longitude: grid::mean_degrees(cluster.longitude, posts),
        tones,
        latest: cluster.latest.map_or(PostId(0), |at| at.id),
    }
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
