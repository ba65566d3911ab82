//! Every rule of every organization against one post. How rules come, change and go while posts are
//! matched: `edits.rs`.

use crate::compiled::Compiled;
use crate::edits::Hidden;
use crate::rule::{CompiledRule, Proof};
use crate::scratch::Scratch;
use crate::subject::Subject;
use hashbrown::HashMap;
use hearken_model::{
    KeywordsRule, Language, OrgId, Post, PublicId, RuleId, RuleKind, SourceGroupId, TopicId,
};
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

/// Compiled rules of any number of organizations. Sharing it between threads is free.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    pub(crate) base: Arc<Compiled>,
    /// Rules of the base that are no longer so.
    pub(crate) hidden: Arc<Hidden>,
    pub(crate) overlay: Arc<Compiled>,
    pub(crate) groups: Arc<Groups>,
}

/// Hits of the rules that take every item of a group of feeds.
pub(crate) type Groups = HashMap<PublicId, Vec<Hit>>;

/// Collects rules for a [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder<'r> {
    pub(crate) rules: Vec<(Hit, &'r KeywordsRule)>,
    pub(crate) groups: Groups,
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
}

impl Matcher {
    /// Compiles rules, as collected by [`MatcherBuilder::new`].
    pub fn build<'r>(
        rules: impl IntoIterator<Item = (OrgId, TopicId, RuleId, &'r RuleKind)>,
        group: impl Fn(OrgId, SourceGroupId) -> Option<PublicId>,
    ) -> Self {
        MatcherBuilder::new(rules, group).build()
    }

    /// How many rules it holds.
    pub fn len(&self) -> usize {
        let mut groups: Vec<Hit> = self.groups.values().flatten().copied().collect();
        groups.sort_unstable();
        groups.dedup();
        let base = self.base.originals.len() - self.hidden.count();
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
            for number in originals.numbers(hit) {
                if !(is_base && self.hidden.has(number)) {
                    let rule = CompiledRule::new(&originals.rule(number));
                    proofs.extend(rule.explain(subject));
                }
            }
        }
        proofs
    }
}
