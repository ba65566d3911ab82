//! The obviously right archive: a list of rows, scanned for every ask. Slow on purpose; tests hold
//! every engine to it. Not for serving.

mod answers;
mod select;

use crate::engine::MOST_ROWS;
use crate::{
    Answer, Archive, ArchiveError, Ask, Caps, Change, Cursor, Page, PostRow, PostSource, Status,
    TextFilter,
};
use hearken_authz::OrgScope;
use hearken_model::{OrgId, PostId, Seq, TopicId, dataset::BoundDataset};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Rows in a list, per organization.
pub struct NaiveArchive {
    text: Arc<dyn TextFilter>,
    orgs: Mutex<BTreeMap<OrgId, Rows>>,
}

#[derive(Default)]
struct Rows {
    posts: BTreeMap<PostId, PostRow>,
    applied: i64,
}

impl NaiveArchive {
    /// An empty archive that looks into texts by `text`.
    pub fn new(text: Arc<dyn TextFilter>) -> Self {
        Self {
            text,
            orgs: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<OrgId, Rows>> {
        self.orgs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, scope: &OrgScope, f: impl FnOnce(&Rows) -> T) -> T {
        f(self.lock().entry(scope.org()).or_default())
    }
}

impl Rows {
    fn put(&mut self, row: &PostRow) {
        let mut row = row.clone();
        row.phrases.sort_unstable();
        row.phrases.dedup();
        row.topics.sort_unstable();
        row.topics.dedup();
        self.posts.insert(row.id, row);
    }

    fn edit_topic(&mut self, topic: TopicId, add: &[PostId], remove: &[PostId]) {
        for id in add {
            if let Some(post) = self.posts.get_mut(id)
                && !post.topics.contains(&topic)
            {
                post.topics.push(topic);
            }
        }
        for id in remove {
            if let Some(post) = self.posts.get_mut(id) {
                post.topics.retain(|t| *t != topic);
            }
        }
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Put(row) => self.put(row),
            Change::Patch(id, patch) => {
                if let (Some(post), Some(tone)) = (self.posts.get_mut(id), patch.sentiment) {
                    post.sentiment = tone;
                }
            }
            Change::Topics { topic, add, remove } => self.edit_topic(*topic, add, remove),
            Change::DropTopic(topic) => {
                for post in self.posts.values_mut() {
                    post.topics.retain(|t| t != topic);
                }
            }
            Change::Delete(id) => {
                self.posts.remove(id);
            }
            Change::EraseAuthor(author) => self.posts.retain(|_, p| p.author != Some(*author)),
        }
    }
}

impl Archive for NaiveArchive {
    fn apply(&self, scope: &OrgScope, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError> {
        let mut orgs = self.lock();
        let rows = orgs.entry(scope.org()).or_default();
        if upto.0 > rows.applied {
            for change in changes {
                rows.apply(change);
            }
            rows.applied = upto.0;
        }
        Ok(())
    }

    fn applied(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        Ok(Seq(self.read(scope, |rows| rows.applied)))
    }

    fn wait_visible(
        &self,
        scope: &OrgScope,
        upto: Seq,
        _within: Duration,
    ) -> Result<bool, ArchiveError> {
        Ok(self.applied(scope)? >= upto)
    }

    fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError> {
        let (posts, as_of) = self.read(scope, |rows| (rows.posts.clone(), Seq(rows.applied)));
        let frames = select::Frames::of(posts.values(), dataset, scope, self.text.as_ref())?;
        Ok(asks
            .iter()
            .map(|ask| Answer {
                data: answers::answer(&frames, dataset, ask),
                exact: true,
                error_bound: None,
                as_of,
            })
            .collect())
    }

    fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError> {
        let (posts, as_of) = self.read(scope, |rows| (rows.posts.clone(), Seq(rows.applied)));
        let frames = select::Frames::of(posts.values(), dataset, scope, self.text.as_ref())?;
        let mut found: Vec<Cursor> = frames
            .now
            .iter()
            .map(|post| select::place_in_time(post))
            .filter(|at| after.is_none_or(|after| *at < after))
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        let limit = limit.min(MOST_ROWS);
        let more = found.len() > limit;
        found.truncate(limit);
        Ok(Page {
            next: found.last().copied().filter(|_| more),
            posts: found.into_iter().map(|at| at.id).collect(),
            as_of,
        })
    }

    fn rebuild(&self, scope: &OrgScope, source: &mut dyn PostSource) -> Result<Seq, ArchiveError> {
        let mut rows = Rows {
            applied: source.as_of().0,
            ..Rows::default()
        };
        loop {
            let batch = source.next_rows().map_err(ArchiveError::Source)?;
            if batch.is_empty() {
                break;
            }
            for row in &batch {
                rows.put(row);
            }
        }
        let applied = Seq(rows.applied);
        self.lock().insert(scope.org(), rows);
        Ok(applied)
    }

    fn drop_organization(&self, scope: &OrgScope) -> Result<(), ArchiveError> {
        self.lock().remove(&scope.org());
        Ok(())
    }

    fn status(&self, scope: &OrgScope) -> Result<Status, ArchiveError> {
        Ok(self.read(scope, |rows| Status {
            applied: Seq(rows.applied),
            posts: rows.posts.len() as u64,
            oldest: rows.posts.values().map(|p| p.published_at).min(),
            newest: rows.posts.values().map(|p| p.published_at).max(),
            memory_bytes: 0,
            mapped_bytes: 0,
            complete: true,
        }))
    }

    fn caps(&self) -> Caps {
        Caps {
            engine: "naive",
            exact: true,
            immediate: true,
            most_rows: MOST_ROWS,
        }
    }
}
