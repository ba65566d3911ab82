//! `Dataset`: the selection that everything takes (ANA-010): focus + filters + time frame.
//!
//! One type, one parser ([`url::parse`]), one URL form, one printer ([`url::print`]). The value
//! itself is relative ("last week"); [`Dataset::bind`] fixes it to an instant, a zone and the
//! organization's catalogue, and only a [`BoundDataset`] can be asked of the archive.

pub mod bind;
pub mod filters;
pub mod frame;
pub mod url;

pub use bind::{BoundDataset, Bucket, Catalogue};
pub use filters::{Filter, FilterKey, FilterSpec, FilterValue, Filters};
pub use frame::TimeFrame;

use crate::{CategoryId, TopicId};

/// Analysis focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Focus {
    /// All search topics.
    #[default]
    All,
    /// The topics of one category.
    Category(CategoryId),
    /// One topic.
    Topic(TopicId),
}

/// A selection of posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Which topics.
    pub focus: Focus,
    /// Which of their posts.
    pub filters: Filters,
    /// When published.
    pub frame: TimeFrame,
}
