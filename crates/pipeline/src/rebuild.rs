//! Building the archive of an organization anew from the store.

use crate::{
    PipelineError,
    context::{Shared, Turn},
    rows::Read,
};
use hearken_archive::{Archive, BoxError, Change, PostRow, PostSource};
use hearken_authz::OrgScope;
use hearken_model::{OrgId, PostId, Seq};
use hearken_store::Store;
use std::sync::{Arc, atomic::Ordering};
use tokio::sync::mpsc;

/// Rows read at a time.
const ROWS: u32 = 10_000;
/// Parts that wait between reader and archive.
const QUEUE: usize = 2;

/// The rows of an organization, read by another task while the archive takes them in.
pub struct StoreSource {
    as_of: Seq,
    rows: mpsc::Receiver<Result<Vec<PostRow>, BoxError>>,
}

impl StoreSource {
    /// Begins to read. The outbox position is taken first, so that rows are at least that new.
    pub async fn open(store: &Store, scope: &OrgScope) -> Result<Self, hearken_store::Error> {
        let as_of = store.outbox_head(scope).await?;
        let (sender, rows) = mpsc::channel(QUEUE);
        let (store, scope) = (store.clone(), scope.clone());
        tokio::spawn(async move {
            let mut after = PostId(0);
            loop {
                let part = part(&store, &scope, &mut after).await;
                let is_last = !matches!(part, Ok(Some(_)));
                let part = part.map(Option::unwrap_or_default);
                if sender.send(part).await.is_err() || is_last {
                    return;
                }
            }
        });
        Ok(Self { as_of, rows })
    }
}

/// The next rows that are shown, perhaps none, and where they end; none at the end.
async fn part(
    store: &Store,
    scope: &OrgScope,
    after: &mut PostId,
) -> Result<Option<Vec<PostRow>>, BoxError> {
    let read = Read::next(store, scope, *after, ROWS).await?;
    let Some(last) = read.last() else {
        return Ok(None);
    };
    *after = last;
    let shown = read.changes().await?.filter_map(|change| match change {
        Change::Put(row) => Some(*row),
        _ => None,
    });
    Ok(Some(shown.collect()))
}

impl PostSource for StoreSource {
    fn as_of(&self) -> Seq {
        self.as_of
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        loop {
            let Some(part) = self.rows.blocking_recv() else {
                return Ok(Vec::new());
            };
            let rows = part?;
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
    }
}

/// Tells how far a rebuild is.
struct Counted {
    source: StoreSource,
    counting: Arc<Shared>,
}

impl PostSource for Counted {
    fn as_of(&self) -> Seq {
        self.source.as_of()
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        let rows = self.source.next_rows()?;
        let count = rows.len() as u64;
        self.counting.rebuilt.fetch_add(count, Ordering::Relaxed);
        Ok(rows)
    }
}

/// Rebuilds one organization and answers the position.
pub(crate) async fn run(
    shared: &Arc<Shared>,
    org: OrgId,
    _turn: &Turn,
) -> Result<Seq, PipelineError> {
    let scope = shared.scope("rebuild", org)?;
    let source = StoreSource::open(&shared.store, &scope).await?;
    let counting = Arc::clone(shared);
    let mut source = Counted { source, counting };
    let rebuild = move |archive: &dyn Archive| archive.rebuild(&scope, &mut source);
    shared.with_archive(rebuild).await
}
