//! A network by a seed: what happens on it is a list, how it is told is not. Connections break, and
//! whoever comes back is told some of what they know already, in order, as Jetstream does.

use async_trait::async_trait;
use hearken_connectors::{
    Acquire, Audience, Batch, Capabilities, Checkpoint, Connector, ConnectorError, ConnectorKind,
    Context, Descriptor, Item, Job, Status,
};
use hearken_model::{Author, Post, Source, Timestamp};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

pub(crate) const NAME: &str = "simulated";
pub(crate) const WORDS: [&str; 8] = [
    "kettle", "tea", "coffee", "cup", "water", "stove", "morning", "steam",
];

/// Even numbers from a seed, shared by all connections (splitmix64).
#[derive(Debug)]
pub(crate) struct Random(AtomicU64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(crate) fn below(&self, bound: u64) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// Everything that happens, in order.
pub(crate) struct Network {
    pub(crate) events: Vec<Item>,
    random: Random,
    calm: AtomicBool,
    descriptor: Descriptor,
}

impl Network {
    pub(crate) fn new(seed: u64, events: usize) -> Self {
        let random = Random::new(seed);
        Self {
            events: history(&random, events),
            random,
            calm: AtomicBool::new(false),
            descriptor: Descriptor {
                name: NAME,
                source: Some(Source::BLUESKY),
                kind: ConnectorKind::Stream,
                capabilities: Capabilities::default(),
                settings: &[],
            },
        }
    }

    /// From now on lines hold, and who comes back is told nothing twice but what was begun.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::SeqCst);
    }

    fn is_calm(&self) -> bool {
        self.calm.load(Ordering::SeqCst)
    }
}

/// Posts of a few writers: new ones, edits, deletions, and writers who go for good.
fn history(random: &Random, events: usize) -> Vec<Item> {
    let mut writers: Vec<u64> = (0..12).collect();
    let mut next_writer = 12;
    let mut alive: Vec<(u64, u64)> = Vec::new();
    let mut items = Vec::new();
    for n in 0..events as u64 {
        let any = |len: usize| random.below(len as u64) as usize;
        let item = match random.below(100) {
            0..70 => {
                let writer = writers[any(writers.len())];
                alive.push((n, writer));
                Item::Upsert(Box::new(post(random, n, writer)))
            }
            70..85 if !alive.is_empty() => {
                let (id, writer) = alive[any(alive.len())];
                Item::Revised(Box::new(post(random, id, writer)))
            }
            85..97 if !alive.is_empty() => {
                let (id, _) = alive.swap_remove(any(alive.len()));
                Item::Delete {
                    source: Source::BLUESKY,
                    native_id: format!("post-{id}"),
                }
            }
            _ => {
                let writer = writers.swap_remove(any(writers.len()));
                writers.push(next_writer);
                next_writer += 1;
                alive.retain(|(_, by)| *by != writer);
                Item::DeleteAuthor {
                    source: Source::BLUESKY,
                    native_id: format!("writer-{writer}"),
                }
            }
        };
        items.push(item);
    }
    items
}

fn post(random: &Random, id: u64, writer: u64) -> Post {
    let words: Vec<&str> = (0..2 + random.below(4))
        .map(|_| WORDS[random.below(WORDS.len() as u64) as usize])
        .collect();
    let at = Timestamp(1_793_000_000_000_000 + id as i64 * 1_000_000);
    let mut post = Post::new(Source::BLUESKY, format!("post-{id}"), words.join(" "), at);
    post.author = Some(Author {
        native_id: format!("writer-{writer}"),
        handle: Some(format!("writer{writer}.example")),
        ..Author::default()
    });
    post
}

/// The network as a connector sees it.
pub(crate) struct Simulated(pub(crate) Arc<Network>);

impl Connector for Simulated {
    fn descriptor(&self) -> &Descriptor {
        &self.0.descriptor
    }

    fn open(
        &self,
        _: &Context,
        _: &serde_json::Value,
        _: Job,
        from: &[Checkpoint],
    ) -> Result<Box<dyn Acquire>, ConnectorError> {
        let reached = from.first().map_or(0, |checkpoint| checkpoint.position) as usize;
        let again: Option<usize> = from.first().and_then(|c| c.state().unwrap());
        let back = if self.0.is_calm() {
            reached
        } else {
            reached.saturating_sub(self.0.random.below(60) as usize)
        };
        let at = again.map_or(back, |again| again.min(back));
        Ok(Box::new(Connection {
            network: Arc::clone(&self.0),
            at,
            again_from: at,
            reached,
            status: Arc::default(),
        }))
    }

    fn check_settings(&self, _: &serde_json::Value) -> Result<(), ConnectorError> {
        Ok(())
    }
}

struct Connection {
    network: Arc<Network>,
    at: usize,
    /// Where the telling of known things began; it begins there again until it is over.
    again_from: usize,
    reached: usize,
    status: Arc<Status>,
}

#[async_trait]
impl Acquire for Connection {
    async fn next(&mut self) -> Result<Option<Batch>, ConnectorError> {
        let random = &self.network.random;
        if !self.network.is_calm() && random.below(8) == 0 {
            let pause = Duration::from_millis(random.below(4));
            return Err(ConnectorError::retry("the line went dead").with_retry_after(Some(pause)));
        }
        let all = &self.network.events;
        if self.at >= all.len() {
            return std::future::pending().await;
        }
        let until = (self.at + 1 + random.below(80) as usize).min(all.len());
        let mut batch = Batch::empty(Audience::Public);
        batch.items = all[self.at..until].to_vec();
        batch.read = batch.items.len() as u64;
        self.at = until;
        self.reached = self.reached.max(until);
        let again = (self.at < self.reached).then_some(self.again_from);
        batch.checkpoint = Some(Checkpoint::new("live", self.reached as u64, &again).unwrap());
        tokio::time::sleep(Duration::from_micros(random.below(3_000))).await;
        Ok(Some(batch))
    }

    fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status)
    }
}
