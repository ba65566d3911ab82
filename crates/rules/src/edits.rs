//! How rules come, change and go while posts are matched.
//!
//! A matcher never changes. An edit makes another one that shares the large compiled part (the
//! base) and holds what differs from it in a small second part (the overlay): making it takes as
//! long as compiling the overlay. Who holds the matcher in force puts the new one in its place,
//! and no post waits. When the overlay has grown ([`Matcher::is_worn`]), [`Matcher::merged`] makes
//! a matcher without one, in the background.

use crate::compiled::Compiled;
use crate::matcher::{Groups, Hit, Matcher, MatcherBuilder};
use hearken_model::{KeywordsRule, OrgId, PublicId, TopicId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What happens to a rule; rules are told by their hit.
#[derive(Clone, Debug)]
pub enum Change {
    /// It is there, and says this.
    Put(Hit, KeywordsRule),
    /// It is there, and takes every item of these groups of feeds.
    PutGroups(Hit, Vec<PublicId>),
    /// It is gone.
    Remove(Hit),
}

/// Overlays with more rules than this, or hiding more of the base, are worth a merge.
const WORN_FROM: usize = 1000;

/// Numbers of rules, a bit each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hidden {
    bits: Vec<u64>,
    count: usize,
}

impl Hidden {
    pub(crate) fn has(&self, number: u32) -> bool {
        let word = self.bits.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    fn set(&mut self, number: u32, hides: bool) {
        let (at, bit) = (number as usize / 64, 1 << (number % 64));
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        let Some(word) = self.bits.get_mut(at) else {
            return;
        };
        match (*word & bit != 0, hides) {
            (false, true) => self.count += 1,
            (true, false) => self.count -= 1,
            _ => return,
        }
        *word ^= bit;
    }
}

impl MatcherBuilder<'_> {
    /// Makes the matcher from one with almost the same rules: what they share is shared, unless so
    /// much differs that compiling all of it is as good.
    pub fn build_on(mut self, known: &Matcher) -> Matcher {
        self.rules.sort_by_key(|(hit, _)| *hit);
        let (mut hidden, mut fresh) = (Hidden::default(), Vec::new());
        let mut buffer = String::new();
        let mut rules = self.rules.iter().copied().peekable();
        for (old, number) in known.base.originals.hits().iter().zip(0..) {
            while let Some(rule) = rules.next_if(|(hit, _)| hit < old) {
                fresh.push(rule);
            }
            match rules.next_if(|(hit, _)| hit == old) {
                Some((_, rule)) if known.base.originals.is(number, rule, &mut buffer) => {}
                other => {
                    hidden.set(number, true);
                    fresh.extend(other);
                }
            }
        }
        fresh.extend(rules);
        if fresh.len().max(hidden.count) > WORN_FROM {
            return self.build();
        }
        Matcher {
            base: Arc::clone(&known.base),
            hidden: Arc::new(hidden),
            overlay: Arc::new(Compiled::new(fresh)),
            groups: Arc::new(self.groups),
        }
    }
}

impl Matcher {
    /// The matcher after changes, which are applied in order. A change that changes nothing costs
    /// nothing afterwards.
    pub fn changed(&self, changes: impl IntoIterator<Item = Change>) -> Self {
        let mut hidden = self.hidden.as_ref().clone();
        let mut groups = Arc::clone(&self.groups);
        let mut overlay: BTreeMap<Hit, KeywordsRule> = self.overlay_rules().collect();
        let mut buffer = String::new();
        for change in changes {
            let (Change::Put(hit, _) | Change::PutGroups(hit, _) | Change::Remove(hit)) = change;
            overlay.remove(&hit);
            leave_groups(&mut groups, hit);
            let mut put = match change {
                Change::Put(_, rule) => Some(rule),
                Change::PutGroups(_, ids) => {
                    let groups = Arc::make_mut(&mut groups);
                    for id in ids {
                        groups.entry(id).or_default().push(hit);
                    }
                    None
                }
                Change::Remove(_) => None,
            };
            for number in self.base.originals.numbers(hit) {
                let known = &self.base.originals;
                let same = put.take_if(|rule| known.is(number, rule, &mut buffer));
                hidden.set(number, same.is_none());
            }
            overlay.extend(put.map(|rule| (hit, rule)));
        }
        Self {
            base: Arc::clone(&self.base),
            hidden: Arc::new(hidden),
            overlay: Arc::new(Compiled::new(
                overlay.iter().map(|(hit, rule)| (*hit, rule)),
            )),
            groups,
        }
    }

    fn overlay_rules(&self) -> impl Iterator<Item = (Hit, KeywordsRule)> {
        let originals = &self.overlay.originals;
        let numbers = originals.hits().iter().zip(0..);
        numbers.map(|(hit, number)| (*hit, originals.rule(number)))
    }

    /// Numbers of the rules of the base that are so still, with their hits.
    fn base_rules(&self) -> impl Iterator<Item = (Hit, u32)> {
        let numbers = self.base.originals.hits().iter().copied().zip(0..);
        numbers.filter(|(_, number)| !self.hidden.has(*number))
    }

    /// Whether edits have piled up, so that [`Self::merged`] pays.
    pub fn is_worn(&self) -> bool {
        self.overlay.originals.len().max(self.hidden.count) > WORN_FROM
    }

    /// The same rules, compiled into one part.
    pub fn merged(&self) -> Self {
        let base = self.base_rules();
        let base = base.map(|(hit, number)| (hit, self.base.originals.rule(number)));
        let rules: Vec<(Hit, KeywordsRule)> = base.chain(self.overlay_rules()).collect();
        let mut builder = MatcherBuilder {
            rules: Vec::with_capacity(rules.len()),
            groups: self.groups.as_ref().clone(),
        };
        for (hit, rule) in &rules {
            builder.keywords(*hit, rule);
        }
        builder.build()
    }

    /// The rules of an organization, or of one topic of it, by their hits.
    pub fn hits_of(&self, org: OrgId, topic: Option<TopicId>) -> BTreeSet<Hit> {
        let is_its = |hit: &Hit| hit.org == org && topic.is_none_or(|topic| hit.topic == topic);
        let key = |hit: &Hit| (hit.org, topic.and(Some(hit.topic)));
        let hits = self.base.originals.hits();
        let from = hits.partition_point(|hit| key(hit) < (org, topic));
        let base = (from as u32..).zip(hits.iter().skip(from));
        let base = base.take_while(|(_, hit)| is_its(hit));
        let base = base.filter(|(number, _)| !self.hidden.has(*number));
        let others = self.overlay.originals.hits().iter();
        let others = others.chain(self.groups.values().flatten());
        let all = base.map(|(_, hit)| hit).chain(others.filter(|h| is_its(h)));
        all.copied().collect()
    }

    /// Topics of an organization with rules that take every item of groups of feeds.
    pub fn topics_of_groups(&self, org: OrgId) -> BTreeSet<TopicId> {
        let hits = self.groups.values().flatten();
        hits.filter(|h| h.org == org).map(|hit| hit.topic).collect()
    }

    /// Everything it holds, in order, as it is kept.
    fn lines(&self) -> Vec<(Hit, &str)> {
        let base = self.base_rules();
        let base = base.map(|(hit, number)| (hit, self.base.originals.line(number)));
        let overlay = &self.overlay.originals;
        let overlay = overlay.hits().iter().copied().zip(0..);
        let overlay = overlay.map(|(hit, number)| (hit, self.overlay.originals.line(number)));
        let mut lines: Vec<(Hit, &str)> = base.chain(overlay).collect();
        lines.sort_unstable();
        lines
    }

    fn sorted_groups(&self) -> BTreeSet<(PublicId, Hit)> {
        let groups = self.groups.iter();
        let hits = groups.flat_map(|(id, hits)| hits.iter().map(|hit| (*id, *hit)));
        hits.collect()
    }
}

fn leave_groups(groups: &mut Arc<Groups>, hit: Hit) {
    if groups.values().any(|hits| hits.contains(&hit)) {
        for hits in Arc::make_mut(groups).values_mut() {
            hits.retain(|other| *other != hit);
        }
    }
}

/// The same rules, however they came in.
impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.lines() == other.lines() && self.sorted_groups() == other.sorted_groups()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::RuleId;

    const fn hit(org: i64, topic: i64, rule: i64) -> Hit {
        Hit {
            org: OrgId(org),
            topic: TopicId(topic),
            rule: RuleId(rule),
        }
    }

    fn rule(word: &str) -> KeywordsRule {
        KeywordsRule {
            keywords: vec![word.to_owned()],
            ..KeywordsRule::default()
        }
    }

    fn matcher(rules: &[(Hit, &str)], groups: &[(Hit, u128)]) -> Matcher {
        let rules: Vec<_> = rules.iter().map(|(hit, word)| (*hit, rule(word))).collect();
        let mut builder = MatcherBuilder::default();
        for (hit, rule) in &rules {
            builder.keywords(*hit, rule);
        }
        for (hit, id) in groups {
            builder.groups(*hit, [PublicId(*id)]);
        }
        builder.build()
    }

    #[test]
    fn an_edit_and_its_undoing_leave_nothing() {
        let [a, b] = [hit(1, 1, 1), hit(1, 2, 2)];
        let known = matcher(&[(a, "a"), (b, "b")], &[]);
        let edited = known.changed([Change::Put(a, rule("c"))]);
        assert_eq!((edited.hidden.count(), edited.len()), (1, 2));
        assert!(edited != known && edited == matcher(&[(a, "c"), (b, "b")], &[]));
        let undone = edited.changed([Change::Put(a, rule("a")), Change::Put(b, rule("b"))]);
        assert_eq!(
            (undone.hidden.count(), undone.overlay_rules().count()),
            (0, 0)
        );
        assert!(undone == known && undone == edited.merged().changed([Change::Put(a, rule("a"))]));
        let gone = edited.changed([Change::Remove(a), Change::Remove(hit(7, 7, 7))]);
        assert!(gone == matcher(&[(b, "b")], &[]));
        let groups = gone.changed([Change::PutGroups(b, vec![PublicId(5)])]);
        assert!(groups == matcher(&[], &[(b, 5)]) && groups != gone);
        assert!(groups.changed([Change::Put(b, rule("b"))]) == gone);
    }

    #[test]
    fn rules_are_found_by_organization_and_topic() {
        let base = [hit(1, 1, 1), hit(1, 1, 2), hit(1, 2, 3), hit(2, 1, 4)];
        let known = matcher(&base.map(|hit| (hit, "a")), &[(hit(1, 2, 9), 5)]);
        let known = known.changed([
            Change::Remove(base[1]),
            Change::Put(hit(1, 1, 7), rule("b")),
            Change::Put(hit(0, 1, 8), rule("b")),
        ]);
        let rules = |org, topic: Option<i64>| {
            let hits = known.hits_of(OrgId(org), topic.map(TopicId));
            hits.iter().map(|hit| hit.rule.0).collect::<Vec<_>>()
        };
        assert_eq!(rules(1, Some(1)), [1, 7]);
        assert_eq!(rules(1, Some(2)), [3, 9]);
        assert_eq!(rules(1, None), [1, 7, 3, 9]);
        assert_eq!((rules(0, None), rules(2, Some(1))), (vec![8], vec![4]));
        assert!(rules(3, None).is_empty() && rules(2, Some(2)).is_empty());
        assert_eq!(known.topics_of_groups(OrgId(1)), [TopicId(2)].into());
        assert!(known.topics_of_groups(OrgId(2)).is_empty());
    }
}
