//! Regular expressions: one for each list of each rule, or the keywords of all rules as a set.

use crate::Engine;
use crate::workload::Workload;
use anyhow::Result;
use hearken_model::KeywordsRule;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder, escape};

/// What a set may take; beyond it the engine is left out.
const SET_BYTES: usize = 2 << 30;
/// What its tables of states may take while it runs.
const STATES_BYTES: usize = 1 << 28;
/// The rule of sixty pages is larger than the engine allows by itself.
const ONE_BYTES: usize = 1 << 28;

/// Any of the terms, as a whole word or words.
fn any_of(terms: &[String]) -> String {
    let terms: Vec<String> = terms.iter().map(|term| escape(term)).collect();
    // A list without terms stands nowhere.
    match terms.as_slice() {
        [] => r"[a&&b]".to_owned(),
        terms => format!(" (?:{}) ", terms.join("|")),
    }
}

struct Lists {
    keywords: Regex,
    inclusions: Option<Regex>,
    exclusions: Option<Regex>,
}

impl Lists {
    fn new(rule: &KeywordsRule) -> Result<Self> {
        let one = |terms: &[String]| -> Result<Regex> {
            Ok(RegexBuilder::new(&any_of(terms))
                .size_limit(ONE_BYTES)
                .build()?)
        };
        let list = |terms: &[String]| (!terms.is_empty()).then(|| one(terms)).transpose();
        Ok(Self {
            keywords: one(&rule.keywords)?,
            inclusions: list(&rule.inclusions)?,
            exclusions: list(&rule.exclusions)?,
        })
    }

    fn allow(&self, text: &str) -> bool {
        self.inclusions
            .as_ref()
            .is_none_or(|list| list.is_match(text))
            && !self
                .exclusions
                .as_ref()
                .is_some_and(|list| list.is_match(text))
    }
}

struct Each {
    rules: Vec<Lists>,
    text: String,
}

pub(crate) fn each(workload: &Workload) -> Result<Box<dyn Engine + '_>> {
    let rules: Result<_> = workload.rules.iter().map(Lists::new).collect();
    Ok(Box::new(Each {
        rules: rules?,
        text: String::new(),
    }))
}

impl Engine for Each {
    fn find(&mut self, post: &str, hits: &mut Vec<u32>) {
        Workload::padded(post, &mut self.text);
        let matches = |rule: &Lists| rule.keywords.is_match(&self.text) && rule.allow(&self.text);
        let found = self.rules.iter().zip(0..).filter(|(rule, _)| matches(rule));
        hits.extend(found.map(|(_, number)| number));
    }
}

struct Set {
    keywords: RegexSet,
    rules: Vec<Lists>,
    text: String,
}

pub(crate) fn set(workload: &Workload) -> Result<Box<dyn Engine + '_>> {
    let keywords = workload.rules.iter().map(|rule| any_of(&rule.keywords));
    let rules: Result<_> = workload.rules.iter().map(Lists::new).collect();
    Ok(Box::new(Set {
        keywords: RegexSetBuilder::new(keywords)
            .size_limit(SET_BYTES)
            .dfa_size_limit(STATES_BYTES)
            .build()?,
        rules: rules?,
        text: String::new(),
    }))
}

impl Engine for Set {
    fn find(&mut self, post: &str, hits: &mut Vec<u32>) {
        Workload::padded(post, &mut self.text);
        for number in self.keywords.matches(&self.text) {
            if self.rules[number].allow(&self.text) {
                hits.push(number as u32);
            }
        }
    }
}
