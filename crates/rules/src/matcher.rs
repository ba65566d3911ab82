//! Every rule of every organization against one post, while rules come, change and go.
//!
//! A matcher never changes. An edit makes another one that shares the large compiled part (the
//! base) and holds what differs from it in a small second part (the overlay): making it takes as
//! long as compiling the overlay. Who holds the matcher in force puts the new one in its place,
//! and no post waits. When the overlay has grown ([`Matcher::is_worn`]), [`Matcher::merged`] makes
//! a matcher without one, in the background.

use crate::compiled::Compiled;
use crate::rule::{CompiledRule, Proof};
use crate::scratch::Scratch;
use crate::subject::Subject;
use hashbrown::HashMap;
use hearken_model::{
    KeywordsRule, Language, OrgId, Post, PublicId, RuleId, RuleKind, SourceGroupId, TopicId,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule that a post matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// Whose rule it is.
    pub org: OrgId,
    /// The topic it belongs to.
    pub topic: TopicId,
    /// The rule.
    pub rule: RuleId,
}

/// A hit with its proofs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The rule.
    pub hit: Hit,
    /// One for each keyword (and inclusion); none for a rule of custom sources.
    pub proofs: Vec<Proof>,
}

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

/// Compiled rules of any number of organizations. Sharing it between threads is free.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    base: Arc<Compiled>,
    /// Numbers of the rules of the base that are no longer so: a bit each.
    hidden: Arc<Hidden>,
    overlay: Arc<Compiled>,
    groups: Arc<Groups>,
}

type Groups = HashMap<PublicId, Vec<Hit>>;

#[derive(Clone, Debug, Default)]
struct Hidden {
    bits: Vec<u64>,
    count: usize,
}

impl Hidden {
    fn has(&self, number: u32) -> bool {
        let word = self.bits.get(number as usize / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    fn add(&mut self, number: usize) {
        if self.bits.len() <= number / 64 {
            self.bits.resize(number / 64 + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(number / 64) {
            let bit = 1 << (number % 64);
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }
}

/// Collects rules for a [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder<'r> {
    rules: Vec<(Hit, &'r KeywordsRule)>,
    groups: Groups,
}

impl<'r> MatcherBuilder<'r> {
    /// Collects rules. `group` tells the public id of a group of custom sources; a group that it
    /// does not know matches nothing.
    pub fn new(
        rules: impl IntoIterator<Item = (OrgId, TopicId, RuleId, &'r RuleKind)>,
        group: impl Fn(OrgId, SourceGroupId) -> Option<PublicId>,
    ) -> Self {
        let mut builder = Self::default();
        for (org, topic, rule, kind) in rules {
            let hit = Hit { org, topic, rule };
            match kind {
                RuleKind::Keywords(rule) => builder.keywords(hit, rule),
                RuleKind::CustomSources { groups } => {
                    builder.groups(hit, groups.iter().filter_map(|id| group(org, *id)));
                }
            }
        }
        builder
    }

    /// Adds a keywords rule.
    pub fn keywords(&mut self, hit: Hit, rule: &'r KeywordsRule) {
        self.rules.push((hit, rule));
    }

    /// Adds a rule that takes every item of groups of feeds, named by their public ids as in
    /// `Post::group`.
    pub fn groups(&mut self, hit: Hit, groups: impl IntoIterator<Item = PublicId>) {
        for group in groups {
            self.groups.entry(group).or_default().push(hit);
        }
    }

    /// Makes the matcher.
    pub fn build(mut self) -> Matcher {
        self.rules.sort_by_key(|(hit, _)| *hit);
        Matcher {
            base: Arc::new(Compiled::new(self.rules)),
            groups: Arc::new(self.groups),
            ..Matcher::default()
        }
    }

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
                    hidden.add(number as usize);
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
    /// Compiles rules, as collected by [`MatcherBuilder::new`].
    pub fn build<'r>(
        rules: impl IntoIterator<Item = (OrgId, TopicId, RuleId, &'r RuleKind)>,
        group: impl Fn(OrgId, SourceGroupId) -> Option<PublicId>,
    ) -> Self {
        MatcherBuilder::new(rules, group).build()
    }

    /// The matcher after changes, which are applied in order.
    pub fn changed(&self, changes: impl IntoIterator<Item = Change>) -> Self {
        let mut hidden = self.hidden.as_ref().clone();
        let mut groups = Arc::clone(&self.groups);
        let mut overlay: BTreeMap<Hit, KeywordsRule> = self.overlay_rules().collect();
        for change in changes {
            let (Change::Put(hit, _) | Change::PutGroups(hit, _) | Change::Remove(hit)) = change;
            let hits = self.base.originals.hits();
            let first = hits.partition_point(|other| *other < hit);
            let same = hits.iter().skip(first).take_while(|other| **other == hit);
            (first..)
                .zip(same)
                .for_each(|(number, _)| hidden.add(number));
            overlay.remove(&hit);
            if groups.values().any(|hits| hits.contains(&hit)) {
                for hits in Arc::make_mut(&mut groups).values_mut() {
                    hits.retain(|other| *other != hit);
                }
            }
            match change {
                Change::Put(_, rule) => drop(overlay.insert(hit, rule)),
                Change::PutGroups(_, ids) => {
                    for id in ids {
                        let groups = Arc::make_mut(&mut groups);
                        groups.entry(id).or_default().push(hit);
                    }
                }
                Change::Remove(_) => {}
            }
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

    /// Whether edits have piled up, so that [`Self::merged`] pays.
    pub fn is_worn(&self) -> bool {
        self.overlay.originals.len().max(self.hidden.count) > WORN_FROM
    }

    /// The same rules, compiled into one part.
    pub fn merged(&self) -> Self {
        let base = self.base.originals.hits().iter().zip(0..);
        let base = base.filter(|(_, number)| !self.hidden.has(*number));
        let base = base.map(|(hit, number)| (*hit, self.base.originals.rule(number)));
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

    /// How many rules it holds.
    pub fn len(&self) -> usize {
        let mut groups: Vec<Hit> = self.groups.values().flatten().copied().collect();
        groups.sort_unstable();
        groups.dedup();
        let base = self.base.originals.len() - self.hidden.count;
        base + self.overlay.originals.len() + groups.len()
    }

    /// Whether it holds no rule.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rules of all organizations that the post matches, sorted, each once. `language` is the
    /// language that rules are to see: declared or detected, `und` where neither is known.
    pub fn find<'s>(
        &self,
        post: &Post,
        language: &Language,
        scratch: &'s mut Scratch,
    ) -> &'s [Hit] {
        self.find_where(post, language, scratch, |_| true)
    }

    /// The same for the rules of one organization.
    pub fn find_for<'s>(
        &self,
        org: OrgId,
        post: &Post,
        language: &Language,
        scratch: &'s mut Scratch,
    ) -> &'s [Hit] {
        self.find_where(post, language, scratch, |hit| hit.org == org)
    }

    fn find_where<'s>(
        &self,
        post: &Post,
        language: &Language,
        scratch: &'s mut Scratch,
        wanted: impl Fn(&Hit) -> bool,
    ) -> &'s [Hit] {
        scratch.prepare(post);
        self.base.find(post, language, scratch, |number, hit| {
            !self.hidden.has(number) && wanted(hit)
        });
        self.overlay
            .find(post, language, scratch, |_, hit| wanted(hit));
        let group = post.group.as_ref().and_then(|group| self.groups.get(group));
        let groups = group.into_iter().flatten().filter(|hit| wanted(hit));
        scratch.hits.extend(groups.copied());
        scratch.hits.sort_unstable();
        scratch.hits.dedup();
        &scratch.hits
    }

    /// The rules of all organizations that the post matches, sorted, each once.
    pub fn matches(&self, subject: &Subject<'_>) -> Vec<Hit> {
        let mut scratch = Scratch::default();
        self.find(subject.post(), subject.language(), &mut scratch)
            .to_vec()
    }

    /// The rules of one organization that the post matches, sorted, each once.
    pub fn matches_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Hit> {
        let mut scratch = Scratch::default();
        self.find_for(org, subject.post(), subject.language(), &mut scratch)
            .to_vec()
    }

    /// As [`Self::matches`], with what proves each hit.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<Explanation> {
        self.explanations(subject, &self.matches(subject))
    }

    /// As [`Self::matches_for`], with what proves each hit.
    pub fn explain_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Explanation> {
        self.explanations(subject, &self.matches_for(org, subject))
    }

    /// What proves hits that the subject has.
    pub fn explanations(&self, subject: &Subject<'_>, hits: &[Hit]) -> Vec<Explanation> {
        let explain = |hit: &Hit| Explanation {
            hit: *hit,
            proofs: self.proofs(*hit, subject),
        };
        hits.iter().map(explain).collect()
    }

    fn proofs(&self, hit: Hit, subject: &Subject<'_>) -> Vec<Proof> {
        let mut proofs = Vec::new();
        for (part, is_base) in [(&self.base, true), (&self.overlay, false)] {
            let originals = &part.originals;
            let first = originals.hits().partition_point(|other| *other < hit);
            for number in first as u32.. {
                if originals.hit(number) != Some(hit) {
                    break;
                }
                if !(is_base && self.hidden.has(number)) {
                    let rule = CompiledRule::new(&originals.rule(number));
                    proofs.extend(rule.explain(subject));
                }
            }
        }
        proofs
    }
}
