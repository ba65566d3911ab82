//! What an entry would delete (SEA-148).

use super::{
    BlockedKind,
    scan::{parse, scan},
};
use crate::{
    App, AppError, Caller, Result,
    posts::{Cards, PostCard},
};
use hearken_authz::Permission;
use hearken_model::{PostId, PublicId, TopicId};
use std::{cmp::Reverse, collections::HashMap};

/// Posts of the sample (SEA-148).
const SAMPLE: usize = 20;
/// Rows of one read.
const PART: usize = 2_000;

/// What blocking would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockPreview {
    /// The entry as it will be stored.
    pub entry: String,
    /// Stored posts that would be hidden, and deleted later.
    pub posts: u64,
    /// The newest of them, at most 20.
    pub sample: Vec<PostCard>,
    /// Topics that lose posts: id, name, posts; most first.
    pub topics: Vec<(PublicId, String, u64)>,
}

/// What an entry would hide and delete; problems name the field `entry`.
pub async fn preview(
    app: &App,
    caller: &Caller,
    kind: BlockedKind,
    entry: &str,
) -> Result<BlockPreview> {
    let scope = caller.scope(Permission::EditBlockedContent, app.now())?;
    let (entry, compiled) =
        parse(kind, entry).map_err(|problem| AppError::invalid(vec![problem]))?;
    let (found, _) = scan(app, &scope, &compiled, PostId(0)).await?;
    let mut rows = Vec::with_capacity(found.len());
    for part in found.chunks(PART) {
        let part = app.store.load_rows(&scope, part).await?;
        // Another entry hides these already.
        rows.extend(part.into_iter().filter(|row| !row.hidden));
    }
    let mut counts: HashMap<TopicId, u64> = HashMap::new();
    for topic in rows.iter().flat_map(|row| &row.topics) {
        *counts.entry(*topic).or_default() += 1;
    }
    let topics = app.store.list_topics(&scope).await?;
    let mut affected: Vec<(PublicId, String, u64)> = topics
        .into_iter()
        .filter_map(|t| Some((t.public_id, t.name, *counts.get(&t.id)?)))
        .collect();
    affected.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    let posts = rows.len() as u64;
    rows.sort_unstable_by_key(|row| Reverse((row.published_at, row.id)));
    let newest: Vec<PostId> = rows.iter().take(SAMPLE).map(|row| row.id).collect();
    let cards = Cards::load(app, &scope).await?;
    let sample = app.store.load_posts(&scope, &newest).await?;
    Ok(BlockPreview {
        entry,
        posts,
        sample: sample.into_iter().map(|post| cards.stored(post)).collect(),
        topics: affected,
    })
}
