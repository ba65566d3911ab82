//! Posts by code and tone.
#![expect(
    clippy::inline_always,
    reason = "kernels: a call for every row would cost more than the row"
)]

use super::{
    by_row,
    codes::Codes,
    postings::Listed,
    selected::{Part, Selected},
    totals::{Ranked, Slots},
};
use crate::Tones;

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

/// A table that is being counted.
enum Counters {
    /// Even and odd rows have counters of their own: adding to the one that was just added to would
    /// wait for it.
    Halves(Vec<[u32; 4]>),
    /// Many rows of one code come one after the other.
    Runs(Vec<[u32; 4]>),
    /// Nothing was counted, of a table of so many codes.
    Nothing(usize),
}

impl Counters {
    fn new(domain: usize) -> Self {
        Self::Nothing(domain)
    }

    fn count(&mut self, selected: &Selected<'_>, codes: &Codes) {
        if selected.is_empty() {
            return;
        }
        if let Self::Nothing(domain) = *self {
            *self = if codes.comes_in_runs() {
                Self::Runs(vec![[0; 4]; domain])
            } else {
                Self::Halves(vec![[0; 4]; domain * 2])
            };
        }
        let tones: &[u8] = &selected.segment.tones;
        match self {
            Self::Halves(halves) => codes.visit(selected, |row, code| {
                add(halves, code as usize * 2 + row % 2, tones, row);
            }),
            Self::Runs(table) => {
                let add_one = |row, code: u32| add(table, code as usize, tones, row);
                if by_row::visit(selected, codes, add_one) {
                    return;
                }
                let mut run = Run::default();
                codes.visit(selected, |row, code| {
                    if code != run.code || run.rows == Run::MOST {
                        run.add_to(table);
                        run.code = code;
                    }
                    run.push(tones.get(row).copied().unwrap_or_default());
                });
                run.add_to(table);
            }
            Self::Nothing(_) => {}
        }
    }

    fn sum(self) -> Table {
        let halves = match self {
            Self::Halves(halves) => halves,
            Self::Runs(table) => return Table(table),
            Self::Nothing(_) => return Table(Vec::new()),
        };
        let both = halves.chunks(2).map(|halves| {
            let mut sum = [0; 4];
            for counts in halves {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            sum
        });
        Table(both.collect())
    }
}

/// Posts by place and tone.
#[derive(Debug)]
pub(super) struct Table(Vec<[u32; 4]>);

impl Table {
    /// By code.
    pub(super) fn by_code(rows: &[Selected<'_>], codes: &Codes, domain: usize) -> Self {
        let mut sum = Self(vec![[0; 4]; domain]);
        let (mut added, mut taken) = (Counters::new(domain), Counters::new(domain));
        for selected in rows {
            let most = selected.most();
            let whole = match &most {
                Some((whole, _)) => Some(whole),
                None => (selected.is_whole() && selected.part == Part::All).then_some(selected),
            };
            let Some(whole) = whole else {
                added.count(selected, codes);
                continue;
            };
            let count = || {
                let mut counters = Counters::new(domain);
                counters.count(whole, codes);
                counters.sum()
            };
            let known = whole.segment.partials.table(codes, count);
            sum.merge(&known, u32::wrapping_add);
            for lacking in most.iter().flat_map(|most| &most.1) {
                taken.count(lacking, codes);
            }
        }
        sum.merge(&added.sum(), u32::wrapping_add);
        sum.merge(&taken.sum(), u32::wrapping_sub);
        sum
    }

    /// Posts of each place.
    pub(super) fn posts(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|cell| cell.iter().sum())
    }

    fn merge(&mut self, other: &Self, with: impl Fn(u32, u32) -> u32) {
        for (sum, cell) in self.0.iter_mut().zip(&other.0) {
            for (sum, count) in sum.iter_mut().zip(cell) {
                *sum = with(*sum, *count);
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.0.capacity() * size_of::<[u32; 4]>()
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
