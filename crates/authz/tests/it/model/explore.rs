//! Walks the model and a subject side by side.

use super::deeds::{Deed, words};
use super::reference::Model;
use super::{Observed, Subject};
use hearken_model::RelationshipState;
use std::collections::HashSet;
use std::fmt;

/// What was looked at; a comparison says something only if access was granted often.
#[derive(Clone, Debug, Default)]
pub(super) struct Census {
    pub(super) states: usize,
    pub(super) events: usize,
    pub(super) refused: usize,
    pub(super) with_access: usize,
    /// Accepted events of the longest random sequence.
    pub(super) longest: usize,
}

/// Where the two sides part.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) sequence: Vec<Deed>,
    model: Option<Observed>,
    subject: Option<Observed>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sequence = words(&self.sequence);
        write!(
            f,
            "{sequence}\nmodel   {:?}\nsubject {:?}",
            self.model, self.subject
        )
    }
}

/// Called with every accepted event: the state before, the event, the state after.
pub(super) type Check<S> = fn(&S, Deed, &S);

/// One event on both sides; none: both refused.
fn both<S: Subject>(
    (model, subject): (Model, S),
    deed: Deed,
    sequence: impl FnOnce() -> Vec<Deed>,
    check: Check<S>,
) -> Result<Option<(Model, S)>, Box<Difference>> {
    let next = (model.after(deed), subject.after(deed));
    let seen = (next.0.map(|m| m.observed()), next.1.map(|s| s.observed()));
    if seen.0 != seen.1 {
        return Err(Box::new(Difference {
            sequence: sequence(),
            model: seen.0,
            subject: seen.1,
        }));
    }
    let (Some(model), Some(after)) = next else {
        return Ok(None);
    };
    model.check();
    check(&subject, deed, &after);
    Ok(Some((model, after)))
}

/// Every sequence of at most `depth` deeds, shortest first. Sequences that lead to the same state on
/// both sides are followed once: both sides are functions of their state.
pub(super) fn explore<S: Subject>(
    start: S,
    deeds: &[Deed],
    depth: usize,
    check: Check<S>,
) -> Result<Census, Box<Difference>> {
    let first = (Model::start(), start);
    let mut seen = HashSet::from([(first.0, start.key())]);
    // How each state was reached: from which one, by which deed.
    let mut ways: Vec<Option<(usize, Deed)>> = vec![None];
    let mut edge = vec![(first, 0)];
    let mut census = Census::default();
    for _ in 0..depth {
        let mut next_edge = vec![];
        for (pair, place) in edge {
            for deed in deeds {
                census.events += 1;
                let sequence = || path(&ways, place, *deed);
                let Some(after) = both(pair, *deed, sequence, check)? else {
                    census.refused += 1;
                    continue;
                };
                if seen.insert((after.0, after.1.key())) {
                    census.with_access += usize::from(after.0.observed().may.is_some());
                    ways.push(Some((place, *deed)));
                    next_edge.push((after, ways.len() - 1));
                }
            }
        }
        edge = next_edge;
    }
    census.states = seen.len();
    Ok(census)
}

fn path(ways: &[Option<(usize, Deed)>], mut place: usize, last: Deed) -> Vec<Deed> {
    let mut sequence = vec![last];
    while let Some((before, deed)) = ways[place] {
        sequence.push(deed);
        place = before;
    }
    sequence.reverse();
    sequence
}

/// One random sequence of a hundred events, or until a few after the end. Three in four are such as
/// are possible at that moment, and of these few take something away: else hardly any sequence
/// would come to access, and nothing would be compared but refusals.
pub(super) fn walk<S: Subject>(
    start: S,
    deeds: &[Deed],
    seed: u64,
    census: &mut Census,
    check: Check<S>,
) -> Result<(), Box<Difference>> {
    let mut random = Random(seed);
    let mut pair = (Model::start(), start);
    let mut sequence = vec![];
    let mut after_the_end = 0;
    for _ in 0..100 {
        after_the_end += usize::from(pair.0.observed().state == RelationshipState::Ended);
        if after_the_end > 8 {
            break;
        }
        let mut deed = deeds[random.below(deeds.len())];
        if random.below(4) != 0 {
            let rare = random.below(8) == 0;
            let possible =
                |deed: &Deed| (rare || !deed.takes_away()) && pair.0.after(*deed).is_some();
            let tries = 0..deeds.len();
            let found = tries
                .map(|_| deeds[random.below(deeds.len())])
                .find(possible);
            deed = found.unwrap_or(deed);
        }
        census.events += 1;
        let so_far = || [&sequence[..], &[deed]].concat();
        let Some(after) = both(pair, deed, so_far, check)? else {
            census.refused += 1;
            continue;
        };
        pair = after;
        sequence.push(deed);
        census.states += 1;
        census.with_access += usize::from(pair.0.observed().may.is_some());
    }
    census.longest = census.longest.max(sequence.len());
    Ok(())
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequences on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}
