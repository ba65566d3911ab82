//! One post.

use super::{Cards, PostCard};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::PublicId;

/// One post of the visited organization.
pub async fn get(app: &App, caller: &Caller, post: PublicId) -> Result<PostCard> {
    let scope = caller.scope(Permission::ViewAnalysis, app.now())?;
    let stored = app.store.find_post(&scope, post).await?;
    let stored = stored
        .filter(|post| post.hidden_until.is_none())
        .ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok(Cards::load(app, &scope).await?.stored(stored))
}
