//! Rows of some topics, packed: what is asked of a topic again and again is not collected from
//! everywhere each time.
//!
//! A projection is a group of segments cut down to the rows of the dataset's topics, as segments of
//! its own in memory, so that everything that is known of segments holds for it. It stands as long
//! as each segment of the group is in the state that it was made from. The first ask for a group
//! and its topics is answered without, the second makes the projection.

use super::{build::merge_topics, segment::Segment, snapshot::Snapshot};
use hearken_model::{
    TopicId,
    dataset::{BoundDataset, FilterKey},
};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, Weak,
    atomic::{AtomicU64, Ordering},
};

/// Segments of a group.
const GROUP: usize = 16;
/// Rows are packed where they are at most one of so many.
const SHARE: usize = 4;
/// All projections together have at most one row for so many of the organization.
const ROOM: usize = 3;
/// Most groups that are known.
const KNOWN: usize = 128;

/// The projections of an organization.
#[derive(Default)]
pub(super) struct Projections {
    /// The most recently used last.
    known: Mutex<Vec<Known>>,
}

struct Known {
    topics: Vec<TopicId>,
    from: Vec<Weak<Segment>>,
    made: Made,
}

#[derive(Clone)]
enum Made {
    /// It was asked for once.
    NotYet,
    /// It would be too large.
    Never,
    Yes(Vec<Arc<Segment>>),
}

impl Known {
    fn is_of(&self, topics: &[TopicId], group: &[Arc<Segment>]) -> bool {
        let same = |(known, segment): (&Weak<Segment>, &Arc<Segment>)| {
            std::ptr::eq(known.as_ptr(), Arc::as_ptr(segment))
        };
        self.from.len() == group.len()
            && self.topics == topics
            && self.from.iter().zip(group).all(same)
    }

    fn rows(&self) -> usize {
        match &self.made {
            Made::Yes(segments) => segments.iter().map(|segment| segment.rows()).sum(),
            Made::NotYet | Made::Never => 0,
        }
    }
}

impl Projections {
    /// The state as the dataset needs it: with projections in the place of groups of segments, as
    /// far as there are any. None where they are of no use.
    pub(super) fn view(
        &self,
        snapshot: &Snapshot,
        dataset: &BoundDataset,
        names: &AtomicU64,
    ) -> Option<Snapshot> {
        let mut filters = dataset.filters.iter();
        let looks_elsewhere = |key| matches!(key, FilterKey::Keywords | FilterKey::Topic);
        if dataset.topics.is_empty() || filters.any(|(key, _)| looks_elsewhere(key)) {
            return None;
        }
        let mut topics = dataset.topics.clone();
        topics.sort_unstable();
        topics.dedup();
        let segments = snapshot.segments.iter().cloned();
        let (kept, mut view): (Vec<_>, Vec<_>) =
            segments.partition(|segment| segment.columns_kept.is_some());
        let mut is_useful = false;
        for group in kept.chunks(GROUP) {
            let in_span = |span| group.iter().any(|s| s.range(span).0 < s.range(span).1);
            let asked = in_span(dataset.span) || dataset.past.iter().any(|span| in_span(*span));
            let made = if asked {
                self.of_group(snapshot, &topics, group, names)
            } else {
                Made::Never
            };
            match made {
                Made::Yes(segments) => {
                    is_useful = true;
                    view.extend(segments);
                }
                Made::NotYet | Made::Never => view.extend_from_slice(group),
            }
        }
        is_useful.then(|| Snapshot {
            segments: view,
            ..snapshot.clone()
        })
    }

    fn of_group(
        &self,
        snapshot: &Snapshot,
        topics: &[TopicId],
        group: &[Arc<Segment>],
        names: &AtomicU64,
    ) -> Made {
        let of_group = |known: &Known| known.is_of(topics, group);
        let mut known = self.lock();
        let made = match known.iter().rposition(of_group) {
            Some(at) => {
                let found = known.remove(at);
                let made = found.made.clone();
                known.push(found);
                if !matches!(made, Made::NotYet) {
                    return made;
                }
                drop(known);
                let name = || names.fetch_add(1, Ordering::Relaxed);
                let made = snapshot
                    .with_dictionaries(|codes| merge_topics(group, topics, &codes.phrases, name));
                Made::Yes(made.into_iter().map(Arc::new).collect())
            }
            None => {
                drop(known);
                if is_small(topics, group) {
                    Made::NotYet
                } else {
                    Made::Never
                }
            }
        };
        let mut known = self.lock();
        known.retain(|known| !of_group(known));
        known.push(Known {
            topics: topics.to_vec(),
            from: group.iter().map(Arc::downgrade).collect(),
            made: made.clone(),
        });
        let room = snapshot.segments.iter().map(|s| s.rows()).sum::<usize>() / ROOM;
        let mut rows: usize = known.iter().map(Known::rows).sum();
        while rows > room || known.len() > KNOWN {
            rows -= known.remove(0).rows();
        }
        made
    }

    /// Forgets what was made from states that nobody has any more.
    pub(super) fn settle(&self) {
        let is_there = |segment: &Weak<Segment>| segment.strong_count() > 0;
        self.lock().retain(|known| known.from.iter().all(is_there));
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    pub(super) fn bytes(&self) -> usize {
        let of = |known: &Known| match &known.made {
            Made::Yes(segments) => segments.iter().map(|segment| segment.heap_bytes()).sum(),
            Made::NotYet | Made::Never => 0,
        };
        self.lock().iter().map(of).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_small(topics: &[TopicId], group: &[Arc<Segment>]) -> bool {
    let listed = |segment: &Arc<Segment>| -> usize {
        let lists = segment.topics.those_of(topics);
        lists.map(|(_, list)| list.len()).sum()
    };
    let rows: usize = group.iter().map(|segment| segment.rows()).sum();
    group.iter().map(listed).sum::<usize>() * SHARE <= rows
}
