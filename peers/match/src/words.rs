//! From the terms that a text holds to the rules that it matches.

use crate::workload::Workload;
use std::collections::HashMap;

/// The terms of all rules, and the rules by their terms.
pub(crate) struct Words<'w> {
    /// Each once, in order of their numbers.
    pub(crate) terms: Vec<&'w str>,
    rules: Vec<Lists>,
    /// By term: the rules that have it as a keyword.
    by_keyword: Vec<Vec<u32>>,
    /// By term and by rule: the last post in which it was met.
    term_met: Vec<u32>,
    rule_met: Vec<u32>,
    post: u32,
    found: Vec<u32>,
}

struct Lists {
    inclusions: Vec<u32>,
    exclusions: Vec<u32>,
}

impl<'w> Words<'w> {
    pub(crate) fn new(workload: &'w Workload) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut terms: Vec<&'w str> = vec![];
        let mut list = |entries: &'w [String]| -> Vec<u32> {
            let number = |entry: &'w String| {
                *numbers.entry(entry).or_insert_with(|| {
                    terms.push(entry);
                    terms.len() as u32 - 1
                })
            };
            entries.iter().map(number).collect()
        };
        let mut keywords = vec![];
        let mut rules = vec![];
        for rule in &workload.rules {
            keywords.push(list(&rule.keywords));
            rules.push(Lists {
                inclusions: list(&rule.inclusions),
                exclusions: list(&rule.exclusions),
            });
        }
        let mut by_keyword = vec![vec![]; terms.len()];
        for (own, rule) in keywords.iter().zip(0..) {
            for term in own {
                by_keyword[*term as usize].push(rule);
            }
        }
        Self {
            term_met: vec![0; terms.len()],
            rule_met: vec![0; rules.len()],
            terms,
            rules,
            by_keyword,
            post: 0,
            found: vec![],
        }
    }

    /// The rules that a text with these terms matches.
    pub(crate) fn find(&mut self, terms: impl Iterator<Item = u32>, hits: &mut Vec<u32>) {
        self.post += 1;
        self.found.clear();
        for term in terms {
            if std::mem::replace(&mut self.term_met[term as usize], self.post) != self.post {
                self.found.push(term);
            }
        }
        let holds = |list: &[u32]| list.iter().any(|t| self.term_met[*t as usize] == self.post);
        for term in &self.found {
            for number in &self.by_keyword[*term as usize] {
                let met = &mut self.rule_met[*number as usize];
                if std::mem::replace(met, self.post) == self.post {
                    continue;
                }
                let rule = &self.rules[*number as usize];
                if (rule.inclusions.is_empty() || holds(&rule.inclusions))
                    && !holds(&rule.exclusions)
                {
                    hits.push(*number);
                }
            }
        }
    }
}
