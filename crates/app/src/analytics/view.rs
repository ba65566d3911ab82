//! A dataset at hand: parsed, named, fixed to an instant and a zone, and allowed to be asked.

use super::Link;
use crate::organizations::OrganizationView;
use hearken_authz::OrgScope;
use hearken_model::{
    AuthorId, CategoryId, Dataset, Diagnostic, Focus, LocationGroupKey, PublicId, TimeFrame,
    Timestamp, TopicId, Zone,
    dataset::{BoundDataset, Bucket, Catalogue, FilterKey, FilterValue, url},
    time::Span,
};
use std::sync::Arc;

/// Names of the things that a dataset speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Categories that hold a topic, by name (SEA-043).
    pub categories: Vec<(CategoryId, PublicId, String)>,
    /// Topics, by name.
    pub topics: Vec<(TopicId, PublicId, String, CategoryId)>,
    /// Authors that the filters name.
    pub authors: Vec<(AuthorId, PublicId, String)>,
    /// Location groups that people made, by name.
    pub location_groups: Vec<(PublicId, String)>,
}

/// A dataset at hand; comes from [`super::open`].
#[derive(Clone, Debug)]
pub struct View {
    /// The dataset.
    pub dataset: Dataset,
    /// What was wrong with the pairs; the dataset holds what could be read.
    pub problems: Vec<Diagnostic>,
    /// Names for the focus menu and the filter chips.
    pub names: Names,
    /// When it was opened.
    pub now: Timestamp,
    /// The viewer's zone.
    pub zone: Zone,
    /// Publication of the oldest stored post.
    pub oldest: Option<Timestamp>,
    /// Whether the focus was acquired for as long as its past frames reach (ANA-034).
    pub has_history: bool,
    /// Whether the index holds everything yet; else figures are still growing.
    pub complete: bool,
    pub(crate) organization: Arc<OrganizationView>,
    pub(crate) catalogue: Catalogue,
    pub(crate) bound: BoundDataset,
    pub(crate) scope: OrgScope,
}

impl View {
    /// The time frame as instants.
    pub fn span(&self) -> Span {
        self.bound.span
    }

    /// The step of its time axis.
    pub fn bucket(&self) -> Bucket {
        self.bound.bucket
    }

    /// The organization.
    pub fn organization(&self) -> &OrganizationView {
        &self.organization
    }

    /// The canonical pairs of the dataset's URL, to be linked or changed.
    pub fn link(&self) -> Link {
        self.link_to(&self.dataset)
    }

    /// The canonical pairs of another dataset of the same things.
    pub fn link_to(&self, dataset: &Dataset) -> Link {
        let mut pairs = url::print(dataset, &self.catalogue);
        // The printer leaves out the built-in frame. A link names it: whoever follows one may have
        // another default.
        if dataset.frame == TimeFrame::default() {
            pairs.push(("time".to_owned(), url::print_frame(dataset.frame)));
        }
        Link::new(pairs)
    }

    /// The name of the focus; none for all topics.
    pub fn focus_name(&self) -> Option<&str> {
        match self.dataset.focus {
            Focus::All => None,
            Focus::Category(id) => self
                .names
                .categories
                .iter()
                .find(|c| c.0 == id)
                .map(|c| &c.2),
            Focus::Topic(id) => self.names.topics.iter().find(|t| t.0 == id).map(|t| &t.2),
        }
        .map(String::as_str)
    }

    /// The active filters for chips: filter, value as in URLs, name where it has one (authors,
    /// topics), whether it is excluded.
    pub fn chips(&self) -> Vec<Chip> {
        let chip = |key, value: &FilterValue, excluded| {
            Some(Chip {
                key,
                value: url::print_value(value, &self.catalogue)?,
                name: self.name_of(value).map(str::to_owned),
                excluded,
            })
        };
        let mut chips = Vec::new();
        for (key, filter) in self.dataset.filters.iter() {
            chips.extend(filter.include.iter().filter_map(|v| chip(key, v, false)));
            chips.extend(filter.exclude.iter().filter_map(|v| chip(key, v, true)));
        }
        chips
    }

    fn name_of(&self, value: &FilterValue) -> Option<&str> {
        match value {
            FilterValue::Author(id) => {
                let author = self.names.authors.iter().find(|a| a.0 == *id)?;
                Some(&author.2)
            }
            FilterValue::Topic(id) => {
                let topic = self.names.topics.iter().find(|t| t.0 == *id)?;
                Some(&topic.2)
            }
            FilterValue::LocationGroup(LocationGroupKey::Custom(id)) => {
                let groups = self.names.location_groups.iter();
                groups.filter(|g| g.0 == *id).map(|g| g.1.as_str()).next()
            }
            _ => None,
        }
    }
}

/// A value of an active filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The filter.
    pub key: FilterKey,
    /// Its value as in URLs.
    pub value: String,
    /// The name of what the value stands for, where it has one.
    pub name: Option<String>,
    /// Whether it is excluded.
    pub excluded: bool,
}
