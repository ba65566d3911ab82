//! The rules as people wrote them, packed: for explanations, for telling what an edit changed, and
//! for compiling anew.

use crate::matcher::Hit;
use crate::validate::split;
use hearken_model::{KeywordsRule, Proximity};

/// Rules in the order of their hits; the number of a rule is its place.
#[derive(Debug, Default)]
pub(crate) struct Originals {
    hits: Vec<Hit>,
    /// Lines: options, keywords, inclusions, exclusions, languages, sources.
    text: String,
    ends: Vec<usize>,
}

impl Originals {
    /// Adds a rule; its number.
    ///
    /// # Panics
    /// After four thousand million rules, which take more than 200 GB.
    #[expect(clippy::expect_used, reason = "rules would be taken for one another")]
    pub(crate) fn push(&mut self, hit: Hit, rule: &KeywordsRule) -> u32 {
        let number = u32::try_from(self.hits.len()).expect("rules have numbers of 32 bits");
        self.hits.push(hit);
        write(rule, &mut self.text);
        self.ends.push(self.text.len());
        number
    }

    /// Gives back memory that was kept for more.
    pub(crate) fn shrink(&mut self) {
        self.hits.shrink_to_fit();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// How many rules there are.
    pub(crate) fn len(&self) -> usize {
        self.hits.len()
    }

    /// The hit of a rule.
    #[inline]
    pub(crate) fn hit(&self, number: u32) -> Option<Hit> {
        self.hits.get(number as usize).copied()
    }

    /// All hits, in order.
    pub(crate) fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Numbers of the rules of a hit; there is one, or none.
    pub(crate) fn numbers(&self, hit: Hit) -> impl Iterator<Item = u32> + '_ {
        let first = self.hits.partition_point(|other| *other < hit);
        let same = self.hits.iter().skip(first);
        let same = same.take_while(move |other| **other == hit);
        (first as u32..).zip(same).map(|(number, _)| number)
    }

    /// A rule as it is kept.
    pub(crate) fn line(&self, number: u32) -> &str {
        let at = number as usize;
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let from = from.copied().unwrap_or_default();
        let to = self.ends.get(at).copied().unwrap_or_default();
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether the rule says what `other` says; `buffer` is for the comparison.
    pub(crate) fn is(&self, number: u32, other: &KeywordsRule, buffer: &mut String) -> bool {
        buffer.clear();
        write(other, buffer);
        self.line(number) == buffer
    }

    /// The rule, entry by entry.
    pub(crate) fn rule(&self, number: u32) -> KeywordsRule {
        let mut lines = self.line(number).split('\n');
        let mut list = || {
            let entries = lines.next().unwrap_or_default().split(',');
            entries.filter(|entry| !entry.is_empty())
        };
        let mut rule = KeywordsRule::default();
        for option in list() {
            match Proximity::from_word(option) {
                Some(proximity) => rule.proximity = proximity,
                None => rule.ignore_accents = true,
            }
        }
        rule.keywords = list().map(str::to_owned).collect();
        rule.inclusions = list().map(str::to_owned).collect();
        rule.exclusions = list().map(str::to_owned).collect();
        rule.languages = list().filter_map(|code| code.parse().ok()).collect();
        rule.sources = list().filter_map(|key| key.parse().ok()).collect();
        rule.groups = list().filter_map(|id| id.parse().ok()).collect();
        rule
    }
}

fn write(rule: &KeywordsRule, text: &mut String) {
    fn join<'e>(entries: impl Iterator<Item = &'e str>, text: &mut String) {
        text.push('\n');
        for entry in entries.filter(|entry| !entry.is_empty()) {
            text.push_str(entry);
            text.push(',');
        }
    }
    text.push_str(rule.proximity.as_str());
    if rule.ignore_accents {
        text.push_str(",accents");
    }
    for list in [&rule.keywords, &rule.inclusions, &rule.exclusions] {
        join(split(list), text);
    }
    join(rule.languages.iter().map(|l| l.as_str()), text);
    join(rule.sources.iter().map(|s| s.as_str()), text);
    let groups: Vec<String> = rule.groups.iter().map(ToString::to_string).collect();
    join(groups.iter().map(String::as_str), text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{Language, OrgId, PublicId, RuleId, Source, TopicId};

    #[test]
    fn rules_come_back() {
        let full = KeywordsRule {
            keywords: vec!["City Light".to_owned(), "b".to_owned()],
            inclusions: vec!["c".to_owned()],
            proximity: Proximity::Post,
            exclusions: vec!["d".to_owned(), "é".to_owned()],
            languages: vec![Language::EN, "zh-Hant".parse().unwrap()],
            sources: vec![Source::REDDIT],
            groups: vec![PublicId(7), PublicId(8)],
            ignore_accents: true,
        };
        let typed = KeywordsRule {
            keywords: vec![" a, b\n".to_owned(), String::new(), "c".to_owned()],
            ..KeywordsRule::default()
        };
        let split = KeywordsRule {
            keywords: ["a", "b", "c"].map(str::to_owned).to_vec(),
            ..KeywordsRule::default()
        };
        let mut originals = Originals::default();
        for (rule, number) in [&full, &typed, &KeywordsRule::default()]
            .into_iter()
            .zip(0..)
        {
            let hit = Hit {
                org: OrgId(1),
                topic: TopicId(2),
                rule: RuleId(number),
            };
            originals.push(hit, rule);
        }
        let mut buffer = String::new();
        assert_eq!(originals.rule(0), full);
        assert_eq!(originals.rule(1), split);
        assert_eq!(originals.rule(2), KeywordsRule::default());
        assert!(originals.is(1, &typed, &mut buffer) && originals.is(1, &split, &mut buffer));
        assert!(!originals.is(1, &full, &mut buffer));
    }
}
