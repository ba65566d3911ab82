//! The face of every archive engine.

use crate::{Answer, Ask, BoxError, Change, Cursor, Page, PostSource};
use hearken_authz::OrgScope;
use hearken_model::{Seq, Timestamp, dataset::BoundDataset};
use std::time::Duration;

/// An engine that answers datasets. All calls block; none waits for another organization.
///
/// Readers see whole batches: a call of [`ask`](Self::ask) or [`page`](Self::page) reflects exactly
/// the changes up to its `as_of`.
pub trait Archive: Send + Sync {
    /// Applies the changes of the outbox up to `upto`, in order, all or none. A batch that is not
    /// beyond [`applied`](Self::applied) does nothing; one that overlaps it converges.
    fn apply(&self, scope: &OrgScope, upto: Seq, changes: &[Change]) -> Result<(), ArchiveError>;

    /// The outbox position that is applied; replay starts after it. 0 before anything was.
    fn applied(&self, scope: &OrgScope) -> Result<Seq, ArchiveError>;

    /// Makes what is applied survive the process, and answers the position that a start would find
    /// at least. An engine that keeps nothing answers what is applied; one that cannot keep it at
    /// the moment, because another process does, answers 0.
    fn persist(&self, scope: &OrgScope) -> Result<Seq, ArchiveError> {
        self.applied(scope)
    }

    /// Reads everything that is kept and finds it as it was written, or says what is not
    /// ([`ArchiveError::Damaged`]). Long; changes nothing.
    fn verify(&self, _scope: &OrgScope) -> Result<(), ArchiveError> {
        Ok(())
    }

    /// Waits until a position is applied, at most `within`; tells whether it is.
    fn wait_visible(
        &self,
        scope: &OrgScope,
        upto: Seq,
        within: Duration,
    ) -> Result<bool, ArchiveError>;

    /// Answers a whole dashboard in one call, in the order of the asks; the selection of posts is
    /// shared among them.
    fn ask(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        asks: &[Ask],
    ) -> Result<Vec<Answer>, ArchiveError>;

    /// Posts of the dataset, newest first, older than the cursor; at most [`Caps::most_rows`].
    fn page(
        &self,
        scope: &OrgScope,
        dataset: &BoundDataset,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page, ArchiveError>;

    /// Reads everything anew. What was there is served until the new state takes its place at once;
    /// an organization that had nothing serves what is read so far ([`Status::complete`] is false,
    /// answers are not exact). Changes applied meanwhile are kept. Answers the new position.
    fn rebuild(&self, scope: &OrgScope, source: &mut dyn PostSource) -> Result<Seq, ArchiveError>;

    /// Forgets the organization; its position is 0 again.
    fn drop_organization(&self, scope: &OrgScope) -> Result<(), ArchiveError>;

    /// What there is of the organization.
    fn status(&self, scope: &OrgScope) -> Result<Status, ArchiveError>;

    /// What the engine can do.
    fn caps(&self) -> Caps;
}

/// What an archive holds of one organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Applied outbox position.
    pub applied: Seq,
    /// Posts.
    pub posts: u64,
    /// Publication of the oldest post, for [`hearken_model::Dataset::bind`].
    pub oldest: Option<Timestamp>,
    /// Publication of the newest post.
    pub newest: Option<Timestamp>,
    /// Memory in bytes; 0 where the engine keeps none of its own.
    pub memory_bytes: u64,
    /// Bytes of files that are mapped into memory and read from it on demand.
    pub mapped_bytes: u64,
    /// Whether everything up to `applied` is there; false while it is read for the first time.
    pub complete: bool,
}

/// What an engine can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Its name, for operators.
    pub engine: &'static str,
    /// Whether all its answers are exact.
    pub exact: bool,
    /// Whether a change is seen as soon as `apply` returned.
    pub immediate: bool,
    /// Most rows of one page or one list of terms or cells; more is cut to it.
    pub most_rows: usize,
}

/// Why an archive could not do it.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Texts for a keywords filter could not be read.
    #[error("texts for a keywords filter could not be read")]
    Text(#[source] BoxError),
    /// The source of a rebuild failed; what was there stays.
    #[error("posts for a rebuild could not be read")]
    Source(#[source] BoxError),
    /// More than the engine can number (2^32 authors or phrases, 2^16 sources or languages).
    #[error("the archive cannot number more {0}")]
    Full(&'static str),
    /// Changes came before what was there could be read; a rebuild mends it.
    #[error("the archive is not whole and has to be rebuilt")]
    Incomplete,
    /// A file could not be read or written.
    #[error("{file} cannot be read or written")]
    File {
        /// Which one.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is not what was written; a rebuild mends it.
    #[error("{file} {what}")]
    Damaged {
        /// Which one.
        file: String,
        /// How that shows.
        what: String,
    },
}
