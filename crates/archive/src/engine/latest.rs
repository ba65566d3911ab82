//! The newest post of each of some values.

use super::{
    codes::Codes,
    postings::Listed,
    selected::Selected,
    totals::{Ranked, Slots},
};
use crate::Cursor;
use std::cmp::Reverse;

/// The newest post of each place from 1 on of what was ranked, by going back from the newest row until every
/// place has one.
pub(super) fn latest(
    rows: &[Selected<'_>],
    codes: &Codes,
    slots: &Slots,
    ranked: &[Ranked],
) -> Vec<Option<Cursor>> {
    let mut best = Newest {
        best: vec![None; ranked.len() + 1],
        missing: ranked.len(),
    };
    for selected in rows {
        let cursors = selected.segment.cursors();
        codes.visit_aside(selected, |row, code| {
            best.see(slots.of_code(code), || cursors.of(row));
        });
    }
    let newest = |s: &Selected<'_>| s.last().map(|row| s.segment.cursor(row));
    let mut by_newest: Vec<&Selected<'_>> = rows.iter().filter(|s| !s.is_empty()).collect();
    by_newest.sort_unstable_by_key(|s| Reverse(newest(s)));
    let wanted = Listed::of(codes, ranked);
    for selected in by_newest {
        if best.missing == 0 && newest(selected).is_none_or(|at| best.are_newer_than(at)) {
            break;
        }
        if let Some(lists) = wanted.rows(selected) {
            for (place, rows) in lists {
                if let Some(row) = selected.last_of(&rows) {
                    best.see(place, || selected.segment.cursor(row));
                }
            }
            continue;
        }
        let list = selected.listed();
        let cursors = selected.segment.cursors();
        for n in (0..selected.len()).rev() {
            let row = match list {
                Some(rows) => rows.get(n).copied().unwrap_or_default().into(),
                None => selected.from + n,
            };
            if best.missing == 0 && best.are_newer_than(cursors.of(row)) {
                break;
            }
            codes.of_row(selected.segment, row, |code| {
                best.see(slots.of_code(code), || cursors.of(row));
            });
        }
    }
    best.best
}

struct Newest {
    /// By place; that of 0 is none.
    best: Vec<Option<Cursor>>,
    /// Places from 1 on that have none yet.
    missing: usize,
}

impl Newest {
    fn see(&mut self, place: usize, at: impl FnOnce() -> Cursor) {
        if place != 0
            && let Some(cell) = self.best.get_mut(place)
        {
            self.missing -= usize::from(cell.is_none());
            *cell = (*cell).max(Some(at()));
        }
    }

    fn are_newer_than(&self, at: Cursor) -> bool {
        self.best.iter().skip(1).all(|cell| *cell > Some(at))
    }
}
