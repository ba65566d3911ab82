//! Posts by code: counters, ranking, and the details of the ranked.

use super::{
    codes::Codes, dictionary::Dictionaries, partial::Counts, selected::Selected, table::Table,
};
use crate::Key;
use std::{cmp::Reverse, collections::BinaryHeap};

/// Posts of every code that has any.
#[derive(Debug)]
pub(super) enum Totals {
    /// By code.
    Dense(Vec<u32>),
    /// Codes with their posts, for few rows of a large domain.
    Sparse(Vec<(u32, u32)>),
}

/// A selection with less than one value per so many codes is counted without a counter per code:
/// sorting few values costs less than looking through many counters.
const SPARSE: usize = 16;

pub(super) fn is_sparse(rows: &[Selected<'_>], codes: &Codes, domain: usize) -> bool {
    rows.iter().map(|rows| codes.about(rows)).sum::<usize>() < domain / SPARSE
}

/// Codes that are looked at together.
const TOGETHER: usize = 32;

/// Wraps around when it is added.
const MINUS_ONE: u32 = u32::MAX;

impl Totals {
    pub(super) fn count(rows: &[Selected<'_>], codes: &Codes, domain: usize) -> Self {
        if is_sparse(rows, codes, domain) {
            return Self::count_sparse(rows, codes);
        }
        let mut counts = vec![0_u32; domain];
        let mut add = |code: u32, posts: u32| {
            if let Some(count) = counts.get_mut(code as usize) {
                *count = count.wrapping_add(posts);
            }
        };
        for selected in rows {
            let most = selected.most();
            let whole = match &most {
                Some((whole, _)) => Some(whole),
                None => selected.is_whole().then_some(selected),
            };
            let known = whole.and_then(|whole| {
                let partials = &whole.segment.partials;
                partials.counts(codes, whole.part, || Self::count_one(whole, codes, domain))
            });
            match (known, codes, selected.all_phrases()) {
                (Some(known), _, _) => {
                    known.each(&mut add);
                    for lacking in most.iter().flat_map(|most| &most.1) {
                        codes.visit_columns(lacking, |_, code| add(code, MINUS_ONE));
                    }
                }
                (None, Codes::Phrase(_), Some(phrases)) => phrases.iter().for_each(|c| add(*c, 1)),
                _ => codes.visit_columns(selected, |_, code| add(code, 1)),
            }
            codes.visit_aside(selected, |_, code| add(code, 1));
        }
        Self::Dense(counts)
    }

    /// Of one segment.
    fn count_one(selected: &Selected<'_>, codes: &Codes, domain: usize) -> Counts {
        let mut counts = vec![0_u32; domain];
        codes.visit_columns(selected, |_, code| {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        });
        Counts::of(&counts)
    }

    fn count_sparse(rows: &[Selected<'_>], codes: &Codes) -> Self {
        let mut found = Vec::new();
        for selected in rows {
            codes.visit(selected, |_, code| found.push(code));
        }
        found.sort_unstable();
        let runs = found.chunk_by(|a, b| a == b);
        Self::Sparse(
            runs.filter_map(|run| Some((*run.first()?, run.len() as u32)))
                .collect(),
        )
    }

    /// From posts by code and tone.
    pub(super) fn of_table(table: &Table) -> Self {
        Self::Dense(table.posts().collect())
    }

    /// The posts of a code.
    pub(super) fn of(&self, code: u32) -> u32 {
        match self {
            Self::Dense(counts) => counts.get(code as usize).copied().unwrap_or_default(),
            Self::Sparse(counts) => match counts.binary_search_by_key(&code, |c| c.0) {
                Ok(at) => counts.get(at).map_or(0, |c| c.1),
                Err(_) => 0,
            },
        }
    }

    /// Calls `f` with every code of at least `least` (and one) posts; `f` answers how many the next
    /// must have at least.
    fn each(&self, least: u32, mut f: impl FnMut(u32, u32) -> u32) {
        let mut least = least.max(1);
        match self {
            Self::Dense(counts) => {
                for (codes, chunk) in (0..).step_by(TOGETHER).zip(counts.chunks(TOGETHER)) {
                    // Few of a large domain are large enough.
                    if chunk.iter().fold(0, |most, count| most.max(*count)) < least {
                        continue;
                    }
                    for (code, count) in (codes..).zip(chunk) {
                        if *count >= least {
                            least = least.max(f(code, *count));
                        }
                    }
                }
            }
            Self::Sparse(counts) => {
                for (code, count) in counts {
                    if *count >= least {
                        least = least.max(f(*code, *count));
                    }
                }
            }
        }
    }

    /// How many values have posts.
    pub(super) fn distinct(&self, codes: &Codes) -> u64 {
        let zero = u64::from(self.of(0) > 0 && !codes.has_zero());
        self.of_at_least(1) - zero
    }

    /// How many codes have so many posts.
    fn of_at_least(&self, least: u32) -> u64 {
        match self {
            Self::Dense(counts) => {
                let of_chunk = |chunk: &[u32]| {
                    let enough = chunk.iter().map(|count| u32::from(*count >= least));
                    u64::from(enough.sum::<u32>())
                };
                counts.chunks(1 << 16).map(of_chunk).sum()
            }
            Self::Sparse(counts) => counts.iter().filter(|c| c.1 >= least).count() as u64,
        }
    }
}

/// A value with its posts.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) code: u32,
    pub(super) key: Key,
    pub(super) posts: u64,
}

/// Which codes are accepted, by code and posts.
pub(super) type Accept<'a> = &'a dyn Fn(u32, u32) -> bool;

/// The values with most posts, ties by key, and how many values there are in all; of those of at
/// least `at_least` posts that are accepted.
pub(super) fn rank(
    totals: &Totals,
    codes: &Codes,
    dictionaries: &Dictionaries,
    limit: usize,
    at_least: u64,
    accept: Option<Accept<'_>>,
) -> (Vec<Ranked>, u64) {
    let mut heap: BinaryHeap<Reverse<(u32, Reverse<Key>, u32)>> = BinaryHeap::new();
    let least = u32::try_from(at_least).unwrap_or(u32::MAX).max(1);
    let is_value = |code: u32| code != 0 || codes.has_zero();
    let mut push = |code: u32, count: u32| -> u32 {
        if limit > 0
            && let Some(key) = codes.key(code, dictionaries)
        {
            heap.push(Reverse((count, Reverse(key), code)));
            if heap.len() > limit {
                heap.pop();
            }
        }
        if heap.len() < limit {
            return 0;
        }
        heap.peek().map_or(u32::MAX, |least| least.0.0)
    };
    let mut distinct = 0;
    if let Some(accept) = accept {
        let mut floor = 0;
        totals.each(least, |code, count| {
            if is_value(code) && accept(code, count) {
                distinct += 1;
                if count >= floor {
                    floor = push(code, count);
                }
            }
            0
        });
    } else {
        let zero = totals.of(0) >= least && !is_value(0);
        distinct = totals.of_at_least(least) - u64::from(zero);
        totals.each(
            least,
            |code, count| {
                if is_value(code) { push(code, count) } else { 0 }
            },
        );
    }
    let ranked = heap.into_sorted_vec().into_iter();
    let ranked = ranked.map(|Reverse((count, Reverse(key), code))| Ranked {
        code,
        key,
        posts: count.into(),
    });
    (ranked.collect(), distinct)
}

/// From codes to the places of a list; place 0 is for everything that is not in the list.
#[derive(Debug)]
pub(super) enum Slots {
    /// By code.
    Dense(Vec<u16>),
    /// Codes with places, rising.
    Sorted(Vec<(u32, u16)>),
}

impl Slots {
    /// Places from 1 on, in the order of the list.
    pub(super) fn of(ranked: &[Ranked], domain: usize, sparse: bool) -> Self {
        let pairs = ranked.iter().zip(1_u16..).map(|(r, slot)| (r.code, slot));
        if sparse {
            let mut sorted: Vec<(u32, u16)> = pairs.collect();
            sorted.sort_unstable();
            return Self::Sorted(sorted);
        }
        let mut slots = vec![0; domain];
        for (code, slot) in pairs {
            if let Some(cell) = slots.get_mut(code as usize) {
                *cell = slot;
            }
        }
        Self::Dense(slots)
    }

    #[inline]
    pub(super) fn of_code(&self, code: u32) -> usize {
        match self {
            Self::Dense(slots) => slots.get(code as usize).copied().unwrap_or_default().into(),
            Self::Sorted(slots) => match slots.binary_search_by_key(&code, |s| s.0) {
                Ok(at) => slots.get(at).map_or(0, |s| s.1.into()),
                Err(_) => 0,
            },
        }
    }
}
