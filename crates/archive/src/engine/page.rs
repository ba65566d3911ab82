//! Pages: from the newest row back, looking at no more segments and texts than the page needs.

use super::{MOST_ROWS, segment::Segment, select::Plan, snapshot::Snapshot, text::Texts};
use crate::{ArchiveError, Cursor, Page};
use hearken_authz::OrgScope;
use hearken_model::{Span, Timestamp, dataset::BoundDataset};
use std::collections::BinaryHeap;

/// Fewest rows whose texts are looked up at a time.
const CHUNK: usize = 256;

/// A segment with its rows that are still to come. Ordered by the newest of them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rest {
    newest: Cursor,
    segment: usize,
    /// Rising; none until the segment is looked into.
    rows: Option<Vec<u16>>,
}

/// Goes back through the selected rows of all segments.
struct Backwards<'s> {
    snapshot: &'s Snapshot,
    plan: &'s Plan,
    span: Span,
    after: Option<Cursor>,
    heap: BinaryHeap<Rest>,
}

impl<'s> Backwards<'s> {
    fn new(snapshot: &'s Snapshot, plan: &'s Plan, span: Span, after: Option<Cursor>) -> Self {
        let mut heap = BinaryHeap::new();
        for (number, segment) in snapshot.segments.iter().enumerate() {
            let (from, to) = segment.range(span);
            if let Some(last) = to.checked_sub(1).filter(|last| *last >= from) {
                heap.push(Rest {
                    newest: segment.cursor(last),
                    segment: number,
                    rows: None,
                });
            }
        }
        Self {
            snapshot,
            plan,
            span,
            after,
            heap,
        }
    }

    fn look_into(&self, segment: &Segment) -> Vec<u16> {
        let mut rows = self.plan.select(segment, self.span).to_rows();
        if let Some(after) = self.after {
            let older = rows.partition_point(|row| segment.cursor(usize::from(*row)) < after);
            rows.truncate(older);
        }
        rows
    }

    /// The next row: its segment's number, itself, its place in time.
    fn next(&mut self) -> Option<(usize, u16, Cursor)> {
        loop {
            let mut rest = self.heap.pop()?;
            let segment = self.snapshot.segments.get(rest.segment)?;
            let mut found = None;
            let rows = match rest.rows.take() {
                None => self.look_into(segment),
                Some(mut rows) => {
                    found = rows.pop().map(|row| (rest.segment, row, rest.newest));
                    rows
                }
            };
            if let Some(row) = rows.last() {
                rest.newest = segment.cursor(usize::from(*row));
                rest.rows = Some(rows);
                self.heap.push(rest);
            }
            if found.is_some() {
                return found;
            }
        }
    }
}

pub(super) fn page(
    snapshot: &Snapshot,
    dataset: &BoundDataset,
    texts: &Texts,
    scope: &OrgScope,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page, ArchiveError> {
    let limit = limit.min(MOST_ROWS);
    let plan = snapshot.with_dictionaries(|codes| Plan::of(dataset, codes));
    let mut span = dataset.span;
    if let Some(after) = after {
        // Posts of the cursor's own instant may follow.
        span.to = span
            .to
            .min(Timestamp(after.published_at.0.saturating_add(1)));
    }
    let mut backwards = Backwards::new(snapshot, &plan, span, after);
    // One more than the page tells whether there is a next one.
    let mut found: Vec<Cursor> = Vec::new();
    while found.len() <= limit {
        let wanted = limit + 1 - found.len();
        let size = if plan.texts.is_empty() {
            wanted
        } else {
            wanted.max(CHUNK)
        };
        let rows: Vec<_> = std::iter::from_fn(|| backwards.next()).take(size).collect();
        if rows.is_empty() {
            break;
        }
        found.extend(passing(snapshot, &plan, texts, scope, rows)?);
    }
    let more = found.len() > limit;
    found.truncate(limit);
    Ok(Page {
        next: found.last().copied().filter(|_| more),
        posts: found.into_iter().map(|at| at.id).collect(),
        as_of: snapshot.applied,
    })
}

/// Those of the rows whose texts pass, in their order.
fn passing(
    snapshot: &Snapshot,
    plan: &Plan,
    texts: &Texts,
    scope: &OrgScope,
    rows: Vec<(usize, u16, Cursor)>,
) -> Result<Vec<Cursor>, ArchiveError> {
    if plan.texts.is_empty() {
        return Ok(rows.into_iter().map(|row| row.2).collect());
    }
    let mut by_segment = rows.clone();
    by_segment.sort_unstable();
    let mut found = Vec::new();
    for part in by_segment.chunk_by(|a, b| a.0 == b.0) {
        let number = part.first().map_or(0, |row| row.0);
        let Some(segment) = snapshot.segments.get(number) else {
            continue;
        };
        let rows: Vec<u16> = part.iter().map(|row| row.1).collect();
        let passed = texts.passing(scope, segment, &rows, &plan.texts)?;
        found.extend(
            passed
                .into_iter()
                .map(|row| segment.cursor(usize::from(row))),
        );
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}
