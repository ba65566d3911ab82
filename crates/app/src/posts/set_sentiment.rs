// Being written by the integrator right now; leave this file, posts/ and report/ alone.
//! Correcting or confirming the tone of a post (ANA-165).

use super::PostCard;
use crate::{App, Caller, Result};
use hearken_model::{PublicId, Sentiment};

/// Sets the tone of a post by hand; setting the same one confirms it.
pub async fn set_sentiment(
    app: &App,
    caller: &Caller,
    post: PublicId,
    sentiment: Sentiment,
) -> Result<PostCard> {
    Err(crate::error::unfinished((app, caller, post, sentiment)))
}
