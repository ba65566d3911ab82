//! The keywords filter of datasets (ANA-050): entries as in a rule's lists, any of which may hit.

use crate::subject::Subject;
use crate::term::Term;
use crate::validate::split;
use hearken_model::Evidence;
use hearken_model::dataset::{Filter, FilterValue};

/// Included and excluded entries of a keywords filter, compiled.
#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    pub(crate) include: Vec<Term>,
    exclude: Vec<Term>,
    /// Entries were included but nothing of them is visible: nothing can match.
    never: bool,
}

impl TextQuery {
    /// Compiles entries as typed; commas separate, as in a rule. Without any included entry every
    /// post passes that has none of the excluded ones.
    pub fn new<'e>(
        include: impl IntoIterator<Item = &'e str>,
        exclude: impl IntoIterator<Item = &'e str>,
    ) -> Self {
        let terms = |entries: Vec<&str>| -> Vec<Term> {
            let terms = split(&entries).filter_map(|entry| Term::new(entry, false));
            terms.collect()
        };
        let typed: Vec<&str> = include.into_iter().collect();
        let asked = !typed.is_empty();
        let include = terms(typed);
        Self {
            never: asked && include.is_empty(),
            include,
            exclude: terms(exclude.into_iter().collect()),
        }
    }

    /// The query of a dataset's keywords filter.
    pub fn of_filter(filter: &Filter) -> Self {
        fn entries(values: &[FilterValue]) -> impl Iterator<Item = &str> {
            values.iter().filter_map(|value| match value {
                FilterValue::Keyword(entry) => Some(entry.as_str()),
                _ => None,
            })
        }
        Self::new(entries(&filter.include), entries(&filter.exclude))
    }

    /// Whether every post passes.
    pub fn is_empty(&self) -> bool {
        !self.never && self.include.is_empty() && self.exclude.is_empty()
    }

    /// Whether the post passes.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        let found = |term: &Term| subject.find(term, false).next().is_some();
        !self.never
            && (self.include.is_empty() || self.include.iter().any(found))
            && !self.exclude.iter().any(found)
    }

    /// Where included entries stand, for highlighting: sorted, without repetition.
    pub fn spans(&self, subject: &Subject<'_>) -> Vec<Evidence> {
        let places = self.include.iter().flat_map(|t| subject.find(t, false));
        let mut spans: Vec<Evidence> = places.filter_map(|p| subject.evidence(p)).collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}
