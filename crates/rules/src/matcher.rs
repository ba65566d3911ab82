//! Every rule of every organization against one post.
//!
//! Each keyword stands in an index under the hash of its token that is likely to be rarest, so
//! that a post brings up only rules of which it holds such a token; those are then asked.

use crate::rule::{CompiledRule, Proof};
use crate::subject::Subject;
use crate::term::Term;
use hashbrown::HashMap;
use hearken_model::{OrgId, PublicId, RuleId, RuleKind, SourceGroupId, TopicId};
use std::hash::{BuildHasherDefault, Hasher};

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
    /// Rules that heed accents.
    exact: Index,
    /// Rules that ignore them.
    stripped: Index,
    groups: HashMap<PublicId, Vec<Hit>>,
    group_rules: usize,
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

    /// Adds a rule that takes every item of groups of feeds, named by their public ids as in
    /// `Post::group`.
    pub fn groups(&mut self, hit: Hit, groups: impl IntoIterator<Item = PublicId>) {
        self.matcher.group_rules += 1;
        for group in groups {
            self.matcher.groups.entry(group).or_default().push(hit);
        }
    }

    /// Makes the matcher.
    pub fn build(self) -> Matcher {
        let mut matcher = self.matcher;
        matcher.exact = Index::new(&matcher.rules, false);
        matcher.stripped = Index::new(&matcher.rules, true);
        matcher
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
                    builder.groups(hit, groups.iter().filter_map(|id| group(org, *id)));
                }
            }
        }
        builder.build()
    }

    /// How many rules it holds.
    pub fn len(&self) -> usize {
        self.rules.len() + self.group_rules
    }

    /// Whether it holds no rule.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rules of all organizations that the post matches, sorted, each once.
    pub fn matches(&self, subject: &Subject<'_>) -> Vec<Hit> {
        self.hits(subject, |_| true)
    }

    /// The rules of one organization that the post matches, sorted, each once.
    pub fn matches_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Hit> {
        self.hits(subject, |hit| hit.org == org)
    }

    /// As [`Self::matches`], with what proves each hit.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<Explanation> {
        self.explanations(subject, |_| true)
    }

    /// As [`Self::matches_for`], with what proves each hit.
    pub fn explain_for(&self, org: OrgId, subject: &Subject<'_>) -> Vec<Explanation> {
        self.explanations(subject, |hit| hit.org == org)
    }

    fn hits(&self, subject: &Subject<'_>, wanted: impl Fn(&Hit) -> bool) -> Vec<Hit> {
        let candidates = self.candidates(subject);
        let asked = candidates
            .iter()
            .filter_map(|n| self.rules.get(*n as usize));
        let matched = asked.filter(|(hit, rule)| wanted(hit) && rule.matches(subject));
        let mut hits: Vec<Hit> = matched.map(|(hit, _)| *hit).collect();
        hits.extend(self.of_group(subject).iter().filter(|hit| wanted(hit)));
        hits.sort_unstable();
        hits.dedup();
        hits
    }

    fn explanations(
        &self,
        subject: &Subject<'_>,
        wanted: impl Fn(&Hit) -> bool,
    ) -> Vec<Explanation> {
        let candidates = self.candidates(subject);
        let asked = candidates
            .iter()
            .filter_map(|n| self.rules.get(*n as usize));
        let mut found: Vec<Explanation> = asked
            .filter(|(hit, _)| wanted(hit))
            .map(|(hit, rule)| Explanation {
                hit: *hit,
                proofs: rule.explain(subject),
            })
            .filter(|explanation| !explanation.proofs.is_empty())
            .collect();
        let groups = self.of_group(subject).iter().filter(|hit| wanted(hit));
        found.extend(groups.map(|hit| Explanation {
            hit: *hit,
            proofs: Vec::new(),
        }));
        found.sort_by_key(|explanation| explanation.hit);
        found.dedup_by_key(|explanation| explanation.hit);
        found
    }

    fn of_group(&self, subject: &Subject<'_>) -> &[Hit] {
        let group = subject.post().group.as_ref();
        group
            .and_then(|group| self.groups.get(group))
            .map_or(&[], Vec::as_slice)
    }

    /// Numbers of the rules that may match, in order, each once.
    fn candidates(&self, subject: &Subject<'_>) -> Vec<u32> {
        let mut found = Vec::new();
        for (index, strip) in [(&self.exact, false), (&self.stripped, true)] {
            if !index.is_empty() {
                index.look_up(subject, strip, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Numbers of things by the hashes under which their terms are looked for.
#[derive(Debug, Default)]
pub(crate) struct Index {
    places: HashMap<u64, (u32, u32), BuildHasherDefault<Identity>>,
    numbers: Vec<u32>,
}

impl Index {
    fn new(rules: &[(Hit, CompiledRule)], strip: bool) -> Self {
        let rules = rules.iter().zip(0u32..);
        let rules = rules.filter(|((_, rule), _)| rule.strips() == strip);
        Self::of_terms(
            rules.flat_map(|((_, rule), number)| {
                rule.keywords().iter().map(move |term| (term, number))
            }),
        )
    }

    /// Puts each number under its terms.
    pub(crate) fn of_terms<'t>(terms: impl IntoIterator<Item = (&'t Term, u32)>) -> Self {
        let mut postings: Vec<(u64, u32)> = Vec::new();
        for (term, number) in terms {
            postings.push((term.plain.key, number));
            if let Some(turkic) = &term.turkic {
                postings.push((turkic.key, number));
            }
        }
        postings.sort_unstable();
        postings.dedup();
        let mut index = Self::default();
        for (hash, number) in postings {
            let at = index.numbers.len() as u32;
            index.numbers.push(number);
            index.places.entry(hash).or_insert((at, at)).1 = at + 1;
        }
        index
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Adds the numbers that the post's tokens bring up; may repeat some.
    pub(crate) fn look_up(&self, subject: &Subject<'_>, strip: bool, found: &mut Vec<u32>) {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (_, view) in subject.views(strip) {
            ranges.extend(view.keys().filter_map(|hash| self.places.get(&hash)));
        }
        // A token that a post repeats a thousand times brings its rules up once.
        if ranges.len() > 1 {
            ranges.sort_unstable();
            ranges.dedup();
        }
        for (from, to) in ranges {
            found.extend(
                self.numbers
                    .get(from as usize..to as usize)
                    .unwrap_or_default(),
            );
        }
    }
}

/// Hashes of tokens are mixed already.
#[derive(Clone, Copy, Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
