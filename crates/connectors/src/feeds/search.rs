//! The feeds' current items, for previews.

use super::{FeedSubscription, check::FeedRefusal, fetch};
use crate::{ConnectorError, Context, Search, SearchRequest};
use async_trait::async_trait;
use futures::{StreamExt as _, stream};
use hearken_model::{Post, PublicId};

/// Most feeds asked at once.
const AT_ONCE: usize = 8;
/// Most feeds asked for one preview.
const FEEDS: usize = 50;

/// Asks feeds for what they show now.
#[derive(Debug)]
pub struct FeedSearch {
    context: Context,
    feeds: Vec<FeedSubscription>,
}

impl FeedSearch {
    /// Over these feeds.
    pub fn new(context: &Context, feeds: Vec<FeedSubscription>) -> Self {
        Self {
            context: context.clone(),
            feeds,
        }
    }
}

async fn items(context: Context, feed: FeedSubscription) -> Result<Vec<Post>, FeedRefusal> {
    let url = FeedRefusal::address(&feed.url)?;
    let response = context.http.send(fetch::request(url.clone())).await?;
    let parsed = fetch::understand(&response, &url, context.now()).await?;
    let group: Option<PublicId> = feed.subscribers.first().map(|s| s.group);
    let posts = parsed
        .items
        .into_iter()
        .filter(|item| item.dated)
        .map(|item| {
            let mut post = item.post;
            post.group = group;
            post
        });
    Ok(posts.collect())
}

#[async_trait]
impl Search for FeedSearch {
    /// Items of feeds that cannot be reached are left out; an error only when none can be.
    async fn search(&self, request: &SearchRequest) -> Result<Vec<Post>, ConnectorError> {
        let asked: Vec<_> = self.feeds.iter().take(FEEDS).cloned().collect();
        let context = self.context.clone();
        let answers: Vec<_> = stream::iter(asked)
            .map(move |feed| items(context.clone(), feed))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        let mut first_error = None;
        let mut found: Vec<Post> = Vec::new();
        let mut any = answers.is_empty();
        for answer in answers {
            match answer {
                Ok(posts) => {
                    any = true;
                    found.extend(posts);
                }
                Err(refusal) => first_error = first_error.or(Some(refusal)),
            }
        }
        if let (false, Some(refusal)) = (any, first_error) {
            return Err(ConnectorError::retry(refusal.to_string()));
        }
        if let Some(span) = request.span {
            found.retain(|post| span.contains(post.published_at));
        }
        found.sort_by_key(|post| std::cmp::Reverse(post.published_at));
        found.truncate(request.limit);
        Ok(found)
    }
}
