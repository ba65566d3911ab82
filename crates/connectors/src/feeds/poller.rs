//! Polls a set of feeds, each when it is due, several at once.

use super::{
    FeedSubscription, Subscriber,
    fetch::{self, Polled},
    schedule::PollTiming,
    state::FeedState,
};
use crate::{
    Acquire, Audience, Batch, Checkpoint, ConnectorError, Context, Counters, HealthState, Item,
    Status,
};
use async_trait::async_trait;
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use hearken_model::{Timestamp, time::MINUTE};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};
use tokio::time::sleep;

/// Most feeds asked at once; one host is asked one feed at a time.
const AT_ONCE: usize = 8;

/// Polls feeds for ever.
pub struct FeedPoller {
    context: Context,
    timing: PollTiming,
    status: Arc<Status>,
    feeds: Vec<Watched>,
    under_way: FuturesUnordered<BoxFuture<'static, (usize, Polled)>>,
    ready: VecDeque<Batch>,
}

struct Watched {
    url: String,
    host: String,
    subscribers: Vec<Subscriber>,
    state: FeedState,
    /// Subscribers that came after the last full answer.
    newcomers: Vec<Subscriber>,
    under_way: bool,
}

impl FeedPoller {
    /// Watches these feeds, each from its checkpoint. The same address twice is one feed.
    ///
    /// # Errors
    /// `Reject` for a checkpoint that cannot be read.
    pub fn new(
        context: &Context,
        subscriptions: Vec<FeedSubscription>,
        timing: PollTiming,
        from: &[Checkpoint],
    ) -> Result<Self, ConnectorError> {
        let mut at: HashMap<String, usize> = HashMap::new();
        let mut feeds: Vec<Watched> = Vec::new();
        for subscription in subscriptions {
            let index = *at.entry(subscription.url.clone()).or_insert(feeds.len());
            if index == feeds.len() {
                let host = url::Url::parse(&subscription.url).ok();
                let host = host.and_then(|url| url.host_str().map(str::to_owned));
                feeds.push(Watched {
                    state: FeedState::read(from, &subscription.url)?,
                    host: host.unwrap_or_default(),
                    subscribers: Vec::new(),
                    newcomers: Vec::new(),
                    under_way: false,
                    url: subscription.url,
                });
            }
            if let Some(feed) = feeds.get_mut(index) {
                feed.subscribers.extend(subscription.subscribers);
                feed.subscribers.sort_unstable();
                feed.subscribers.dedup();
            }
        }
        feeds.iter_mut().for_each(Watched::welcome);
        Ok(Self {
            context: context.clone(),
            timing,
            status: Arc::default(),
            feeds,
            under_way: FuturesUnordered::new(),
            ready: VecDeque::new(),
        })
    }

    /// When the next feed is due; none when all are gone.
    pub fn next_poll_at(&self) -> Option<Timestamp> {
        let waiting = self.feeds.iter().filter(|f| !f.under_way && f.is_alive());
        waiting.map(|f| f.state.next_poll_at).min()
    }

    fn start_due(&mut self) {
        let now = self.context.now();
        for index in 0..self.feeds.len() {
            if self.under_way.len() >= AT_ONCE {
                return;
            }
            let Some(feed) = self.feeds.get(index) else {
                return;
            };
            let due = !feed.under_way && feed.is_alive() && feed.state.next_poll_at <= now;
            let busy = self
                .feeds
                .iter()
                .any(|f| f.under_way && f.host == feed.host);
            if due && !busy {
                self.start(index);
            }
        }
    }

    fn start(&mut self, index: usize) {
        let Some(feed) = self.feeds.get_mut(index) else {
            return;
        };
        feed.under_way = true;
        let (context, timing) = (self.context.clone(), self.timing);
        let (url, state) = (feed.url.clone(), feed.state.clone());
        Counters::add(&self.status.counters.connects, 1);
        let poll = async move { (index, fetch::poll(&context, &url, state, &timing).await) };
        self.under_way.push(poll.boxed());
    }

    fn finish(&mut self, index: usize, polled: Polled) -> Result<(), ConnectorError> {
        let now = self.context.now();
        let counters = &self.status.counters;
        Counters::add(&counters.read, polled.read);
        Counters::add(&counters.bytes, polled.bytes);
        Counters::add(&counters.posts, polled.news.len() as u64);
        Counters::add(&counters.rejects, polled.rejects.len() as u64);
        let Some(feed) = self.feeds.get_mut(index) else {
            return Err(ConnectorError::bug("a feed that is not watched was polled"));
        };
        feed.under_way = false;
        feed.state = polled.state.clone();
        let newcomers = if polled.error.is_none() {
            std::mem::take(&mut feed.newcomers)
        } else {
            Vec::new()
        };
        match &polled.error {
            None => {
                self.status.enter(HealthState::Running, now);
                self.status.update(|health| health.last_read_at = Some(now));
            }
            Some(error) => {
                Counters::add(&counters.failures, 1);
                tracing::info!(connector = "feed", feed = %feed.url, error, "poll failed");
                // One feed's trouble is not the connector's; it stands in the feed's report.
                self.status.update(|health| {
                    health.last_error = Some(format!("{}: {error}", feed.url));
                    health.last_error_at = Some(now);
                });
            }
        }
        let batches = feed.batches(polled, &newcomers)?;
        self.ready.extend(batches);
        Ok(())
    }
}

impl Watched {
    fn is_alive(&self) -> bool {
        !self.state.gone && !self.subscribers.is_empty()
    }

    /// Somebody new wants the feed: it is asked at once and in full, unless it is in trouble.
    fn welcome(&mut self) {
        if !self.state.known {
            return; // everything is new to everybody
        }
        let known = &self.state.subscribers;
        let new = self.subscribers.iter().filter(|s| !known.contains(s));
        self.newcomers = new.copied().collect();
        if !self.newcomers.is_empty() && self.state.failures == 0 {
            self.state.next_poll_at = Timestamp(0);
            self.state.etag = None;
            self.state.last_modified = None;
        }
    }

    /// One batch for each group that holds the feed; the last one carries the checkpoint, the first
    /// one what was read.
    fn batches(
        &mut self,
        polled: Polled,
        newcomers: &[Subscriber],
    ) -> Result<Vec<Batch>, ConnectorError> {
        if polled.error.is_none() {
            self.state.subscribers.clone_from(&self.subscribers);
        }
        let checkpoint = self.state.checkpoint(&self.url)?;
        let groups = self.subscribers.iter().map(|subscriber| {
            let mut batch = Batch::empty(Audience::Organization(subscriber.org));
            let known = if newcomers.contains(subscriber) {
                polled.known.as_slice()
            } else {
                &[]
            };
            batch
                .items
                .extend(polled.news.iter().chain(known).map(|post| {
                    let mut post = post.clone();
                    post.group = Some(subscriber.group);
                    Item::Revised(Box::new(post))
                }));
            batch
        });
        let mut batches: Vec<Batch> = groups.collect();
        if batches.iter().all(|batch| batch.items.is_empty()) {
            batches.truncate(1);
        }
        if let Some(first) = batches.first_mut() {
            first.read = polled.read;
            first.rejects = polled.rejects;
        }
        if let Some(last) = batches.last_mut() {
            last.checkpoint = Some(checkpoint);
        }
        Ok(batches)
    }
}

#[async_trait]
impl Acquire for FeedPoller {
    async fn next(&mut self) -> Result<Option<Batch>, ConnectorError> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Ok(Some(batch));
            }
            self.start_due();
            let next = self.next_poll_at();
            if self.under_way.is_empty() && next.is_none() {
                self.status.enter(HealthState::Finished, self.context.now());
                return Ok(None); // no feed is left
            }
            // The clock may jump, so it is looked at every minute.
            let wait = next.map_or(MINUTE, |at| at.0.saturating_sub(self.context.now().0));
            let wait = wait.clamp(1000, MINUTE);
            let pause = sleep(Duration::from_micros(wait.unsigned_abs()));
            tokio::select! {
                biased;
                Some((index, polled)) = self.under_way.next(), if !self.under_way.is_empty() => {
                    self.finish(index, polled)?;
                }
                () = pause => {}
            }
        }
    }

    fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status)
    }
}
