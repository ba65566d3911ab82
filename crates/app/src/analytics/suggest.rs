//! Values that a filter offers, with live counts.

use super::View;
use crate::{App, Result};
use hearken_model::dataset::FilterKey;

/// A value that can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The value as in URLs.
    pub value: String,
    /// The name of what it stands for, where it has one (authors, topics); else its text is the
    /// catalogues' business.
    pub name: Option<String>,
    /// Posts of the dataset with it, this filter itself left aside.
    pub posts: u64,
    /// Whether the filter includes it now.
    pub included: bool,
    /// Whether the filter excludes it now.
    pub excluded: bool,
}

/// Values of a filter that occur in the dataset, most posts first, at most 100, those that are
/// chosen always among them. `typed` keeps values whose text or name contains it, whatever the case.
/// For the keywords filter: phrases of the dataset.
pub async fn suggest(
    app: &App,
    view: &View,
    key: FilterKey,
    typed: &str,
) -> Result<Vec<Suggestion>> {
    Err(crate::error::unfinished((app, view, key, typed)))
}
