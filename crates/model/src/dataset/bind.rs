//! A dataset fixed to an instant, a zone and a catalogue: what the archive is asked.

use super::{Dataset, FilterKey, FilterValue, Filters, Focus, TimeFrame};
use crate::{
    AuthorId, CategoryId, CountryCode, LocationGroup, LocationGroupKey, PublicId, TopicId,
    location,
    time::{Span, Timestamp, Zone},
};
use jiff::ToSpan;

/// The names of an organization's things, as far as a dataset can speak of them.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Categories.
    pub categories: Vec<(CategoryId, PublicId)>,
    /// Topics with their categories; deleted topics are not in it.
    pub topics: Vec<(TopicId, PublicId, CategoryId)>,
    /// Authors that the dataset at hand names.
    pub authors: Vec<(AuthorId, PublicId)>,
    /// Location groups that somebody made.
    pub location_groups: Vec<LocationGroup>,
}

impl Catalogue {
    /// The topics of a focus; none when it is gone.
    pub fn topics_of(&self, focus: Focus) -> Vec<TopicId> {
        let all = self.topics.iter();
        match focus {
            Focus::All => all.map(|t| t.0).collect(),
            Focus::Category(id) => all.filter(|t| t.2 == id).map(|t| t.0).collect(),
            Focus::Topic(id) => all.filter(|t| t.0 == id).map(|t| t.0).collect(),
        }
    }

    /// Whether there is such a group.
    pub fn has_location_group(&self, key: LocationGroupKey) -> bool {
        match key {
            LocationGroupKey::Continent(_) => true,
            LocationGroupKey::Custom(id) => self.location_groups.iter().any(|g| g.id == id),
        }
    }

    /// The countries of a group.
    pub fn countries_of(&self, key: LocationGroupKey) -> Vec<CountryCode> {
        location::countries_of(key, &self.location_groups)
    }
}

/// Width of a step of a time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// An hour of the zone's wall clock.
    Hour,
    /// A calendar day.
    Day,
    /// Seven calendar days, counted from the first day of the span.
    Week,
}

/// A dataset that can be answered: absolute and complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundDataset {
    /// Posts published inside.
    pub span: Span,
    /// The past similar frames, nearest first, for trends.
    pub past: Vec<Span>,
    /// Posts of any of these topics, sorted.
    pub topics: Vec<TopicId>,
    /// Further narrowing.
    pub filters: Filters,
    /// The viewer's zone.
    pub zone: Zone,
    /// Step of the time axis.
    pub bucket: Bucket,
}

impl Dataset {
    /// Fixes the dataset. `oldest` is the publication of the oldest stored post.
    pub fn bind(
        &self,
        now: Timestamp,
        zone: &Zone,
        oldest: Option<Timestamp>,
        catalogue: &Catalogue,
    ) -> BoundDataset {
        let span = self.frame.span(now, zone, oldest);
        let mut topics = catalogue.topics_of(self.focus);
        topics.sort_unstable();
        BoundDataset {
            span,
            past: self.frame.past(now, zone, oldest),
            topics,
            filters: by_country(&self.filters, catalogue),
            zone: zone.clone(),
            bucket: TimeFrame::bucket_of(span),
        }
    }
}

/// The filters with countries in the place of location groups.
fn by_country(filters: &Filters, catalogue: &Catalogue) -> Filters {
    let mut bound = filters.clone();
    bound.replace(FilterKey::Country, |value| match value {
        FilterValue::LocationGroup(key) => {
            let countries = catalogue.countries_of(*key).into_iter();
            countries.map(FilterValue::Country).collect()
        }
        other => vec![other.clone()],
    });
    bound
}

impl BoundDataset {
    /// Starts of the buckets of the span, in order; the last bucket ends at `span.to`. Hours follow
    /// elapsed time, days and weeks the calendar of the zone. At most 10,000 buckets.
    pub fn bucket_starts(&self) -> Vec<Timestamp> {
        bucket_starts(self.span, self.bucket, &self.zone)
    }
}

/// The starts of the buckets of a span; see [`BoundDataset::bucket_starts`].
pub fn bucket_starts(span: Span, bucket: Bucket, zone: &Zone) -> Vec<Timestamp> {
    const MOST: usize = 10_000;
    let mut starts = vec![span.from];
    let first = zone.zoned(span.from);
    for n in 1..MOST as i64 {
        let next = match bucket {
            Bucket::Hour => span.from.plus(n * crate::time::HOUR),
            Bucket::Day => first
                .checked_add(n.days())
                .map_or(span.to, |z| z.timestamp().into()),
            Bucket::Week => first
                .checked_add((n * 7).days())
                .map_or(span.to, |z| z.timestamp().into()),
        };
        if next >= span.to {
            break;
        }
        starts.push(next);
    }
    starts
}
