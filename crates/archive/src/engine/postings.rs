//! The rows of single authors and phrases in a segment, kept from the first time that somebody looks
//! for them: what is common in one dataset is so in most, and a list of rows is much less to go
//! through than all that was said. Columns never change, so neither do the lists; whether a row is
//! selected, or there at all, is for who reads them.

use super::{codes::Codes, segment::Segment, selected::Selected, totals::Ranked};
use hashbrown::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The rows of a code, rising.
pub(super) type Rows = Arc<[u16]>;

/// Most rows that the lists of one dimension have together; twice that many bytes.
const ROWS: usize = 1 << 18;

/// Lists by dimension.
#[derive(Debug, Default)]
pub(super) struct Postings {
    authors: Mutex<Lists>,
    phrases: Mutex<Lists>,
}

#[derive(Debug, Default)]
struct Lists {
    by_code: HashMap<u32, Rows>,
    rows: usize,
}

impl Postings {
    /// The rows of each of some codes, as the columns have them. None for other dimensions, and
    /// where not all of them are known and `may_read`, which costs a look at every value, is false.
    pub(super) fn of(
        &self,
        segment: &Segment,
        codes: &Codes,
        wanted: &[u32],
        may_read: bool,
    ) -> Option<Vec<Rows>> {
        let lists = match codes {
            Codes::Author => &self.authors,
            Codes::Phrase(_) => &self.phrases,
            _ => return None,
        };
        let mut lists = lists.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |lists: &Lists| -> Option<Vec<Rows>> {
            let of_code = |code| lists.by_code.get(code).map(Arc::clone);
            wanted.iter().map(of_code).collect()
        };
        if let Some(known) = known(&lists) {
            return Some(known);
        }
        if !may_read {
            return None;
        }
        lists.read(segment, codes, wanted);
        known(&lists)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let of = |lists: &Mutex<Lists>| {
            let lists = lists.lock().unwrap_or_else(PoisonError::into_inner);
            lists.rows * size_of::<u16>() + lists.by_code.capacity() * size_of::<(u32, Rows)>()
        };
        of(&self.authors) + of(&self.phrases)
    }
}

impl Lists {
    /// Adds the lists of codes that have none; those from before go if there are too many.
    fn read(&mut self, segment: &Segment, codes: &Codes, wanted: &[u32]) {
        let is_new = |code: &&u32| !self.by_code.contains_key(*code);
        let mut new: Vec<u32> = wanted.iter().filter(is_new).copied().collect();
        let mut found = rows_of(segment, codes, &mut new);
        if self.rows + found.iter().map(Vec::len).sum::<usize>() > ROWS {
            *self = Self::default();
            new = wanted.to_vec();
            found = rows_of(segment, codes, &mut new);
        }
        for (code, rows) in new.into_iter().zip(found) {
            self.rows += rows.len();
            self.by_code.insert(code, rows.into());
        }
    }
}

/// The rows of each of some codes, which are brought in order for it.
fn rows_of(segment: &Segment, codes: &Codes, wanted: &mut Vec<u32>) -> Vec<Vec<u16>> {
    wanted.sort_unstable();
    wanted.dedup();
    let domain = wanted.last().map_or(0, |code| *code as usize + 1);
    let mut places = vec![0_u32; domain];
    for (code, place) in wanted.iter().zip(1..) {
        if let Some(cell) = places.get_mut(*code as usize) {
            *cell = place;
        }
    }
    let mut found = vec![Vec::new(); wanted.len()];
    codes.visit_all(segment, |row, code| {
        let place = places.get(code as usize).copied().unwrap_or_default();
        if let Some(place) = place.checked_sub(1)
            && let Some(rows) = found.get_mut(place as usize)
        {
            rows.push(row as u16);
        }
    });
    found
}

/// What was ranked, as lists of rows.
pub(super) struct Listed<'c> {
    codes: &'c Codes,
    /// Those that stand in columns, with their places among the ranked from 1 on.
    wanted: Vec<u32>,
    places: Vec<usize>,
}

impl<'c> Listed<'c> {
    /// Rows are looked for from one in so many selected on; of fewer each is looked at.
    const SOME: usize = 4;

    pub(super) fn of(codes: &'c Codes, ranked: &[Ranked]) -> Self {
        let all = (1_usize..).zip(ranked).map(|(place, r)| (place, r.code));
        let (places, wanted) = all.filter(|(_, code)| codes.is_in_columns(*code)).unzip();
        Self {
            codes,
            wanted,
            places,
        }
    }

    /// The places with the rows of a segment, selected or not; none where it is better to look at
    /// each selected row.
    pub(super) fn rows(&self, selected: &Selected<'_>) -> Option<Vec<(usize, Rows)>> {
        let segment = selected.segment;
        let many = selected.len() * Self::SOME >= segment.rows();
        let lists = segment
            .postings
            .of(segment, self.codes, &self.wanted, many)?;
        let listed: usize = lists.iter().map(|list| list.len()).sum();
        if !many && listed > self.codes.about(selected) {
            return None;
        }
        Some(self.places.iter().copied().zip(lists).collect())
    }
}
