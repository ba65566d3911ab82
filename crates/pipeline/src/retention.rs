//! How long posts are kept (RET-01, SEA-185): what was acquired from its publication on, what a person
//! imported on purpose from its import on.

use crate::{PipelineError, context::Shared};
use hearken_connectors::Item;
use hearken_model::{OrgId, Timestamp};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Posts that one transaction deletes, so that others get their turn in between.
const PART: u32 = 1_000;

/// Instants before this are too old; none where everything is kept.
fn oldest(shared: &Shared) -> Option<Timestamp> {
    let months = shared.retention_months?;
    Some(shared.clock.now().months_before(months))
}

/// Leaves out what a network tells of posts that would be deleted at once.
pub(crate) fn leave_out(shared: &Shared, items: &mut Vec<Item>) {
    let Some(oldest) = oldest(shared) else { return };
    items.retain(|item| match item {
        Item::Upsert(post) | Item::Revised(post) => post.published_at >= oldest,
        _ => true,
    });
}

/// Deletes what was kept long enough, of every organization.
pub(crate) async fn run(
    shared: &Arc<Shared>,
    stop: &CancellationToken,
) -> Result<(), PipelineError> {
    let Some(oldest) = oldest(shared) else {
        return Ok(());
    };
    for (org, _) in shared.store.outbox_heads(&shared.install).await? {
        let posts = expire(shared, org, oldest, stop).await?;
        if posts > 0 {
            tracing::info!(org.id = org.0, posts, "posts deleted after their retention");
        }
    }
    Ok(())
}

async fn expire(
    shared: &Arc<Shared>,
    org: OrgId,
    oldest: Timestamp,
    stop: &CancellationToken,
) -> Result<u64, PipelineError> {
    let scope = shared.scope("retention", org)?;
    let mut gone = 0;
    while !stop.is_cancelled() {
        let mut tx = shared.store.begin().await?;
        let posts = tx.expire_posts(&scope, oldest, PART).await?;
        tx.commit().await?;
        gone += posts;
        shared.recorded.notify_one();
        if posts < u64::from(PART) {
            break;
        }
    }
    Ok(gone)
}
