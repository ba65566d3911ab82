//! Posts by code: counters, ranking, and the details of the ranked.
#![expect(
    clippy::inline_always,
    reason = "kernels: a call for every row would cost more than the row"
)]

use super::{codes::Codes, dictionary::Dictionaries, postings::Listed, selected::Selected};
use crate::{Key, Tones};
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
            let known = selected.is_whole.then(|| {
                let partials = &selected.segment.partials;
                partials.counts(codes, || Self::count_one(selected, codes, domain))
            });
            match (known.flatten(), codes, selected.all_phrases()) {
                (Some(known), _, _) => known.iter().for_each(|(code, posts)| add(*code, *posts)),
                (None, Codes::Phrase(_), Some(phrases)) => phrases.iter().for_each(|c| add(*c, 1)),
                _ => codes.visit_columns(selected, |_, code| add(code, 1)),
            }
            codes.visit_aside(selected, |_, code| add(code, 1));
        }
        Self::Dense(counts)
    }

    /// Codes of one segment with their posts, rising.
    fn count_one(selected: &Selected<'_>, codes: &Codes, domain: usize) -> Vec<(u32, u32)> {
        let mut counts = vec![0_u32; domain];
        codes.visit_columns(selected, |_, code| {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        });
        let mut found: Vec<(u32, u32)> = (0..).zip(counts).filter(|count| count.1 > 0).collect();
        found.shrink_to_fit();
        found
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
        Self::Dense(table.0.iter().map(|cell| cell.iter().sum()).collect())
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

    /// Calls `f` with every code of at least `least` (and one) posts.
    fn each(&self, least: u32, mut f: impl FnMut(u32, u32)) {
        let least = least.max(1);
        match self {
            Self::Dense(counts) => {
                for (code, count) in (0..).zip(counts) {
                    if *count >= least {
                        f(code, *count);
                    }
                }
            }
            Self::Sparse(counts) => {
                for (code, count) in counts.iter().filter(|c| c.1 >= least) {
                    f(*code, *count);
                }
            }
        }
    }

    /// How many values have posts.
    pub(super) fn distinct(&self, codes: &Codes) -> u64 {
        let mut count = 0;
        self.each(1, |code, _| {
            count += u64::from(code != 0 || codes.has_zero());
        });
        count
    }
}

/// A value with its posts.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) code: u32,
    pub(super) key: Key,
    pub(super) posts: u64,
}

/// The values with most posts, ties by key, and how many values there are in all; of those of at
/// least `at_least` posts that are accepted by code and posts.
pub(super) fn rank(
    totals: &Totals,
    codes: &Codes,
    dictionaries: &Dictionaries,
    limit: usize,
    at_least: u64,
    accept: impl Fn(u32, u32) -> bool,
) -> (Vec<Ranked>, u64) {
    let mut heap: BinaryHeap<Reverse<(u32, Reverse<Key>, u32)>> = BinaryHeap::new();
    let mut distinct = 0;
    let mut floor = 0;
    let least = u32::try_from(at_least).unwrap_or(u32::MAX);
    totals.each(least, |code, count| {
        if (code == 0 && !codes.has_zero()) || !accept(code, count) {
            return;
        }
        distinct += 1;
        if limit == 0 || (heap.len() >= limit && count < floor) {
            return;
        }
        if let Some(key) = codes.key(code, dictionaries) {
            heap.push(Reverse((count, Reverse(key), code)));
            if heap.len() > limit {
                heap.pop();
            }
            floor = heap.peek().map_or(0, |least| least.0.0);
        }
    });
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

/// One more post at a place, of the tone of a row.
#[inline(always)]
fn add(table: &mut [[u32; 4]], place: usize, tones: &[u8], row: usize) {
    let tone = tones.get(row).copied().unwrap_or_default();
    let cell = table.get_mut(place);
    if let Some(count) = cell.and_then(|cell| cell.get_mut(usize::from(tone))) {
        *count = count.wrapping_add(1);
    }
}

/// Rows of one code by tone, 16 bits of a number each.
#[derive(Default)]
struct Run {
    code: u32,
    rows: u32,
    by_tone: u64,
}

impl Run {
    /// Most rows, so that no tone outgrows its bits.
    const MOST: u32 = u16::MAX as u32;

    #[inline(always)]
    fn push(&mut self, tone: u8) {
        self.by_tone = self.by_tone.wrapping_add(1 << (u32::from(tone & 3) * 16));
        self.rows += 1;
    }

    fn add_to(&mut self, table: &mut [[u32; 4]]) {
        if let Some(cell) = table.get_mut(self.code as usize) {
            for (tone, count) in cell.iter_mut().enumerate() {
                *count += (self.by_tone >> (tone * 16)) as u32 & u32::from(u16::MAX);
            }
        }
        *self = Self::default();
    }
}

/// Posts by place and tone.
#[derive(Debug)]
pub(super) struct Table(Vec<[u32; 4]>);

impl Table {
    /// By code.
    pub(super) fn by_code(rows: &[Selected<'_>], codes: &Codes, domain: usize) -> Self {
        let mut sum = Self(vec![[0; 4]; domain]);
        for selected in rows {
            let count = || Self::of_one(selected, codes, domain);
            if selected.is_whole {
                sum.add(&selected.segment.partials.table(codes, count));
            } else {
                sum.add(&count());
            }
        }
        sum
    }

    fn add(&mut self, other: &Self) {
        for (sum, cell) in self.0.iter_mut().zip(&other.0) {
            for (sum, count) in sum.iter_mut().zip(cell) {
                *sum = sum.wrapping_add(*count);
            }
        }
    }

    /// Of one segment.
    fn of_one(selected: &Selected<'_>, codes: &Codes, domain: usize) -> Self {
        if codes.comes_in_runs() {
            return Self::by_run(selected, codes, domain);
        }
        // Even and odd rows have counters of their own: adding to the one that was just added to
        // would wait for it.
        let mut halves = vec![[0_u32; 4]; domain * 2];
        let tones: &[u8] = &selected.segment.tones;
        codes.visit(selected, |row, code| {
            add(&mut halves, code as usize * 2 + row % 2, tones, row);
        });
        let both = halves.chunks(2).map(|halves| {
            let mut sum = [0; 4];
            for counts in halves {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            sum
        });
        Self(both.collect())
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.0.capacity() * size_of::<[u32; 4]>()
    }

    /// By code, where many rows of one code come one after the other.
    fn by_run(selected: &Selected<'_>, codes: &Codes, domain: usize) -> Self {
        let mut table = vec![[0_u32; 4]; domain];
        let tones: &[u8] = &selected.segment.tones;
        let mut run = Run::default();
        codes.visit(selected, |row, code| {
            if code != run.code || run.rows == Run::MOST {
                run.add_to(&mut table);
                run.code = code;
            }
            run.push(tones.get(row).copied().unwrap_or_default());
        });
        run.add_to(&mut table);
        Self(table)
    }

    /// By place among the ranked of a large domain; what is not among them is passed over.
    pub(super) fn by_slot(
        rows: &[Selected<'_>],
        codes: &Codes,
        slots: &Slots,
        ranked: &[Ranked],
    ) -> Self {
        let mut table = vec![[0_u32; 4]; ranked.len() + 1];
        let listed = Listed::of(codes, ranked);
        for selected in rows {
            let tones: &[u8] = &selected.segment.tones;
            if let Some(lists) = listed.rows(selected) {
                for (slot, rows) in lists {
                    selected.each_of(&rows, |_, row| add(&mut table, slot, tones, row));
                }
                codes.visit_aside(selected, |row, code| {
                    add(&mut table, slots.of_code(code), tones, row);
                });
                continue;
            }
            match slots {
                Slots::Dense(slots) => codes.visit(selected, |row, code| {
                    // Place 0 is counted too: a branch on it would be a guess.
                    let slot = slots.get(code as usize).copied().unwrap_or_default();
                    add(&mut table, slot.into(), tones, row);
                }),
                Slots::Sorted(_) => codes.visit(selected, |row, code| {
                    add(&mut table, slots.of_code(code), tones, row);
                }),
            }
        }
        Self(table)
    }

    pub(super) fn tones(&self, place: usize) -> Tones {
        let [positive, negative, neutral, unknown] = self
            .0
            .get(place)
            .copied()
            .unwrap_or_default()
            .map(u64::from);
        Tones {
            positive,
            negative,
            neutral,
            unknown,
        }
    }
}
