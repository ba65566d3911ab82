//! Correcting or confirming the tone of a post (ANA-165).

use super::{PostCard, get};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PublicId, Sentiment};
use serde_json::json;

/// Sets the tone of a post by hand; setting the same one confirms it. A person cannot set "unknown".
pub async fn set_sentiment(
    app: &App,
    caller: &Caller,
    post: PublicId,
    sentiment: Sentiment,
) -> Result<PostCard> {
    let scope = caller.scope(Permission::EditSentiment, app.now())?;
    if sentiment == Sentiment::Unknown {
        let problem = Diagnostic::new("unknown_value", "sentiment").entry(sentiment.as_str());
        return Err(AppError::invalid(vec![problem]));
    }
    let found = app.store.find_post_ids(&scope, &[post]).await?;
    let Some((_, id)) = found.first() else {
        return Err(AppError::new(Code::NotFound));
    };
    let mut tx = app.store.begin().await?;
    tx.set_sentiment(&scope, *id, sentiment).await?;
    tx.audit(
        &scope,
        deed(
            "post.sentiment_set",
            post,
            json!({ "sentiment": sentiment }),
        ),
    )
    .await?;
    tx.commit().await?;
    app.posts_changed(&scope).await;
    get(app, caller, post).await
}
