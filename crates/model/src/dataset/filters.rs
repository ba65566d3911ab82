//! The registry of filters: one row each (ANA-050..060). Values of one filter are OR, filters are
//! AND, excluded values are AND NOT (ANA-041).

use crate::{
    AuthorId, CountryCode, Language, LocationGroupKey, PlaceKind, PostKind, Sentiment, Source,
    TopicId,
};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterKey {
    /// Words and phrases, by the matcher of the searches (ANA-050).
    Keywords,
    /// Kind of network (ANA-051).
    Source,
    /// Language (ANA-052).
    Language,
    /// Tone (ANA-053).
    Sentiment,
    /// Influence of the author, 1 to 5 (ANA-055).
    Reach,
    /// Country (ANA-056).
    Country,
    /// Whose place it is (ANA-057).
    LocationType,
    /// Writer (ANA-059).
    Author,
    /// Post, reply, share, private message (ANA-060).
    PostType,
    /// Search topic, besides the focus (for charts that compare topics).
    Topic,
}

/// One value of a filter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterValue {
    /// A keyword entry, as typed.
    Keyword(SmolStr),
    /// A source.
    Source(Source),
    /// A language.
    Language(Language),
    /// A tone.
    Sentiment(Sentiment),
    /// A reach.
    Reach(u8),
    /// A country.
    Country(CountryCode),
    /// The countries of a location group (ANA-056); a bound dataset has these instead.
    LocationGroup(LocationGroupKey),
    /// Whose place.
    LocationType(PlaceKind),
    /// An author.
    Author(AuthorId),
    /// A kind of post.
    PostType(PostKind),
    /// A topic.
    Topic(TopicId),
}

/// A row of the registry.
#[derive(Clone, Copy, Debug)]
pub struct FilterSpec {
    /// What it looks at.
    pub key: FilterKey,
    /// Its name in URLs, the API and, prefixed `filter-`, the catalogues.
    pub name: &'static str,
    /// Whether values can be excluded.
    pub may_exclude: bool,
    /// Whether the text of a keyword may hold anything; others split on commas.
    pub free_text: bool,
}

/// Every filter, in the order in which pages offer them.
pub const FILTERS: &[FilterSpec] = &[
    row(FilterKey::Keywords, "keywords", true, true),
    row(FilterKey::Source, "source", true, false),
    row(FilterKey::Language, "language", true, false),
    row(FilterKey::Sentiment, "sentiment", true, false),
    row(FilterKey::Country, "country", true, false),
    row(FilterKey::LocationType, "location_type", false, false),
    row(FilterKey::Author, "author", true, false),
    row(FilterKey::PostType, "post_type", true, false),
    row(FilterKey::Reach, "reach", true, false),
    row(FilterKey::Topic, "topic", true, false),
];

const fn row(key: FilterKey, name: &'static str, may_exclude: bool, free_text: bool) -> FilterSpec {
    FilterSpec {
        key,
        name,
        may_exclude,
        free_text,
    }
}

impl FilterKey {
    /// The row of this filter.
    #[expect(
        clippy::indexing_slicing,
        reason = "the registry is a constant with rows in it"
    )]
    pub fn spec(self) -> &'static FilterSpec {
        FILTERS
            .iter()
            .find(|spec| spec.key == self)
            .unwrap_or(&FILTERS[0])
    }

    /// The filter of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        FILTERS
            .iter()
            .find(|spec| spec.name == name)
            .map(|spec| spec.key)
    }
}

/// The values of one filter; sorted, without repetition, an excluded value never also included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these (or everything, when empty) ...
    pub include: Vec<FilterValue>,
    /// ... and none of these.
    pub exclude: Vec<FilterValue>,
}

/// The active filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(BTreeMap<FilterKey, Filter>);

impl Filters {
    /// Whether nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The active filters with their values.
    pub fn iter(&self) -> impl Iterator<Item = (FilterKey, &Filter)> {
        self.0.iter().map(|(key, filter)| (*key, filter))
    }

    /// The values of one filter.
    pub fn get(&self, key: FilterKey) -> Option<&Filter> {
        self.0.get(&key)
    }

    /// Includes a value (and stops excluding it).
    pub fn include(&mut self, key: FilterKey, value: FilterValue) {
        let filter = self.0.entry(key).or_default();
        filter.exclude.retain(|v| *v != value);
        insert_sorted(&mut filter.include, value);
    }

    /// Excludes a value (and stops including it).
    pub fn exclude(&mut self, key: FilterKey, value: FilterValue) {
        let filter = self.0.entry(key).or_default();
        filter.include.retain(|v| *v != value);
        insert_sorted(&mut filter.exclude, value);
    }

    /// Drops a value from both sides, and the filter with its last value.
    pub fn remove(&mut self, key: FilterKey, value: &FilterValue) {
        if let Some(filter) = self.0.get_mut(&key) {
            filter.include.retain(|v| v != value);
            filter.exclude.retain(|v| v != value);
            if filter.include.is_empty() && filter.exclude.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// Puts others in the place of each value of a filter, on its side; one without others stays. A
    /// value may end up on both sides then, and nothing passes that has it.
    pub(crate) fn replace(
        &mut self,
        key: FilterKey,
        by: impl Fn(&FilterValue) -> Vec<FilterValue>,
    ) {
        if let Some(filter) = self.0.get_mut(&key) {
            for side in [&mut filter.include, &mut filter.exclude] {
                let others = |value: &FilterValue| match by(value) {
                    none if none.is_empty() => vec![value.clone()],
                    others => others,
                };
                *side = side.iter().flat_map(others).collect();
                side.sort_unstable();
                side.dedup();
            }
        }
    }

    /// Drops a whole filter.
    pub fn clear(&mut self, key: FilterKey) {
        self.0.remove(&key);
    }
}

fn insert_sorted(values: &mut Vec<FilterValue>, value: FilterValue) {
    if let Err(at) = values.binary_search(&value) {
        values.insert(at, value);
    }
}
