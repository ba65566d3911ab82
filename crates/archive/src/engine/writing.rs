//! The next state of an organization in the making: changes applied to a copy of the snapshot,
//! which shares everything that stays.

use super::{
    bits::Bits,
    build::{Pending, merge},
    files::Folder,
    segment::{ROWS_MAX, Segment},
    snapshot::Snapshot,
};
use crate::{ArchiveError, Change, PostRow};
use hashbrown::HashSet;
use hearken_model::{AuthorId, PostId, Seq, TopicId};
use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering},
};

/// Rows that are coded under one lock of the dictionaries.
const LOCKED_ROWS: usize = 1_024;
/// So many segments of one size become one of the next.
const FAN: usize = 8;
/// A segment of more rows is left alone.
const FULL: usize = ROWS_MAX / 2;
/// A segment of which more than one row in so many is dead is written anew.
const DEAD: usize = 8;

/// A state in the making.
pub(super) struct Writing<'n> {
    state: Snapshot,
    /// Puts that are in no segment yet; none are left when another kind of change is applied.
    pending: Pending,
    names: &'n AtomicU64,
    /// Segments with rows, dead or alive, of which nothing may be left; none if nothing is erased.
    erased: Option<HashSet<u64>>,
}

impl<'n> Writing<'n> {
    pub(super) fn new(state: Snapshot, names: &'n AtomicU64) -> Self {
        Self {
            state,
            pending: Pending::default(),
            names,
            erased: None,
        }
    }

    /// Whether anything has to disappear from files, too.
    pub(super) fn has_erased(&self) -> bool {
        self.erased.is_some()
    }

    /// Applies changes up to a position; nothing if it has been passed.
    pub(super) fn apply(&mut self, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        if upto <= self.state.applied {
            return Ok(());
        }
        let is_put = |change: &Change| matches!(change, Change::Put(_));
        for run in changes.chunk_by(|a, b| is_put(a) && is_put(b)) {
            match run {
                [] => {}
                [Change::Put(_), ..] => {
                    let puts = run.iter().filter_map(|change| match change {
                        Change::Put(row) => Some(row.as_ref()),
                        _ => None,
                    });
                    self.put(&puts.collect::<Vec<_>>())?;
                }
                others => others.iter().for_each(|change| self.edit(change)),
            }
            self.flush();
        }
        self.state.applied = upto;
        Ok(())
    }

    /// Puts rows; they are in a segment after the next flush.
    pub(super) fn put(&mut self, rows: &[&PostRow]) -> Result<(), ArchiveError> {
        for rows in rows.chunks(LOCKED_ROWS) {
            if self.pending.len() + rows.len() > ROWS_MAX {
                self.flush();
            }
            self.state.push(rows.iter().copied(), &mut self.pending)?;
        }
        Ok(())
    }

    /// Makes a segment of what is pending. Tells whether there was anything.
    pub(super) fn flush(&mut self) -> bool {
        let pending = std::mem::take(&mut self.pending);
        if pending.len() == 0 {
            return false;
        }
        let segments = self.state.segments.iter();
        let highest = segments.map(|segment| segment.highest_id()).max();
        // Most rows are new, and no segment has to be looked through for them.
        let known = pending.ids().filter(|id| highest.is_some_and(|h| *id <= h));
        for id in known {
            self.delete(PostId(id));
        }
        let segment = pending.build(self.name());
        self.state.segments.push(Arc::new(segment));
        self.compact();
        true
    }

    pub(super) fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Everything up to a position has been put.
    pub(super) fn read(&mut self, upto: Seq) {
        self.flush();
        self.state.applied = upto;
        self.state.complete = true;
    }

    /// The state so far; what is pending is not in it.
    pub(super) fn state(&self) -> &Snapshot {
        &self.state
    }

    /// The finished state.
    pub(super) fn finish(mut self) -> Result<Snapshot, ArchiveError> {
        self.flush();
        self.sweep();
        if self.erased.is_some() {
            self.forget_keys()?;
        }
        Ok(self.state)
    }

    /// Makes one segment of the small ones that are in no file.
    pub(super) fn join_tail(&mut self) {
        let is_tail = |s: &Arc<Segment>| s.columns_kept.is_none() && s.live_count() <= FULL;
        let segments = std::mem::take(&mut self.state.segments);
        let (tail, others): (Vec<_>, Vec<_>) = segments.into_iter().partition(is_tail);
        self.state.segments = others;
        let joined = match tail.as_slice() {
            [] | [_] => tail,
            several => self.merge(several),
        };
        self.state.segments.extend(joined);
    }

    /// Writes the segments that are left alone into files and maps them, so that what is read from
    /// a store of any size needs little memory.
    pub(super) fn keep_full(&mut self, folder: &Folder) -> Result<(), ArchiveError> {
        let known = Arc::clone(&self.state.dictionaries);
        let known = known.read().unwrap_or_else(PoisonError::into_inner);
        let segments = self.state.segments.iter_mut();
        segments
            .filter(|s| s.columns_kept.is_none() && s.live_count() > FULL)
            .try_for_each(|segment| folder.keep(segment, &known.phrases))
    }

    fn merge(&self, from: &[Arc<Segment>]) -> Vec<Arc<Segment>> {
        let merged = self
            .state
            .with_dictionaries(|known| merge(from, &known.phrases, || self.name()));
        merged.into_iter().map(Arc::new).collect()
    }

    fn name(&self) -> u64 {
        self.names.fetch_add(1, Ordering::Relaxed)
    }

    fn edit(&mut self, change: &Change) {
        match change {
            Change::Put(_) => {}
            Change::Patch(id, patch) => {
                if let (Some((segment, row)), Some(tone)) = (self.find(*id), patch.sentiment) {
                    segment.set_tone(row, tone);
                }
            }
            Change::Topics { topic, add, remove } => self.edit_topic(*topic, add, remove),
            Change::DropTopic(topic) => {
                for segment in &mut self.state.segments {
                    if !segment.topics.list(*topic).is_empty() {
                        let rows = segment.rows();
                        Arc::make_mut(segment).topics_mut().drop_topic(*topic, rows);
                    }
                }
            }
            Change::Delete(id) => self.delete(*id),
            Change::EraseAuthor(author) => self.erase(*author),
        }
    }

    fn find(&mut self, id: PostId) -> Option<(&mut Segment, u16)> {
        let (segment, row) = self
            .state
            .segments
            .iter_mut()
            .rev()
            .find_map(|segment| segment.find(id).map(|row| (segment, row)))?;
        Some((Arc::make_mut(segment), row))
    }

    fn delete(&mut self, id: PostId) {
        if let Some((segment, row)) = self.find(id) {
            segment.delete(row);
        }
    }

    fn edit_topic(&mut self, topic: TopicId, add: &[PostId], remove: &[PostId]) {
        for segment in &mut self.state.segments {
            let rows = |ids: &[PostId]| -> Vec<u16> {
                ids.iter().filter_map(|id| segment.find(*id)).collect()
            };
            let (add, remove) = (rows(add), rows(remove));
            if !(add.is_empty() && remove.is_empty()) {
                let rows = segment.rows();
                let segment = Arc::make_mut(segment);
                segment.topics_mut().edit(topic, &add, &remove, rows);
            }
        }
    }

    fn erase(&mut self, author: AuthorId) {
        let Some(code) = self.state.with_dictionaries(|d| d.author_code(author)) else {
            return;
        };
        let erased = self.erased.get_or_insert_default();
        for segment in &mut self.state.segments {
            let column = segment.columns.author.iter().enumerate();
            let rows: Vec<u16> = column
                .filter(|(_, author)| **author == code)
                .map(|(row, _)| row as u16)
                .collect();
            if !rows.is_empty() {
                erased.insert(segment.name);
                let segment = Arc::make_mut(segment);
                for row in rows {
                    segment.delete(row);
                }
            }
        }
    }

    /// Merges small segments while there are many of about one size.
    fn compact(&mut self) {
        loop {
            let segments = self.state.segments.iter().enumerate();
            let small: Vec<(usize, u32)> = segments
                .filter(|(_, s)| s.live_count() <= FULL)
                .map(|(number, s)| (number, size_class(s.live_count())))
                .collect();
            let newest = small.last().map_or(0, |s| s.1);
            let run = small
                .iter()
                .rev()
                .take_while(|s| s.1 <= newest)
                .map(|s| s.0);
            let run: Vec<usize> = run.collect();
            if run.len() < FAN {
                return;
            }
            let from: Vec<Arc<Segment>> = run
                .into_iter()
                .map(|number| self.state.segments.remove(number))
                .collect();
            let merged = self.merge(&from);
            self.state.segments.extend(merged);
        }
    }

    /// Writes segments anew that have many dead rows, or some of which nothing may be left.
    fn sweep(&mut self) {
        let mut segments = std::mem::take(&mut self.state.segments);
        for segment in &mut segments {
            let dead = segment.rows() - segment.live_count();
            let erased = self.erased.as_ref();
            let has_erased = erased.is_some_and(|erased| erased.contains(&segment.name));
            if dead * DEAD > segment.rows() || has_erased {
                let rewritten = self.merge(std::slice::from_ref(segment));
                if let Some(new) = rewritten.into_iter().next() {
                    *segment = new;
                }
            }
        }
        segments.retain(|segment| segment.live_count() > 0);
        self.state.segments = segments;
    }

    /// Takes the keys that no row has any more out of the dictionaries. Readers of earlier states
    /// keep theirs.
    fn forget_keys(&mut self) -> Result<(), ArchiveError> {
        let segments = &self.state.segments;
        let only = self.state.with_dictionaries(|known| {
            let mut authors = Bits::none(known.authors());
            let mut phrases = Bits::none(known.phrases.len());
            for segment in segments {
                let columns = &segment.columns;
                columns
                    .author
                    .iter()
                    .for_each(|code| authors.set(*code as usize));
                columns
                    .phrases
                    .iter()
                    .for_each(|code| phrases.set(*code as usize));
                let late = segment.late(&known.phrases);
                late.codes
                    .iter()
                    .for_each(|code| phrases.set(*code as usize));
            }
            known.only(&authors, &phrases)
        })?;
        self.state.dictionaries = Arc::new(RwLock::new(only));
        Ok(())
    }
}

fn size_class(rows: usize) -> u32 {
    rows.checked_ilog2().unwrap_or_default() / FAN.ilog2()
}
