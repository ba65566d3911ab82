//! The keywords filter: rows that are left by the columns are looked up by the [`TextFilter`], and
//! what was found is kept per segment, so that the next widget, page or refresh doesn't ask again.
//! A changed text is a new row in a new segment: nothing kept here ever becomes wrong.

use super::{bits::Bits, segment::Segment, select::TextTest, selected::Selected};
use crate::{ArchiveError, TextFilter};
use hashbrown::{HashMap, HashSet};
use hearken_authz::OrgScope;
use hearken_model::PostId;
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

#[derive(Default)]
struct Query {
    entries: Vec<SmolStr>,
    /// By name of the segment.
    segments: HashMap<u64, Found>,
}

#[derive(Clone)]
struct Found {
    checked: Bits,
    matching: Bits,
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
        let rows = self.passing(scope, selected.segment, selected.to_rows(), tests)?;
        Ok(selected.only(rows))
    }

    /// Those of the rows whose texts pass all tests.
    pub(super) fn passing(
        &self,
        scope: &OrgScope,
        segment: &Segment,
        mut rows: Vec<u16>,
        tests: &[TextTest],
    ) -> Result<Vec<u16>, ArchiveError> {
        for test in tests {
            let matching = self.matching(scope, segment, &rows, &test.entries)?;
            rows.retain(|row| matching.has(usize::from(*row)) == test.keep);
        }
        Ok(rows)
    }

    fn matching(
        &self,
        scope: &OrgScope,
        segment: &Segment,
        rows: &[u16],
        entries: &[SmolStr],
    ) -> Result<Bits, ArchiveError> {
        let mut found = self.known(segment, entries);
        let unknown: Vec<u16> = rows
            .iter()
            .copied()
            .filter(|row| !found.checked.has(usize::from(*row)))
            .collect();
        for chunk in unknown.chunks(CHUNK) {
            let id = |row: &u16| segment.cursor(usize::from(*row)).id;
            let ids: Vec<PostId> = chunk.iter().map(id).collect();
            let matching = self.filter.matching(scope, &ids, entries);
            let matching: HashSet<PostId> =
                matching.map_err(ArchiveError::Text)?.into_iter().collect();
            for row in chunk {
                found.checked.set(usize::from(*row));
                if matching.contains(&id(row)) {
                    found.matching.set(usize::from(*row));
                }
            }
        }
        let matching = found.matching.clone();
        if !unknown.is_empty() {
            self.remember(segment, entries, found);
        }
        Ok(matching)
    }

    fn known(&self, segment: &Segment, entries: &[SmolStr]) -> Found {
        let known = self.lock();
        let query = known.iter().find(|query| query.entries == entries);
        let found = query.and_then(|query| query.segments.get(&segment.name));
        found.cloned().unwrap_or_else(|| Found {
            checked: Bits::none(segment.rows()),
            matching: Bits::none(segment.rows()),
        })
    }

    /// Adds what was found; another thread may have found something too.
    fn remember(&self, segment: &Segment, entries: &[SmolStr], found: Found) {
        let mut known = self.lock();
        let at = known.iter().position(|query| query.entries == entries);
        let mut query = at.map_or_else(
            || Query {
                entries: entries.to_vec(),
                ..Query::default()
            },
            |at| known.remove(at),
        );
        let other = query
            .segments
            .entry(segment.name)
            .or_insert_with(|| found.clone());
        other.checked.or(&found.checked);
        other.matching.or(&found.matching);
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
