//! Custom sources: one poller for the feeds of all organizations, opened anew when they change. How
//! each feed does is recorded with its posts.

use crate::{
    PipelineError,
    context::Shared,
    streams::{made_ready, record},
};
use hearken_connectors::{
    Batch, Checkpoint, Connector, Job,
    feeds::{FeedReport, FeedSubscription, Feeds, Subscriber, feed_key, report},
};
use hearken_model::OrgId;
use hearken_store::{Audience, DueFeed, FeedHealth, FeedPoll, SetupChange};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often it looks whether they changed.
const LOOK: Duration = Duration::from_secs(1);
/// The pause after trouble.
const PAUSE: Duration = Duration::from_secs(30);

/// Reads feeds until it is cancelled.
pub(crate) async fn run(shared: Arc<Shared>, settings: Value, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let ended = tokio::select! {
            () = stop.cancelled() => return,
            ended = until_change(&shared, &settings) => ended,
        };
        if let Err(error) = ended {
            tracing::warn!(%error, "custom sources interrupted");
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }
}

/// Polls the feeds that there are, until they change.
async fn until_change(shared: &Arc<Shared>, settings: &Value) -> Result<(), PipelineError> {
    let mut revision = shared.store.setup_revision(&shared.install).await?;
    let feeds = shared.store.list_all_feeds(&shared.install).await?;
    let from = checkpoints(shared, &feeds).await?;
    let mut poller = Feeds.open(
        &shared.network,
        settings,
        Job::Feeds(subscriptions(&feeds)),
        &from,
    )?;
    loop {
        // A poll that is dropped half-way is made again: nothing was recorded of it yet.
        tokio::select! {
            batch = poller.next() => match batch? {
                Some(batch) => keep(shared, batch, &feeds).await?,
                None => return wait_for_change(shared, revision).await,
            },
            changed = wait_for_change(shared, revision) => return changed,
        }
        if is_changed(shared, &mut revision).await? {
            return Ok(());
        }
    }
}

async fn wait_for_change(shared: &Shared, mut revision: i64) -> Result<(), PipelineError> {
    while !is_changed(shared, &mut revision).await? {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Whether there may be other feeds than at the revision, which goes up to what was looked at.
async fn is_changed(shared: &Shared, revision: &mut i64) -> Result<bool, PipelineError> {
    let (store, install) = (&shared.store, &shared.install);
    let now = store.setup_revision(install).await?;
    let before = std::mem::replace(revision, now);
    if now == before {
        return Ok(false);
    }
    let changes = store.list_setup_changes(install, before, now).await?;
    let is_of_feeds = |change: &SetupChange| {
        matches!(change, SetupChange::Sources(_) | SetupChange::Everything(_))
    };
    Ok(changes.is_none_or(|changes| changes.iter().any(is_of_feeds)))
}

fn subscriptions(feeds: &[DueFeed]) -> Vec<FeedSubscription> {
    let mut by_url: BTreeMap<&str, Vec<Subscriber>> = BTreeMap::new();
    for feed in feeds {
        let subscriber = Subscriber {
            org: feed.org,
            group: feed.group_public,
        };
        by_url.entry(&feed.url).or_default().push(subscriber);
    }
    by_url
        .into_iter()
        .map(|(url, subscribers)| FeedSubscription {
            url: url.to_owned(),
            subscribers,
        })
        .collect()
}

/// The checkpoint of a feed is recorded with the posts of one of its subscribers; the newest holds.
async fn checkpoints(shared: &Shared, feeds: &[DueFeed]) -> Result<Vec<Checkpoint>, PipelineError> {
    let mut newest: BTreeMap<String, Checkpoint> = BTreeMap::new();
    for feed in feeds {
        let key = feed_key(&feed.url);
        let audience = Audience::Organization(feed.org);
        let stored = shared
            .store
            .load_checkpoint(&shared.install, audience, &key)
            .await?;
        let Some(text) = stored else { continue };
        let checkpoint: Checkpoint = serde_json::from_str(&text)?;
        let known = newest.get(&key).map(|known| known.position);
        if known.is_none_or(|known| known < checkpoint.position) {
            newest.insert(key, checkpoint);
        }
    }
    Ok(newest.into_values().collect())
}

async fn keep(shared: &Arc<Shared>, batch: Batch, feeds: &[DueFeed]) -> Result<(), PipelineError> {
    let checkpoint = batch.checkpoint.clone();
    let instance = checkpoint
        .as_ref()
        .map_or_else(String::new, |c| c.key.clone());
    let mut ready = made_ready(shared, batch, &instance).await?;
    if let Some((checkpoint, report)) = checkpoint.as_ref().and_then(|c| Some((c, report(c)?))) {
        let url = checkpoint.key.strip_prefix("feed:").unwrap_or_default();
        let held = feeds.iter().filter(|feed| feed.url == url);
        ready.polls = held
            .map(|feed| (feed.org, poll_of(feed, &report)))
            .collect::<Vec<(OrgId, FeedPoll)>>();
    }
    record(shared, ready).await
}

fn poll_of(feed: &DueFeed, report: &FeedReport) -> FeedPoll {
    let health = match (&report.error, report.gone) {
        (_, true) => FeedHealth::Gone,
        (Some(_), false) => FeedHealth::Failing,
        (None, false) => FeedHealth::Healthy,
    };
    FeedPoll {
        feed: feed.id,
        health,
        error: report.error.clone(),
        title: report.title.clone(),
        etag: None,
        last_modified: None,
        next_poll_at: report.next_poll_at.unwrap_or_default(),
    }
}
