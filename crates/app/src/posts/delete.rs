//! Deleting posts (SEA-147).

use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{PostId, PublicId};
use serde_json::json;

/// Deletes posts for good; they are not acquired again. Returns how many there were.
pub async fn delete(app: &App, caller: &Caller, posts: &[PublicId]) -> Result<u64> {
    let scope = caller.scope(Permission::DeletePosts, app.now())?;
    let ids: Vec<PostId> = app
        .store
        .find_post_ids(&scope, posts)
        .await?
        .into_iter()
        .map(|(_, id)| id)
        .collect();
    if ids.is_empty() {
        return Err(AppError::new(Code::NotFound));
    }
    let mut tx = app.store.begin().await?;
    let deleted = tx.delete_posts(&scope, &ids).await?;
    let first = posts.first().copied().unwrap_or(PublicId(0));
    tx.audit(
        &scope,
        deed("posts.deleted", first, json!({ "posts": deleted.len() })),
    )
    .await?;
    tx.commit().await?;
    app.posts_changed(&scope).await;
    Ok(deleted.len() as u64)
}
