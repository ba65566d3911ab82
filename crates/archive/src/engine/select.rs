//! From a dataset to rows: the plan of a dataset and the rows of a segment that it selects.

use super::{
    bits::Bits,
    dictionary::Dictionaries,
    rows::Rows,
    segment::{Columns, Segment},
    selected::{Part, Selected, between},
};
use hearken_model::{
    Span, TopicId,
    dataset::{BoundDataset, Filter, FilterValue},
};
use smol_str::SmolStr;
use std::sync::Arc;

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
        let covered = from < to && segment.topics.are_within(&self.topics);
        if from >= to || (covered && self.tests.is_empty()) {
            return Selected::all(segment, from, to);
        }
        let rows = if covered {
            let mut bits = Selected::all(segment, from, to).to_bits();
            self.narrow(segment, &mut bits, to - from);
            Rows::of_bits(segment.rows(), bits)
        } else {
            self.rows_in_topics(segment, from, to)
        };
        Selected {
            some: Some(Arc::new(rows)),
            segment,
            from,
            to,
            part: Part::Some,
            late: None,
        }
    }

    fn narrow(&self, segment: &Segment, bits: &mut Bits, range: usize) {
        for test in &self.tests {
            test.narrow(segment, bits, range);
        }
    }

    fn rows_in_topics(&self, segment: &Segment, from: usize, to: usize) -> Rows {
        let lists = segment.topics.those_of(&self.topics);
        let lists: Vec<&[u16]> = lists.map(|(_, list)| between(list, from, to)).collect();
        let listed: usize = lists.iter().map(|list| list.len()).sum();
        if listed * SPARSE > segment.rows() {
            let mut bits = Bits::none(segment.rows());
            for list in lists {
                bits.add_rows(list);
            }
            bits.and(segment.live());
            self.narrow(segment, &mut bits, to - from);
            return Rows::of_bits(segment.rows(), bits);
        }
        let mut rows = lists.concat();
        if lists.len() > 1 {
            rows.sort_unstable();
            rows.dedup();
        }
        if segment.live_count() < segment.rows() {
            rows.retain(|row| segment.live().has(usize::from(*row)));
        }
        for test in &self.tests {
            rows.retain(|row| test.passes(segment, *row));
        }
        Rows::of_list(segment.rows(), rows)
    }
}

/// Rows are listed and not made bits where there is less than one for so many.
const SPARSE: usize = 32;

impl Condition {
    fn of(value: &FilterValue, codes: &Dictionaries) -> Option<Self> {
        Some(match value {
            FilterValue::Keyword(_) => return None,
            FilterValue::Source(source) => Self::Source(codes.sources.code(source)),
            FilterValue::Language(language) => Self::Language(codes.languages.code(language)),
            FilterValue::Sentiment(tone) => Self::Tone(*tone as u8),
            FilterValue::Reach(reach) => Self::Reach(*reach),
            FilterValue::Country(country) => Self::Country(country.index() + 1),
            // A bound dataset has the countries of a group instead, unless it has none.
            FilterValue::LocationGroup(_) => Self::Country(u16::MAX),
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

    /// Adds all rows that hold; no code is 0 but that of a tone or kind.
    fn add_to(&self, segment: &Segment, bits: &mut Bits) {
        let c: &Columns = &segment.columns;
        match *self {
            Self::Source(None) | Self::Language(None) | Self::Author(None) | Self::Reach(0) => {}
            Self::Source(Some(code)) => bits.add_where(&c.source, |v| v == code),
            Self::Language(Some(code)) => bits.add_where(&c.language, |v| v == code),
            Self::Country(code) => bits.add_where(&c.country, |v| v == code),
            Self::PlaceKind(code) => bits.add_where(&c.place_kind, |v| v == code),
            Self::Kind(code) => bits.add_where(&c.kind, |v| v == code),
            Self::Reach(code) => bits.add_where(&c.reach, |v| v == code),
            Self::Tone(code) => bits.add_where(&segment.tones, |v| v == code),
            Self::Author(Some(code)) => bits.add_where(&c.author, |v| v == code),
            Self::Topic(topic) => {
                let list = segment.topics.list(topic);
                bits.add_rows(list);
            }
        }
    }
}

/// Rows are looked at one by one where they are fewer than one of so many.
const ONE_BY_ONE: usize = 32;

impl Test {
    fn passes(&self, segment: &Segment, row: u16) -> bool {
        self.any.iter().any(|c| c.has(segment, row)) == self.keep
    }

    /// Takes the rows out that don't pass; `range` rows could be in.
    fn narrow(&self, segment: &Segment, bits: &mut Bits, range: usize) {
        if bits.count() < range / ONE_BY_ONE {
            for row in bits.rows() {
                if !self.passes(segment, row) {
                    bits.unset(usize::from(row));
                }
            }
            return;
        }
        let mut holds = Bits::none(segment.rows());
        for condition in &self.any {
            condition.add_to(segment, &mut holds);
        }
        if self.keep {
            bits.and(&holds);
        } else {
            bits.and_not(&holds);
        }
    }
}
