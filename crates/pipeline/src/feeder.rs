//! The feeder: carries the outbox of every organization into the archive, in order, and tells those
//! who show it. The only writer of the archive.

use crate::{
    PipelineError,
    context::{Notice, Shared},
    rebuild,
    rows::Read,
};
use hearken_archive::{Archive, Change};
use hearken_authz::OrgScope;
use hearken_model::{OrgId, PostId, Seq};
use hearken_store::OutboxChange;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How long the feeder rests when nobody rings; another process may have written.
const REST: Duration = Duration::from_millis(500);
/// Entries read at a time.
const ENTRIES: u32 = 64;
/// Rows read at a time.
const ROWS: usize = 2_000;

/// Runs until it is cancelled. Organizations that the archive does not hold yet are rebuilt from
/// the store first, one after the other, the smallest last step of a start.
pub(crate) async fn run(shared: Arc<Shared>, stop: CancellationToken) {
    loop {
        if let Err(error) = round(&shared, &stop).await {
            tracing::error!(%error, "the archive could not be brought up to date");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = shared.recorded.notified() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn round(shared: &Arc<Shared>, stop: &CancellationToken) -> Result<(), PipelineError> {
    for (org, head) in shared.store.outbox_heads(&shared.install).await? {
        if stop.is_cancelled() {
            return Ok(());
        }
        let scope = shared.scope("feeder", org)?;
        if shared
            .with_archive(move |archive| archive.applied(&scope))
            .await?
            != head
        {
            catch_up(shared, org, head).await?;
        }
    }
    Ok(())
}

/// Applies everything up to `head` and answers where the archive is then.
pub(crate) async fn catch_up(
    shared: &Arc<Shared>,
    org: OrgId,
    head: Seq,
) -> Result<Seq, PipelineError> {
    let scope = shared.scope("feeder", org)?;
    let turn = shared.turn(org).await;
    let of = scope.clone();
    let mut applied = shared
        .with_archive(move |archive| archive.applied(&of))
        .await?;
    let mut added = 0;
    // Nothing yet; or ahead of a store that an older backup was put in the place of.
    if applied.0 == 0 || applied > shared.store.outbox_head(&scope).await? {
        applied = rebuild::run(shared, org, &turn).await?;
    }
    while applied < head {
        let entries = match shared.store.list_outbox(&scope, applied, ENTRIES).await {
            Err(hearken_store::Error::Pruned) => {
                applied = rebuild::run(shared, org, &turn).await?;
                continue;
            }
            other => other?,
        };
        let Some(last) = entries.last().map(|entry| entry.seq) else {
            break;
        };
        let mut changes = Vec::new();
        for entry in entries {
            added += changes_of(shared, &scope, entry.change, &mut changes).await?;
        }
        let of = scope.clone();
        let apply = move |archive: &dyn Archive| archive.apply(&of, last, &changes);
        shared.with_archive(apply).await?;
        applied = last;
    }
    shared.notify(org, Notice::Posts { added });
    Ok(applied)
}

/// Turns an outbox entry into changes; answers how many posts are new by it.
async fn changes_of(
    shared: &Shared,
    scope: &OrgScope,
    change: OutboxChange,
    changes: &mut Vec<Change>,
) -> Result<u64, PipelineError> {
    match change {
        OutboxChange::Recorded { first, last } => {
            let ids: Vec<PostId> = (first.0..=last.0).map(PostId).collect();
            put(shared, scope, &ids, changes).await
        }
        OutboxChange::Patched { posts } => {
            put(shared, scope, &posts, changes).await?;
            Ok(0)
        }
        OutboxChange::Topics {
            topic,
            added,
            removed,
        } => {
            changes.push(Change::Topics {
                topic,
                add: added,
                remove: removed,
            });
            Ok(0)
        }
        OutboxChange::Deleted { posts } => {
            changes.extend(posts.into_iter().map(Change::Delete));
            Ok(0)
        }
        OutboxChange::AuthorErased { author } => {
            changes.push(Change::EraseAuthor(author));
            Ok(0)
        }
    }
}

async fn put(
    shared: &Shared,
    scope: &OrgScope,
    ids: &[PostId],
    changes: &mut Vec<Change>,
) -> Result<u64, PipelineError> {
    let mut shown = 0;
    for part in ids.chunks(ROWS) {
        let read = Read::some(&shared.store, scope, part).await?;
        for change in read.changes().await? {
            shown += u64::from(matches!(change, Change::Put(_)));
            changes.push(change);
        }
    }
    Ok(shown)
}
