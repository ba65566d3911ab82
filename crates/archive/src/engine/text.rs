//! The keywords filter: what the words of a segment tell is taken from them; rows of which they tell
//! too little, and which are left by the columns, are looked up by the [`TextFilter`]. What was found
//! is kept per segment, so that the next widget, page or refresh doesn't ask again.
//! A changed text is a new row in a new segment: nothing kept here ever becomes wrong.

use super::{bits::Bits, rows::Rows, segment::Segment, select::TextTest, selected::Selected};
use crate::{ArchiveError, TextFilter};
use hashbrown::{HashMap, HashSet};
use hearken_authz::OrgScope;
use hearken_model::{PostId, annotation::Clue};
use smol_str::SmolStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most posts in one call of the filter.
const CHUNK: usize = 2_000;
/// Most sets of entries whose findings are kept.
const QUERIES: usize = 16;

/// Looks into texts on behalf of one organization.
pub(super) struct Texts {
    filter: Arc<dyn TextFilter>,
    /// The most recently used last.
    known: Mutex<Vec<Query>>,
}

/// None where nothing is known.
type Clues = Option<Arc<[Clue]>>;

#[derive(Default)]
struct Query {
    entries: Vec<SmolStr>,
    clues: Clues,
    /// By name of the segment.
    segments: HashMap<u64, Arc<Found>>,
}

#[derive(Clone)]
struct Found {
    checked: Bits,
    matching: Bits,
}

impl Found {
    fn none(rows: usize) -> Self {
        Self {
            checked: Bits::none(rows),
            matching: Bits::none(rows),
        }
    }
}

impl Texts {
    pub(super) fn new(filter: Arc<dyn TextFilter>) -> Self {
        Self {
            filter,
            known: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Query>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all segments but these.
    pub(super) fn keep(&self, segments: &[Arc<Segment>]) {
        let names: HashSet<u64> = segments.iter().map(|segment| segment.name).collect();
        for query in self.lock().iter_mut() {
            query.segments.retain(|name, _| names.contains(name));
        }
    }

    /// The selected rows whose texts pass all tests.
    pub(super) fn narrow<'s>(
        &self,
        scope: &OrgScope,
        selected: Selected<'s>,
        tests: &[TextTest],
    ) -> Result<Selected<'s>, ArchiveError> {
        if tests.is_empty() || selected.is_empty() {
            return Ok(selected);
        }
        let segment = selected.segment;
        let bits = self.narrow_bits(scope, segment, selected.to_bits(), tests)?;
        let rows = Rows::of_bits(segment.rows(), bits);
        Ok(selected.only(Arc::new(rows)))
    }

    /// Those of the rows whose texts pass all tests.
    pub(super) fn passing(
        &self,
        scope: &OrgScope,
        segment: &Segment,
        rows: &[u16],
        tests: &[TextTest],
    ) -> Result<Vec<u16>, ArchiveError> {
        let mut bits = Bits::none(segment.rows());
        bits.add_rows(rows);
        Ok(self.narrow_bits(scope, segment, bits, tests)?.rows())
    }

    fn narrow_bits(
        &self,
        scope: &OrgScope,
        segment: &Segment,
        mut rows: Bits,
        tests: &[TextTest],
    ) -> Result<Bits, ArchiveError> {
        for test in tests {
            let found = self.look(scope, segment, &rows, &test.entries)?;
            if test.keep {
                rows.and(&found.matching);
            } else {
                rows.and_not(&found.matching);
            }
        }
        Ok(rows)
    }

    /// What is found in the texts of rows, and perhaps of others.
    fn look(
        &self,
        scope: &OrgScope,
        segment: &Segment,
        rows: &Bits,
        entries: &[SmolStr],
    ) -> Result<Arc<Found>, ArchiveError> {
        let (clues, known) = self.known(segment, entries);
        let is_known = known.is_some();
        let mut found = known.unwrap_or_else(|| Arc::new(told(segment, clues.as_deref())));
        let mut unknown = rows.clone();
        unknown.and_not(&found.checked);
        let unknown = unknown.rows();
        if unknown.is_empty() && is_known {
            return Ok(found);
        }
        for chunk in unknown.chunks(CHUNK) {
            let id = |row: &u16| segment.cursor(usize::from(*row)).id;
            let ids: Vec<PostId> = chunk.iter().map(id).collect();
            let matching = self.filter.matching(scope, &ids, entries);
            let matching: HashSet<PostId> =
                matching.map_err(ArchiveError::Text)?.into_iter().collect();
            let found = Arc::make_mut(&mut found);
            for row in chunk {
                found.checked.set(usize::from(*row));
                if matching.contains(&id(row)) {
                    found.matching.set(usize::from(*row));
                }
            }
        }
        self.remember(segment, entries, clues, &found);
        Ok(found)
    }

    /// What the entries ask of words, and what is known of a segment.
    fn known(&self, segment: &Segment, entries: &[SmolStr]) -> (Clues, Option<Arc<Found>>) {
        if let Some(query) = self.lock().iter().find(|query| query.entries == entries) {
            let found = query.segments.get(&segment.name).cloned();
            return (query.clues.clone(), found);
        }
        (self.filter.clues(entries).map(Arc::from), None)
    }

    /// Adds what was found; another thread may have found something too.
    fn remember(&self, segment: &Segment, entries: &[SmolStr], clues: Clues, found: &Arc<Found>) {
        let mut known = self.lock();
        let at = known.iter().position(|query| query.entries == entries);
        let mut query = at.map_or_else(
            || Query {
                entries: entries.to_vec(),
                clues,
                ..Query::default()
            },
            |at| known.remove(at),
        );
        let other = query
            .segments
            .entry(segment.name)
            .or_insert_with(|| Arc::clone(found));
        if !Arc::ptr_eq(other, found) {
            let other = Arc::make_mut(other);
            other.checked.or(&found.checked);
            other.matching.or(&found.matching);
        }
        known.push(query);
        if known.len() > QUERIES {
            known.remove(0);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let of = |query: &Query| {
            let found = query.segments.values();
            found
                .map(|f| f.checked.bytes() + f.matching.bytes())
                .sum::<usize>()
        };
        self.lock().iter().map(of).sum()
    }
}

/// What the words of a segment tell.
fn told(segment: &Segment, clues: Option<&[Clue]>) -> Found {
    let rows = segment.rows();
    let mut found = Found::none(rows);
    let Some(clues) = clues else {
        return found;
    };
    let mut open = Bits::none(rows);
    for clue in clues {
        let met = segment.columns.words.rows_with(&clue.words, rows);
        if clue.is_proof {
            found.matching.or(&met);
        } else {
            open.or(&met);
        }
    }
    open.and_not(&found.matching);
    found.checked = Bits::range(rows, 0, rows);
    found.checked.and_not(&open);
    found
}
