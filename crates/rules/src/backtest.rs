//! What a rule would have found: posts go in one by one, numbers come out.
//!
//! What it is: a pure accumulator, so that a caller can show progress, stop at any post, and feed
//! it from wherever posts are kept. What it is not: the reading of posts.

use crate::rule::{CompiledRule, Proof};
use crate::subject::Subject;
use crate::validate::split;
use hearken_model::{Diagnostic, KeywordsRule, Timestamp};
use std::collections::BTreeMap;

/// Most examples that are kept: the newest.
pub const EXAMPLES: usize = 10;
/// Fewer posts than this tell nothing about what never or always matches.
const TELLING: u64 = 20;
const DAY_US: i64 = 86_400_000_000;
/// Days of the month that is estimated.
const MONTH: f64 = 30.0;

/// A rule that is being tried.
#[derive(Debug)]
pub struct BackTest {
    whole: CompiledRule,
    /// The rule without its exclusions.
    open: CompiledRule,
    keywords: Vec<Clause>,
    inclusions: Vec<Clause>,
    exclusions: Vec<Clause>,
    looked_at: u64,
    met: u64,
    /// Hits by day, in days since 1970, UTC; days with posts but without a hit are there too.
    days: BTreeMap<i64, u64>,
    examples: Vec<Example>,
}

#[derive(Debug)]
struct Clause {
    entry: String,
    rule: CompiledRule,
    posts: u64,
}

/// A post that the rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// When it was published.
    pub published_at: Timestamp,
    /// The number under which it was looked at, from 0.
    pub post: usize,
    /// What proves it.
    pub proofs: Vec<Proof>,
}

/// How many posts an entry concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The entry, as typed.
    pub entry: String,
    /// Of a keyword or inclusion: posts that it brings in, before exclusions. Of an exclusion:
    /// posts that it takes out, whether another one would too or not.
    pub posts: u64,
}

/// Posts of thirty days: the mean of the days seen, and two standard errors to each side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Month {
    /// At least, probably.
    pub low: f64,
    /// The mean.
    pub likely: f64,
    /// At most, probably.
    pub high: f64,
}

/// What a back-test says so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Posts looked at.
    pub looked_at: u64,
    /// Posts that keywords and inclusions bring in.
    pub met: u64,
    /// Posts that the rule finds.
    pub hits: u64,
    /// Hits by day, in days since 1970, UTC, without gaps.
    pub days: Vec<(i64, u64)>,
    /// By keyword.
    pub keywords: Vec<Count>,
    /// By inclusion.
    pub inclusions: Vec<Count>,
    /// By exclusion.
    pub exclusions: Vec<Count>,
    /// The newest hits, newest first.
    pub examples: Vec<Example>,
    /// None before posts of two days were seen.
    pub month: Option<Month>,
    /// Codes: `backtest_never` (an entry that concerns no post), `backtest_always` (an exclusion
    /// that takes everything out, an inclusion that keeps everything in).
    pub warnings: Vec<Diagnostic>,
}

impl BackTest {
    /// Begins with a rule.
    pub fn new(rule: &KeywordsRule) -> Self {
        let open = KeywordsRule {
            exclusions: Vec::new(),
            ..rule.clone()
        };
        let clauses = |entries: &[String], with: &dyn Fn(String) -> KeywordsRule| {
            let entries = split(entries).filter(|entry| !entry.is_empty());
            let clause = |entry: &str| Clause {
                entry: entry.to_owned(),
                rule: CompiledRule::new(&with(entry.to_owned())),
                posts: 0,
            };
            entries.map(clause).collect()
        };
        Self {
            whole: CompiledRule::new(rule),
            open: CompiledRule::new(&open),
            keywords: clauses(&rule.keywords, &|entry| KeywordsRule {
                keywords: vec![entry],
                ..open.clone()
            }),
            inclusions: clauses(&rule.inclusions, &|entry| KeywordsRule {
                inclusions: vec![entry],
                ..open.clone()
            }),
            exclusions: clauses(&rule.exclusions, &|entry| KeywordsRule {
                keywords: vec![entry],
                ignore_accents: rule.ignore_accents,
                ..KeywordsRule::default()
            }),
            looked_at: 0,
            met: 0,
            days: BTreeMap::new(),
            examples: Vec::new(),
        }
    }

    /// Looks at a post; whether the rule finds it.
    pub fn look(&mut self, subject: &Subject<'_>) -> bool {
        let number = self.looked_at as usize;
        self.looked_at += 1;
        let published_at = subject.post().published_at;
        let hits = self
            .days
            .entry(published_at.0.div_euclid(DAY_US))
            .or_default();
        if !self.open.matches(subject) {
            return false;
        }
        self.met += 1;
        let lists = [
            &mut self.keywords,
            &mut self.inclusions,
            &mut self.exclusions,
        ];
        for clause in lists.into_iter().flatten() {
            clause.posts += u64::from(clause.rule.matches(subject));
        }
        let proofs = self.whole.explain(subject);
        if proofs.is_empty() {
            return false;
        }
        *hits += 1;
        let at = self
            .examples
            .partition_point(|e| e.published_at > published_at);
        if at < EXAMPLES {
            let example = Example {
                published_at,
                post: number,
                proofs,
            };
            self.examples.insert(at, example);
            self.examples.truncate(EXAMPLES);
        }
        true
    }

    /// The newest hits so far, newest first.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// How many posts were looked at.
    pub const fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// What is known so far. `field` is what the warnings name.
    pub fn report(&self, field: &str) -> Report {
        let counts = |clauses: &[Clause]| -> Vec<Count> {
            let count = |clause: &Clause| Count {
                entry: clause.entry.clone(),
                posts: clause.posts,
            };
            clauses.iter().map(count).collect()
        };
        let span = self.days.keys().next().zip(self.days.keys().next_back());
        let span = span.map_or(0..0, |(first, last)| *first..last + 1);
        let hits_on = |day: i64| (day, self.days.get(&day).copied().unwrap_or_default());
        let days: Vec<(i64, u64)> = span.map(hits_on).collect();
        Report {
            looked_at: self.looked_at,
            met: self.met,
            hits: days.iter().map(|day| day.1).sum(),
            month: month(&days),
            days,
            keywords: counts(&self.keywords),
            inclusions: counts(&self.inclusions),
            exclusions: counts(&self.exclusions),
            examples: self.examples.clone(),
            warnings: self.warnings(field),
        }
    }

    fn warnings(&self, field: &str) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        let lists = [
            (&self.keywords, self.looked_at, false),
            (&self.inclusions, self.met, true),
            (&self.exclusions, self.met, true),
        ];
        for (clauses, seen, may_be_all) in lists {
            for clause in clauses.iter().filter(|_| seen >= TELLING) {
                let code = match clause.posts {
                    0 => "backtest_never",
                    posts if may_be_all && posts == self.met => "backtest_always",
                    _ => continue,
                };
                let warning = Diagnostic::new(code, field.to_owned());
                warnings.push(warning.entry(clause.entry.clone()));
            }
        }
        warnings
    }
}

fn month(days: &[(i64, u64)]) -> Option<Month> {
    let count = days.len() as f64;
    if days.len() < 2 {
        return None;
    }
    let mean = days.iter().map(|day| day.1 as f64).sum::<f64>() / count;
    let squares = days.iter().map(|day| (day.1 as f64 - mean).powi(2));
    let deviation = (squares.sum::<f64>() / (count - 1.0)).sqrt();
    // Both the month itself and the mean that it is told from are uncertain.
    let error = deviation * (MONTH + MONTH * MONTH / count).sqrt();
    Some(Month {
        low: (MONTH * mean - 2.0 * error).max(0.0),
        likely: MONTH * mean,
        high: MONTH * mean + 2.0 * error,
    })
}
