//! Dimensions in codes: which codes a row has, what a code means.

use super::{
    dictionary::{Dictionaries, NOTHING},
    segment::Segment,
    select::Plan,
    selected::Selected,
};
use crate::{Dimension, Key, ask::TopicGroup, engine::bits::Bits};
use hearken_model::{
    CategoryId, CountryCode, PlaceKind, PostKind, Sentiment, TopicId, annotation::PhraseKey,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A dimension, ready to be read from segments. Code 0 is "no value" except where every row has
/// one ([`Codes::Tone`], [`Codes::Kind`], topics and categories).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Codes {
    Source,
    Language,
    Tone,
    Kind,
    Reach,
    Country,
    PlaceKind,
    Author,
    Phrase(Phrases),
    /// A code is a position in the list.
    Topic(Vec<TopicId>),
    /// A code is a position in the list; and whether every topic of the dataset is in one.
    Category(Vec<(CategoryId, Vec<TopicId>)>, bool),
}

/// The phrases that are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrases {
    /// One more than the largest code of a common one.
    pub(super) common: u32,
    /// Keys of the rare ones, rising; their codes follow. Empty where no list can have them.
    pub(super) rare: Arc<[u64]>,
}

impl Codes {
    pub(super) fn of(by: &Dimension, plan: &Plan, phrases: impl FnOnce() -> Phrases) -> Self {
        match by {
            Dimension::Source => Self::Source,
            Dimension::Language => Self::Language,
            Dimension::Sentiment => Self::Tone,
            Dimension::PostType => Self::Kind,
            Dimension::Reach => Self::Reach,
            Dimension::Country => Self::Country,
            Dimension::LocationType => Self::PlaceKind,
            Dimension::Author => Self::Author,
            Dimension::Phrase => Self::Phrase(phrases()),
            Dimension::Topic => Self::Topic(plan.topics().to_vec()),
            Dimension::Category(groups) => categories(groups, plan.topics()),
        }
    }

    /// One more than the largest code.
    pub(super) fn domain(&self, codes: &Dictionaries) -> usize {
        match self {
            Self::Source => codes.sources.len(),
            Self::Language => codes.languages.len(),
            Self::Tone | Self::Kind => 4,
            Self::Reach => 6,
            Self::Country => 26 * 26 + 1,
            Self::PlaceKind => 3,
            Self::Author => codes.authors(),
            Self::Phrase(phrases) => phrases.common as usize + phrases.rare.len(),
            Self::Topic(topics) => topics.len(),
            Self::Category(groups, _) => groups.len(),
        }
    }

    /// Whether code 0 is a value.
    pub(super) fn has_zero(&self) -> bool {
        matches!(
            self,
            Self::Tone | Self::Kind | Self::Topic(_) | Self::Category(..)
        )
    }

    /// Whether all rows of a code come one after the other.
    pub(super) fn comes_in_runs(&self) -> bool {
        matches!(self, Self::Topic(_) | Self::Category(..))
    }

    /// What a code means; none for "no value".
    pub(super) fn key(&self, code: u32, codes: &Dictionaries) -> Option<Key> {
        if code == NOTHING && !self.has_zero() {
            return None;
        }
        let below = || code.checked_sub(1);
        Some(match self {
            Self::Source => Key::Source(codes.sources.word(code)?.clone()),
            Self::Language => Key::Language(codes.languages.word(code)?.clone()),
            Self::Tone => Key::Sentiment(Sentiment::from_number(code.into())?),
            Self::Kind => Key::PostType(PostKind::from_number(code.into())?),
            Self::Reach => Key::Reach(code as u8),
            Self::Country => Key::Country(CountryCode::from_index(below()? as u16)?),
            Self::PlaceKind => Key::LocationType(place_kind(below()?)?),
            Self::Author => Key::Author(codes.author(code)),
            Self::Phrase(phrases) => Key::Phrase(match code.checked_sub(phrases.common) {
                Some(rare) => PhraseKey(*phrases.rare.get(rare as usize)?),
                None => codes.phrase(code),
            }),
            Self::Topic(topics) => Key::Topic(*topics.get(code as usize)?),
            Self::Category(groups, _) => Key::Category(groups.get(code as usize)?.0),
        })
    }

    /// Calls `f` with every selected row and each of its codes, "no value" included. For one code
    /// rows come rising, but for rare phrases.
    #[inline]
    pub(super) fn visit(&self, selected: &Selected<'_>, mut f: impl FnMut(usize, u32)) {
        self.visit_columns(selected, &mut f);
        self.visit_aside(selected, f);
    }

    /// What is in no column by row: phrases that were rare when the segment was made.
    #[inline]
    pub(super) fn visit_aside(&self, selected: &Selected<'_>, mut f: impl FnMut(usize, u32)) {
        if let Self::Phrase(phrases) = self {
            selected.each_late(phrases.common, &mut f);
            if !phrases.rare.is_empty() {
                let common = phrases.common;
                selected.each_rare(&phrases.rare, |row, place| f(row, common + place as u32));
            }
        }
    }

    /// All the rest.
    #[inline]
    pub(super) fn visit_columns(&self, selected: &Selected<'_>, mut f: impl FnMut(usize, u32)) {
        let segment = selected.segment;
        let c = &segment.columns;
        match self {
            Self::Source => selected.each_in(&c.source, |row, code| f(row, code.into())),
            Self::Language => selected.each_in(&c.language, |row, code| f(row, code.into())),
            Self::Tone => selected.each_in(&segment.tones, |row, code| f(row, code.into())),
            Self::Kind => selected.each_in(&c.kind, |row, code| f(row, code.into())),
            Self::Reach => selected.each_in(&c.reach, |row, code| f(row, code.into())),
            Self::Country => selected.each_in(&c.country, |row, code| f(row, code.into())),
            Self::PlaceKind => selected.each_in(&c.place_kind, |row, code| f(row, code.into())),
            Self::Author => selected.each_in(&c.author, f),
            Self::Phrase(_) => selected.each_phrase(f),
            Self::Topic(topics) => {
                for (code, list) in segment.topics.those_of(topics) {
                    selected.each_of(list, |_, row| f(row, code as u32));
                }
            }
            Self::Category(groups, _) => {
                for (code, (_, topics)) in groups.iter().enumerate() {
                    visit_union(segment, selected, topics, |row| f(row, code as u32));
                }
            }
        }
    }

    /// Calls `f` with every row of a segment, selected or not, and each of its codes in the columns
    /// of authors and phrases.
    pub(super) fn visit_all(&self, segment: &Segment, mut f: impl FnMut(usize, u32)) {
        match self {
            Self::Author => {
                for (row, code) in segment.columns.author.iter().enumerate() {
                    f(row, *code);
                }
            }
            Self::Phrase(_) => {
                let phrases = segment.phrases_of();
                for row in 0..segment.rows() {
                    for code in phrases(row) {
                        f(row, *code);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether a code stands in a column by row; those of rare phrases are made for one question.
    pub(super) fn is_in_columns(&self, code: u32) -> bool {
        match self {
            Self::Phrase(phrases) => code < phrases.common,
            _ => true,
        }
    }

    /// About how many values the selected rows have.
    pub(super) fn about(&self, selected: &Selected<'_>) -> usize {
        let rows = selected.len();
        match self {
            Self::Phrase(phrases) => {
                let segment = selected.segment;
                let rare = if phrases.rare.is_empty() {
                    0
                } else {
                    segment.columns.rare.len()
                };
                rows * (segment.columns.phrases.len() + rare) / segment.rows().max(1)
            }
            _ => rows,
        }
    }

    /// Calls `f` with each code of one row that is in a column, for dimensions that name their
    /// newest post.
    #[inline]
    pub(super) fn of_row(&self, segment: &Segment, row: usize, mut f: impl FnMut(u32)) {
        match self {
            Self::Author => segment
                .columns
                .author
                .get(row)
                .copied()
                .into_iter()
                .for_each(f),
            Self::Phrase(_) => segment.phrases(row).iter().for_each(|code| f(*code)),
            _ => {}
        }
    }

    /// How many selected rows have a value, of which there are so many without one where a row has
    /// one at most.
    pub(super) fn carrying(&self, rows: &[Selected<'_>], without: u32) -> u64 {
        let carrying: u64 = rows.iter().map(|selected| self.carrying_of(selected)).sum();
        match self {
            Self::Reach | Self::Country | Self::PlaceKind | Self::Author => {
                carrying.saturating_sub(without.into())
            }
            _ => carrying,
        }
    }

    /// How many rows of a segment have a value, or "no value".
    fn carrying_of(&self, selected: &Selected<'_>) -> u64 {
        let mut count = 0;
        match self {
            Self::Phrase(_) => count = selected.count_of(&selected.segment.columns.phrased),
            Self::Category(groups, false) => {
                let all: Vec<TopicId> = groups.iter().flat_map(|g| g.1.clone()).collect();
                visit_union(selected.segment, selected, &all, |_| count += 1);
            }
            _ => count = selected.len() as u64,
        }
        count
    }
}

/// Calls `f` once with each selected row that is in any of the topics.
fn visit_union(
    segment: &Segment,
    selected: &Selected<'_>,
    topics: &[TopicId],
    mut f: impl FnMut(usize),
) {
    if let [topic] = topics {
        selected.each_of(segment.topics.list(*topic), |_, row| f(row));
        return;
    }
    let mut seen = Bits::none(segment.rows());
    for topic in topics {
        selected.each_of(segment.topics.list(*topic), |_, row| {
            if seen.set_new(row) {
                f(row);
            }
        });
    }
}

/// Groups with the topics that count, one per category, by rising category.
fn categories(groups: &[TopicGroup], within: &[TopicId]) -> Codes {
    let mut map: BTreeMap<CategoryId, Vec<TopicId>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for group in groups {
        let topics = map.entry(group.category).or_default();
        let counting = group
            .topics
            .iter()
            .filter(|t| within.binary_search(t).is_ok());
        topics.extend(counting);
        topics.sort_unstable();
        topics.dedup();
        all.extend(topics.iter().copied());
    }
    Codes::Category(map.into_iter().collect(), all.len() == within.len())
}

fn place_kind(number: u32) -> Option<PlaceKind> {
    [PlaceKind::Post, PlaceKind::Author]
        .into_iter()
        .find(|kind| *kind as u32 == number)
}
