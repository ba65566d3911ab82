//! From a dataset to rows: the plan of a dataset and the rows of a segment that it selects.

use super::{
    bits::Bits,
    dictionary::Dictionaries,
    segment::{Columns, Segment},
};
use hearken_model::{
    Span, TopicId,
    dataset::{BoundDataset, Filter, FilterValue},
};
use smol_str::SmolStr;

/// What a dataset asks of columns, in codes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Rows of any of these (sorted) ...
    topics: Vec<TopicId>,
    /// ... that pass all of these.
    tests: Vec<Test>,
    /// What is left to be looked up in texts, after the columns.
    pub(super) texts: Vec<TextTest>,
}

/// Some keyword entries of which a text must match any, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextTest {
    pub(super) entries: Vec<SmolStr>,
    pub(super) keep: bool,
}

/// A row passes when any condition holds (`keep`) or when none does.
#[derive(Debug)]
struct Test {
    any: Vec<Condition>,
    keep: bool,
}

/// A column has a code; `None` is a value that no row has.
#[derive(Debug)]
enum Condition {
    Source(Option<u16>),
    Language(Option<u16>),
    Country(u16),
    PlaceKind(u8),
    Kind(u8),
    Reach(u8),
    Tone(u8),
    Author(Option<u32>),
    Topic(TopicId),
}

impl Plan {
    pub(super) fn of(dataset: &BoundDataset, codes: &Dictionaries) -> Self {
        let mut plan = Self {
            topics: dataset.topics.clone(),
            ..Self::default()
        };
        plan.topics.sort_unstable();
        plan.topics.dedup();
        for (_, filter) in dataset.filters.iter() {
            plan.add(filter, codes);
        }
        plan
    }

    fn add(&mut self, filter: &Filter, codes: &Dictionaries) {
        for (values, keep) in [(&filter.include, true), (&filter.exclude, false)] {
            let mut any = Vec::new();
            let mut entries = Vec::new();
            for value in values {
                match value {
                    FilterValue::Keyword(entry) => entries.push(entry.clone()),
                    value => any.extend(Condition::of(value, codes)),
                }
            }
            if !any.is_empty() {
                self.tests.push(Test { any, keep });
            }
            if !entries.is_empty() {
                self.texts.push(TextTest { entries, keep });
            }
        }
    }

    /// The topics of the dataset, sorted.
    pub(super) fn topics(&self) -> &[TopicId] {
        &self.topics
    }

    /// The rows of a segment within a span, by the columns alone.
    pub(super) fn select<'s>(&self, segment: &'s Segment, span: Span) -> Selected<'s> {
        let (from, to) = segment.range(span);
        self.select_range(segment, from, to)
    }

    fn select_range<'s>(&self, segment: &'s Segment, from: usize, to: usize) -> Selected<'s> {
        let covered = segment.topics.are_within(&self.topics);
        let full = segment.live_count() == segment.rows()
            && covered
            && segment.topics.count() == segment.rows();
        if full && self.tests.is_empty() {
            return Selected {
                segment,
                from,
                to,
                some: None,
            };
        }
        let mut bits = if covered {
            segment.topics.any().clone()
        } else {
            self.in_topics(segment, from, to)
        };
        bits.and(segment.live());
        bits.keep_range(from, to);
        let mut rows = bits.rows();
        for test in &self.tests {
            test.retain(segment, &mut rows);
        }
        if !self.tests.is_empty() {
            bits = bits_of(segment, &rows);
        }
        Selected {
            segment,
            from,
            to,
            some: Some((rows, bits)),
        }
    }

    fn in_topics(&self, segment: &Segment, from: usize, to: usize) -> Bits {
        let mut bits = Bits::none(segment.rows());
        for (topic, list) in segment.topics.lists() {
            if self.topics.binary_search(&topic).is_ok() {
                for row in between(list, from, to) {
                    bits.set(usize::from(*row));
                }
            }
        }
        bits
    }
}

impl Condition {
    fn of(value: &FilterValue, codes: &Dictionaries) -> Option<Self> {
        Some(match value {
            FilterValue::Keyword(_) => return None,
            FilterValue::Source(source) => Self::Source(codes.sources.code(source)),
            FilterValue::Language(language) => Self::Language(codes.languages.code(language)),
            FilterValue::Sentiment(tone) => Self::Tone(*tone as u8),
            FilterValue::Reach(reach) => Self::Reach(*reach),
            FilterValue::Country(country) => Self::Country(country.index() + 1),
            FilterValue::LocationType(kind) => Self::PlaceKind(*kind as u8 + 1),
            FilterValue::Author(author) => Self::Author(codes.author_code(*author)),
            FilterValue::PostType(kind) => Self::Kind(*kind as u8),
            FilterValue::Topic(topic) => Self::Topic(*topic),
        })
    }

    fn has(&self, segment: &Segment, row: u16) -> bool {
        let c: &Columns = &segment.columns;
        let at = usize::from(row);
        match self {
            Self::Source(code) => code.is_some() && c.source.get(at).copied() == *code,
            Self::Language(code) => code.is_some() && c.language.get(at).copied() == *code,
            Self::Country(code) => c.country.get(at) == Some(code),
            Self::PlaceKind(code) => c.place_kind.get(at) == Some(code),
            Self::Kind(code) => c.kind.get(at) == Some(code),
            Self::Reach(code) => *code != 0 && c.reach.get(at) == Some(code),
            Self::Tone(code) => segment.tones.get(at) == Some(code),
            Self::Author(code) => code.is_some() && c.author.get(at).copied() == *code,
            Self::Topic(topic) => segment.topics.has(*topic, row),
        }
    }
}

impl Test {
    fn retain(&self, segment: &Segment, rows: &mut Vec<u16>) {
        rows.retain(|row| self.any.iter().any(|c| c.has(segment, *row)) == self.keep);
    }
}

/// The part of a rising list that lies in `from..to`.
fn between(list: &[u16], from: usize, to: usize) -> &[u16] {
    let start = list.partition_point(|row| usize::from(*row) < from);
    let end = list.partition_point(|row| usize::from(*row) < to);
    list.get(start..end).unwrap_or_default()
}

pub(super) fn bits_of(segment: &Segment, rows: &[u16]) -> Bits {
    let mut bits = Bits::none(segment.rows());
    rows.iter().for_each(|row| bits.set(usize::from(*row)));
    bits
}

/// The selected rows of one segment.
#[derive(Debug)]
pub(super) struct Selected<'s> {
    pub(super) segment: &'s Segment,
    pub(super) from: usize,
    pub(super) to: usize,
    /// None: every row from `from` to before `to`. Else these, rising, and as bits.
    some: Option<(Vec<u16>, Bits)>,
}

impl<'s> Selected<'s> {
    /// Exactly these rows, rising.
    pub(super) fn only(&self, rows: Vec<u16>) -> Self {
        let bits = bits_of(self.segment, &rows);
        Self {
            some: Some((rows, bits)),
            ..*self
        }
    }

    pub(super) fn len(&self) -> usize {
        self.some
            .as_ref()
            .map_or(self.to - self.from, |s| s.0.len())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows; none when they are all from `from` to `to`.
    pub(super) fn listed(&self) -> Option<&[u16]> {
        self.some.as_ref().map(|s| s.0.as_slice())
    }

    /// The rows as a list.
    pub(super) fn to_rows(&self) -> Vec<u16> {
        match self.listed() {
            Some(rows) => rows.to_vec(),
            None => (self.from..self.to).map(|row| row as u16).collect(),
        }
    }

    /// The newest row.
    pub(super) fn last(&self) -> Option<usize> {
        match self.listed() {
            Some(rows) => rows.last().map(|row| usize::from(*row)),
            None => self.to.checked_sub(1).filter(|row| *row >= self.from),
        }
    }

    /// How many of the rows lie before `row`.
    pub(super) fn before(&self, row: usize) -> usize {
        match self.listed() {
            Some(rows) => rows.partition_point(|r| usize::from(*r) < row),
            None => row.clamp(self.from, self.to) - self.from,
        }
    }

    #[inline]
    pub(super) fn each(&self, mut f: impl FnMut(usize)) {
        match self.listed() {
            Some(rows) => rows.iter().for_each(|row| f(usize::from(*row))),
            None => (self.from..self.to).for_each(f),
        }
    }

    /// The rows with their values in a column.
    #[inline]
    pub(super) fn each_in<T: Copy>(&self, column: &[T], mut f: impl FnMut(usize, T)) {
        match self.listed() {
            Some(rows) => {
                for row in rows {
                    let row = usize::from(*row);
                    if let Some(value) = column.get(row) {
                        f(row, *value);
                    }
                }
            }
            None => {
                let part = column.get(self.from..self.to).unwrap_or_default();
                for (row, value) in (self.from..).zip(part) {
                    f(row, *value);
                }
            }
        }
    }

    /// The positions in a rising list of rows whose rows are selected, with the rows.
    #[inline]
    pub(super) fn each_of(&self, list: &[u16], mut f: impl FnMut(usize, usize)) {
        let start = list.partition_point(|row| usize::from(*row) < self.from);
        let inside = between(list, self.from, self.to);
        for (at, row) in (start..).zip(inside) {
            let row = usize::from(*row);
            if self.some.as_ref().is_none_or(|s| s.1.has(row)) {
                f(at, row);
            }
        }
    }
}
