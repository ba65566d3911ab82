//! Writing segments: from new rows and from the rows of other segments.

use super::{
    bits::Bits,
    dictionary::{Dictionaries, NOTHING, Numbers},
    ends::{self, Ends},
    late::Late,
    segment::{Columns, Fields, ROWS_MAX, Segment},
    topics::Topics,
    words::Words,
};
use crate::{ArchiveError, PostRow, grid::Point};
use hearken_model::TopicId;
use std::{collections::BTreeMap, sync::Arc};

/// Columns that grow at the end; rows come in time order.
#[derive(Default)]
struct Builder {
    published: Vec<i64>,
    ids: Vec<i64>,
    author: Vec<u32>,
    source: Vec<u16>,
    language: Vec<u16>,
    country: Vec<u16>,
    place_kind: Vec<u8>,
    kind: Vec<u8>,
    reach: Vec<u8>,
    point_rows: Vec<u16>,
    latitudes: Vec<i32>,
    longitudes: Vec<i32>,
    phrase_ends: Vec<u32>,
    phrases: Vec<u32>,
    /// Keys with their rows.
    rare: Vec<(u64, u16)>,
    words: Words,
    tones: Vec<u8>,
    topics: BTreeMap<TopicId, Vec<u16>>,
}

impl Builder {
    fn push(&mut self, row: &Fields, phrases: impl Iterator<Item = u32>) {
        let number = self.published.len() as u16;
        self.published.push(row.published);
        self.ids.push(row.id);
        self.author.push(row.author);
        self.source.push(row.source);
        self.language.push(row.language);
        self.country.push(row.country);
        self.place_kind.push(row.place_kind);
        self.kind.push(row.kind);
        self.reach.push(row.reach);
        if let Some(point) = row.point {
            self.point_rows.push(number);
            self.latitudes.push(point.latitude);
            self.longitudes.push(point.longitude);
        }
        self.phrases.extend(phrases);
        self.phrase_ends.push(self.phrases.len() as u32);
        self.tones.push(row.tone);
    }

    fn finish(mut self, name: u64, late: Arc<Late>) -> Segment {
        let rows = self.ids.len();
        let mut by_id: Vec<u16> = (0..rows).map(|row| row as u16).collect();
        let ids = &self.ids;
        by_id.sort_by_key(|row| ids.get(usize::from(*row)).copied().unwrap_or_default());
        self.sort_rare();
        let phrased = self.phrased();
        let columns = Columns {
            published: fit(self.published).into(),
            ids: fit(self.ids).into(),
            by_id: by_id.into(),
            author: fit(self.author).into(),
            source: fit(self.source).into(),
            language: fit(self.language).into(),
            country: fit(self.country).into(),
            place_kind: fit(self.place_kind).into(),
            kind: fit(self.kind).into(),
            reach: fit(self.reach).into(),
            point_rows: fit(self.point_rows).into(),
            latitudes: fit(self.latitudes).into(),
            longitudes: fit(self.longitudes).into(),
            phrase_ends: Ends::new(&self.phrase_ends),
            phrases: fit(self.phrases).into(),
            phrased: phrased.words().to_vec().into(),
            rare: self.rare.iter().map(|r| r.0).collect::<Vec<_>>().into(),
            rare_rows: self.rare.iter().map(|r| r.1).collect::<Vec<_>>().into(),
            words: self.words,
        };
        let lists = self.topics.into_iter().map(|(topic, mut list)| {
            list.sort_unstable();
            (topic, Arc::new(fit(list).into()))
        });
        let topics = Topics::new(rows, lists.collect());
        Segment::new(name, columns, fit(self.tones), topics).with_late(late)
    }

    #[expect(
        clippy::stable_sort_primitive,
        reason = "what comes of several segments is several rising lists, which this sort merges"
    )]
    fn sort_rare(&mut self) {
        self.rare.sort();
    }

    /// The rows that have any phrase.
    fn phrased(&self) -> Bits {
        let mut phrased = Bits::none(self.ids.len());
        let mut before = 0;
        for (row, end) in self.phrase_ends.iter().enumerate() {
            if *end > before {
                phrased.set(row);
            }
            before = *end;
        }
        let rare = self.rare.iter().map(|(_, row)| usize::from(*row));
        rare.for_each(|row| phrased.set(row));
        phrased
    }
}

fn fit<T>(mut values: Vec<T>) -> Vec<T> {
    values.shrink_to_fit();
    values
}

/// New rows on their way into a segment: coded, in the order of their arrival.
#[derive(Default)]
pub(super) struct Pending {
    rows: Vec<PendingRow>,
    phrases: Vec<u32>,
    rare: Vec<u64>,
    words: Vec<u64>,
    /// One more than the largest code of a phrase when the first row came; none before.
    common: Option<u32>,
    topics: Vec<TopicId>,
}

struct PendingRow {
    fields: Fields,
    phrases: (u32, u32),
    rare: (u32, u32),
    words: (u32, u32),
    topics: (u32, u32),
}

impl Pending {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The keys of the rare phrases.
    pub(super) fn rare(&self) -> &[u64] {
        &self.rare
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = i64> {
        self.rows.iter().map(|row| row.fields.id)
    }

    pub(super) fn push(
        &mut self,
        row: &PostRow,
        codes: &mut Dictionaries,
    ) -> Result<(), ArchiveError> {
        let fields = fields_of(row, codes)?;
        self.common.get_or_insert(codes.phrases.len() as u32);
        let (first_phrase, first_rare) = (self.phrases.len(), self.rare.len());
        for (n, phrase) in row.phrases.iter().enumerate().take(ends::MOST) {
            if row.phrases.iter().take(n).any(|before| before == phrase) {
                continue;
            }
            match codes.new_phrase(*phrase)? {
                Some(code) => self.phrases.push(code),
                None => self.rare.push(phrase.0),
            }
        }
        let first_word = self.words.len();
        self.words.extend(row.words.iter().map(|word| word.0));
        let first_topic = self.topics.len();
        for topic in &row.topics {
            if !tail(&self.topics, first_topic).contains(topic) {
                self.topics.push(*topic);
            }
        }
        self.rows.push(PendingRow {
            fields,
            phrases: (first_phrase as u32, self.phrases.len() as u32),
            rare: (first_rare as u32, self.rare.len() as u32),
            words: (first_word as u32, self.words.len() as u32),
            topics: (first_topic as u32, self.topics.len() as u32),
        });
        Ok(())
    }

    /// The segment of the rows; of rows with the same id the last one counts.
    pub(super) fn build(mut self, name: u64) -> Segment {
        self.rows.reverse();
        self.rows.sort_by_key(|row| row.fields.id);
        self.rows.dedup_by_key(|row| row.fields.id);
        self.rows
            .sort_unstable_by_key(|row| (row.fields.published, row.fields.id));
        let mut builder = Builder::default();
        let mut words = Vec::with_capacity(self.words.len());
        for (number, row) in self.rows.iter().enumerate() {
            let phrases = part(&self.phrases, row.phrases).iter().copied();
            builder.push(&row.fields, phrases);
            let rare = part(&self.rare, row.rare).iter();
            builder.rare.extend(rare.map(|key| (*key, number as u16)));
            let of_row = part(&self.words, row.words).iter();
            words.extend(of_row.map(|key| (*key, number as u16)));
            for topic in part(&self.topics, row.topics) {
                builder
                    .topics
                    .entry(*topic)
                    .or_default()
                    .push(number as u16);
            }
        }
        builder.words = Words::of_new(words, self.rows.len());
        builder.finish(name, Late::none_below(self.common.unwrap_or_default()))
    }
}

fn tail<T>(all: &[T], from: usize) -> &[T] {
    all.get(from..).unwrap_or_default()
}

fn part<T>(all: &[T], (from, to): (u32, u32)) -> &[T] {
    all.get(from as usize..to as usize).unwrap_or_default()
}

fn fields_of(row: &PostRow, codes: &mut Dictionaries) -> Result<Fields, ArchiveError> {
    let place = row.place.as_ref();
    Ok(Fields {
        published: row.published_at.0,
        id: row.id.0,
        author: row.author.map_or(Ok(NOTHING), |a| codes.new_author(a))?,
        source: codes.new_source(&row.source)?,
        language: codes.new_language(&row.language)?,
        country: place.map_or(0, |p| p.country.index() + 1),
        place_kind: place.map_or(0, |p| p.kind as u8 + 1),
        kind: row.kind as u8,
        reach: row.known_reach().unwrap_or_default(),
        tone: row.sentiment as u8,
        point: place.and_then(|p| Point::from_degrees(p.latitude, p.longitude)),
    })
}

/// No row any more.
const GONE: u32 = u32::MAX;

/// The live rows of some segments as new segments of nearly equal size, each a stretch of time;
/// phrases that became common are where they belong then. `name` names the new ones.
pub(super) fn merge(
    from: &[Arc<Segment>],
    phrases: &Numbers,
    name: impl FnMut() -> u64,
) -> Vec<Segment> {
    merge_some(from, phrases, name, |segment| segment.live().rows(), None)
}

/// The same of the rows in some (sorted) topics, which are then in no others.
pub(super) fn merge_topics(
    from: &[Arc<Segment>],
    topics: &[TopicId],
    phrases: &Numbers,
    name: impl FnMut() -> u64,
) -> Vec<Segment> {
    let rows = |segment: &Segment| {
        let mut bits = Bits::none(segment.rows());
        for (_, list) in segment.topics.those_of(topics) {
            bits.add_rows(list);
        }
        bits.and(segment.live());
        bits.rows()
    };
    merge_some(from, phrases, name, rows, Some(topics))
}

fn merge_some(
    from: &[Arc<Segment>],
    phrases: &Numbers,
    mut name: impl FnMut() -> u64,
    rows: impl Fn(&Segment) -> Vec<u16>,
    topics: Option<&[TopicId]>,
) -> Vec<Segment> {
    let mut order: Vec<(i64, i64, u32, u16)> = Vec::new();
    for (number, segment) in from.iter().enumerate() {
        order.extend(rows(segment).into_iter().map(|row| {
            let at = segment.cursor(usize::from(row));
            (at.published_at.0, at.id.0, number as u32, row)
        }));
    }
    // Sorted runs one after the other: the stable sort merges them.
    order.sort_by_key(|row| (row.0, row.1));
    let parts = order.len().div_ceil(ROWS_MAX).max(1);
    let size = order.len().div_ceil(parts).max(1);
    let with_late = |segment: &Arc<Segment>| (Arc::clone(segment), segment.late(phrases));
    let from: Vec<(Arc<Segment>, Arc<Late>)> = from.iter().map(with_late).collect();
    let common = phrases.len() as u32;
    order
        .chunks(size)
        .map(|chunk| {
            let merged = merge_chunk(&from, chunk, common, topics);
            merged.finish(name(), Late::none_below(common))
        })
        .collect()
}

fn merge_chunk(
    from: &[(Arc<Segment>, Arc<Late>)],
    chunk: &[(i64, i64, u32, u16)],
    common: u32,
    topics: Option<&[TopicId]>,
) -> Builder {
    let mut moved: Vec<Vec<u32>> = from.iter().map(|s| vec![GONE; s.0.rows()]).collect();
    for (number, (_, _, segment, row)) in chunk.iter().enumerate() {
        let rows = moved.get_mut(*segment as usize);
        if let Some(cell) = rows.and_then(|rows| rows.get_mut(usize::from(*row))) {
            *cell = number as u32;
        }
    }
    let late = moved_late(from, &moved, common);
    let mut late = late.iter().copied().peekable();
    let mut builder = Builder::default();
    for (number, (_, _, segment, row)) in chunk.iter().enumerate() {
        if let Some((segment, _)) = from.get(*segment as usize) {
            let row = usize::from(*row);
            let of_row = segment.phrases(row).iter().copied();
            let late = std::iter::from_fn(|| late.next_if(|l| l.0 == number as u32));
            builder.push(&segment.fields(row), of_row.chain(late.map(|l| l.1)));
        }
    }
    for ((segment, late), moved) in from.iter().zip(&moved) {
        let new = |row: &u16| {
            let row = moved.get(usize::from(*row)).copied();
            row.filter(|row| *row != GONE).map(|row| row as u16)
        };
        let is_kept =
            |topic: &TopicId| topics.is_none_or(|topics| topics.binary_search(topic).is_ok());
        for (topic, list) in segment.topics.lists().filter(|list| is_kept(&list.0)) {
            let mut rows = list.iter().filter_map(new).peekable();
            if rows.peek().is_some() {
                builder.topics.entry(topic).or_default().extend(rows);
            }
        }
        let columns = &segment.columns;
        let known = late.known(common, columns.rare.len());
        let rare = columns.rare.iter().zip(columns.rare_rows.iter());
        let rare = rare.enumerate().filter(|(place, _)| !known.has(*place));
        let rare = rare.filter_map(|(_, (key, row))| Some((*key, new(row)?)));
        builder.rare.extend(rare);
    }
    // Who asks for topics that are packed asks for no words.
    if topics.is_none() {
        let words = from.iter().map(|(s, _)| (&s.columns.words, s.rows()));
        builder.words = Words::of_moved(words, chunk.len(), |segment, row| {
            let row = *moved.get(segment)?.get(usize::from(row))?;
            (row != GONE).then_some(row as u16)
        });
    }
    builder
}

/// The new rows of what became common, rising, with their codes.
fn moved_late(
    from: &[(Arc<Segment>, Arc<Late>)],
    moved: &[Vec<u32>],
    common: u32,
) -> Vec<(u32, u32)> {
    let mut all = Vec::new();
    for ((_, late), moved) in from.iter().zip(moved) {
        let (rows, codes) = late.of_codes(common);
        let new = |row: &u16| moved.get(usize::from(*row)).copied().unwrap_or(GONE);
        let new = rows.iter().map(new).zip(codes.iter().copied());
        all.extend(new.filter(|(row, _)| *row != GONE));
    }
    all.sort_unstable();
    all
}
