//! One keywords rule, compiled: whether a post matches and what proves it (SEA-080..098).

use crate::place::{Place, Unit};
use crate::scope::Scope;
use crate::subject::Subject;
use crate::term::Term;
use crate::validate::split;
use hearken_model::{Evidence, KeywordsRule, Proximity};

/// A keywords rule ready to be asked.
#[derive(Clone, Debug)]
pub struct CompiledRule {
    keywords: Box<[Term]>,
    inclusions: Box<[Term]>,
    exclusions: Box<[Term]>,
    proximity: Proximity,
    scope: Scope,
    strip: bool,
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
        let strip = rule.ignore_accents;
        let terms = |entries: &[String]| -> Box<[Term]> {
            let entries = split(entries);
            entries.filter_map(|e| Term::new(e, strip)).collect()
        };
        Self {
            keywords: terms(&rule.keywords),
            inclusions: terms(&rule.inclusions),
            exclusions: terms(&rule.exclusions),
            proximity: rule.proximity,
            scope: Scope::of(rule),
            strip,
        }
    }

    /// Whether the post matches, language and source included.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        self.accepts(subject) && self.met(subject) && !self.excluded(subject)
    }

    /// What proves the match; empty when there is none.
    pub fn explain(&self, subject: &Subject<'_>) -> Vec<Proof> {
        if !self.matches(subject) {
            return Vec::new();
        }
        let places = |term: &Term| self.places(subject, term);
        let keywords = self.keywords.iter().map(|term| (term, places(term)));
        let inclusions: Vec<_> = self.inclusions.iter().map(|t| (t, places(t))).collect();
        let mut proofs = Vec::new();
        for (keyword, at) in keywords.filter(|(_, at)| !at.is_empty()) {
            if self.inclusions.is_empty() {
                let spans = at.iter().map(|(_, place)| *place);
                proofs.push(proof(subject, keyword, None, spans.collect()));
            }
            for (inclusion, near) in &inclusions {
                let spans = [of_shared_units(&at, near), of_shared_units(near, &at)].concat();
                if !spans.is_empty() {
                    proofs.push(proof(subject, keyword, Some(inclusion), spans));
                }
            }
        }
        proofs
    }

    fn accepts(&self, subject: &Subject<'_>) -> bool {
        self.scope.accepts(subject.post(), subject.language())
    }

    fn excluded(&self, subject: &Subject<'_>) -> bool {
        self.exclusions.iter().any(|t| self.is_found(subject, t))
    }

    fn is_found(&self, subject: &Subject<'_>, term: &Term) -> bool {
        subject.find(term, self.strip).next().is_some()
    }

    /// Whether a keyword stands in the post and, with inclusions, one of them in its unit.
    fn met(&self, subject: &Subject<'_>) -> bool {
        let mut keywords = self.keywords.iter();
        if self.inclusions.is_empty() {
            return keywords.any(|term| self.is_found(subject, term));
        }
        if !self.inclusions.iter().any(|t| self.is_found(subject, t)) {
            return false;
        }
        let mut units: Vec<Unit> = Vec::new();
        for term in keywords {
            units.extend(self.places(subject, term).into_iter().map(|found| found.0));
        }
        units.sort_unstable();
        units.dedup();
        let unit = |place| subject.unit(place, self.proximity);
        self.inclusions.iter().any(|term| {
            let mut places = subject.find(term, self.strip);
            places.any(|place| unit(place).is_some_and(|u| units.binary_search(&u).is_ok()))
        })
    }

    /// Where the term stands within a unit of the rule, in order, each place once.
    fn places(&self, subject: &Subject<'_>, term: &Term) -> Vec<(Unit, Place)> {
        let places = subject.find(term, self.strip);
        let unit = |place| {
            if self.inclusions.is_empty() {
                return Some((0, 0));
            }
            subject.unit(place, self.proximity)
        };
        let mut places: Vec<_> = places.filter_map(|p| Some((unit(p)?, p))).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// Those of `places` whose unit holds one of `others` too; both are sorted by unit.
fn of_shared_units(places: &[(Unit, Place)], others: &[(Unit, Place)]) -> Vec<Place> {
    let shared = |unit: &Unit| others.binary_search_by(|other| other.0.cmp(unit)).is_ok();
    let kept = places.iter().filter(|(unit, _)| shared(unit));
    kept.map(|(_, place)| *place).collect()
}

fn proof(
    subject: &Subject<'_>,
    keyword: &Term,
    inclusion: Option<&Term>,
    places: Vec<Place>,
) -> Proof {
    let mut spans: Vec<Evidence> = places
        .into_iter()
        .filter_map(|place| subject.evidence(place))
        .collect();
    spans.sort_unstable();
    spans.dedup();
    spans.truncate(SPANS_LIMIT);
    Proof {
        keyword: keyword.typed.to_string(),
        inclusion: inclusion.map(|term| term.typed.to_string()),
        spans,
    }
}
