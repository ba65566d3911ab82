//! One keywords rule, compiled: whether a post matches and what proves it (SEA-080..098).

use crate::Subject;
use hearken_model::{Evidence, KeywordsRule};

/// A keywords rule ready to be asked.
#[derive(Clone, Debug)]
pub struct CompiledRule {
    rule: KeywordsRule,
}

/// Why a rule matches: a keyword, the inclusion that met it in one unit, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The keyword entry, as typed.
    pub keyword: String,
    /// The inclusion entry, as typed, where the rule has inclusions.
    pub inclusion: Option<String>,
    /// Where they stand in the original fields: sorted, without repetition, at most
    /// [`SPANS_LIMIT`].
    pub spans: Vec<Evidence>,
}

/// Most spans of one [`Proof`].
pub const SPANS_LIMIT: usize = 200;

impl CompiledRule {
    /// Compiles a rule. Its lists need not be normalized; entries without a visible character are
    /// left out, and a rule without keywords matches nothing.
    pub fn new(rule: &KeywordsRule) -> Self {
        Self { rule: rule.clone() }
    }

    /// Whether the post matches, language and source included.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        let _ = (&self.rule, subject);
        false
    }

    /// What proves the match; empty when there is none.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<Proof> {
        let _ = subject;
        Vec::new()
    }
}
