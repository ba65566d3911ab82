//! From the pairs of a URL to a view.

use super::View;
use crate::{App, Caller, Result};
use hearken_model::Dataset;

/// Opens the dataset that the pairs name (decoded, in any order; keys that belong to others are left
/// alone). Problems of the pairs stand in the view and do not stop it. Without `time`, the
/// organization's default frame holds.
pub async fn open(app: &App, caller: &Caller, pairs: &[(String, String)]) -> Result<View> {
    Err(crate::error::unfinished((app, caller, pairs)))
}

/// Opens another dataset of the same things at the same instant, without asking the store again.
pub fn reopen(view: &View, dataset: Dataset) -> View {
    let bound = dataset.bind(view.now, &view.zone, view.oldest, &view.catalogue);
    View {
        dataset,
        bound,
        problems: Vec::new(),
        ..view.clone()
    }
}
