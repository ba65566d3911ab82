//! `cargo xtask bench edits [RULES] [EDITS]`: from the acknowledged commit of an edit to the next post
//! that is matched by it.
//!
//! An installation on SQLite in a temporary folder, every commit flushed, a hundred organizations. Each
//! edit is a transaction of the store, as another process would commit it: the pipeline is told of
//! nothing. First through the running pipeline: the clock stops when the post, given to it after the
//! commit, is recorded (or, after a removal, left out). Then with a rulebook of our own: the clock stops
//! when the post is matched, and a thread that matches posts without end tells by its slowest batch
//! whether it was held up. Last with everything read after each edit: the baseline.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and reads its arguments"
)]

mod house;
mod tell;

use hearken_authz::InstallScope;
use hearken_connectors::{Audience, Batch, Item};
use hearken_model::{Post, Source};
use hearken_pipeline::{PipelineError, Rulebook, Ruleset, prepare};
use hearken_store::Store;
use hearken_testkit::START;
use house::{House, Probe};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tell::{Figures, memory};
use tokio::task::JoinHandle;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Readings of everything for the baseline.
const READINGS: usize = 25;
/// Posts of a batch of the thread that matches without end.
const POSTS: usize = 100;
/// How long it is watched without edits.
const QUIET: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let mut number = |usual: usize| match words.next() {
        None => Ok(usual),
        Some(word) => word.replace('_', "").parse(),
    };
    let (rules, edits) = (number(100_000)?, number(1_200)?);
    let mut tell = Figures::default();
    let mut house = House::build(rules).await?;
    through_the_pipeline(&mut house, edits, &mut tell).await?;
    by_a_rulebook(&mut house, edits, &mut tell).await?;
    by_reading_everything(&mut house, edits, &mut tell).await?;
    tell.print(rules, edits);
    house.end().await;
    Ok(())
}

/// Commits edits, gives the pipeline a post after each, and waits until it is done with it.
async fn through_the_pipeline(house: &mut House, edits: usize, tell: &mut Figures) -> Result<()> {
    tell.memory.push(("before rules are read", memory("VmRSS")));
    let begin = Instant::now();
    house.pipeline().reload().await?;
    tell.times("the first reading of everything", vec![begin.elapsed()]);
    tell.memory.push(("after", memory("VmRSS")));
    tell.memory.push(("most meanwhile", memory("VmHWM")));
    let mut alone = vec![];
    for n in 0..edits {
        // A post that nobody asks for, to know what a post costs without an edit.
        let begin = Instant::now();
        house
            .pipeline()
            .take(batch(vec![post(&format!("nobody{n}"))]), "bench")
            .await?;
        alone.push(begin.elapsed());
    }
    let mut times = vec![];
    for n in 0..edits {
        let (probe, committed) = house.edit(n).await?;
        let before = house.pipeline().intake().recorded;
        house
            .pipeline()
            .take(batch(vec![post(&probe.text)]), "bench")
            .await?;
        times.push((probe.kind, committed.elapsed()));
        let recorded = house.pipeline().intake().recorded > before;
        require(&probe, recorded)?;
    }
    tell.times("a post alone, through the pipeline", alone);
    tell.by_kind("recorded", &times);
    tell.memory.push(("after so many edits", memory("VmRSS")));
    tell.memory.push(("most until then", memory("VmHWM")));
    Ok(())
}

/// The same with a rulebook of our own, matching alone; a thread matches other posts beside it.
async fn by_a_rulebook(house: &mut House, edits: usize, tell: &mut Figures) -> Result<()> {
    let book = Arc::new(Rulebook::default());
    let (store, install) = house.store();
    book.refresh(&store, &install).await?;
    let matching = Matching::start(&book);
    tokio::time::sleep(QUIET).await;
    tell.times("a batch of 100 posts, no edits", matching.stop()?);
    let matching = Matching::start(&book);
    let mut times = vec![];
    let mut merging: Option<JoinHandle<std::result::Result<Duration, PipelineError>>> = None;
    for n in edits..2 * edits {
        let (probe, committed) = house.edit(n).await?;
        book.refresh(&store, &install).await?;
        let prepared = prepare(&book.current(), batch(vec![post(&probe.text)]), 1);
        times.push((probe.kind, committed.elapsed()));
        require(&probe, prepared.matched > 0)?;
        if merging.as_ref().is_some_and(JoinHandle::is_finished)
            && let Some(merging) = merging.take()
        {
            tell.merges.push(merging.await??);
        }
        if merging.is_none() && book.current().is_worn() {
            merging = Some(tokio::spawn(merge(Arc::clone(&book), house.store())));
        }
    }
    tell.times("a batch of 100 posts, edits and merges", matching.stop()?);
    tell.by_kind("matched", &times);
    let fresh = Ruleset::load(&store, &install, &Ruleset::default()).await?;
    if !fresh.is_same(&book.current()) {
        return Err("the rules in force are not those that are stored".into());
    }
    Ok(())
}

/// What an edit cost before: everything is read, what is compiled already is not compiled again.
async fn by_reading_everything(house: &mut House, edits: usize, tell: &mut Figures) -> Result<()> {
    let (store, install) = house.store();
    let mut known = Ruleset::load(&store, &install, &Ruleset::default()).await?;
    let mut times = vec![];
    for n in 2 * edits..2 * edits + READINGS {
        let (probe, committed) = house.edit(n).await?;
        known = Ruleset::load(&store, &install, &known).await?;
        let prepared = prepare(&known, batch(vec![post(&probe.text)]), 1);
        times.push(committed.elapsed());
        require(&probe, prepared.matched > 0)?;
    }
    tell.times("all edits, everything read (baseline)", times);
    Ok(())
}

/// A thread that matches posts by what is in force.
struct Matching {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<Vec<Duration>>,
}

impl Matching {
    fn start(book: &Arc<Rulebook>) -> Self {
        let posts: Vec<Post> = (0..2_000).map(|n| post(&house::sentence(n))).collect();
        let stop = Arc::new(AtomicBool::new(false));
        let (book, told) = (Arc::clone(book), Arc::clone(&stop));
        let thread = std::thread::spawn(move || endless(&book, &posts, &told));
        Self { stop, thread }
    }

    /// How long each batch took.
    fn stop(self) -> Result<Vec<Duration>> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| "the thread died".into())
    }
}

/// Merges edits that have piled up, as the pipeline does in the background; how long it took.
async fn merge(
    book: Arc<Rulebook>,
    (store, install): (Store, InstallScope),
) -> std::result::Result<Duration, PipelineError> {
    let begin = Instant::now();
    book.merge(&store, &install).await?;
    Ok(begin.elapsed())
}

/// Matches batches by what is in force, until it is told to stop; how long each took.
fn endless(book: &Rulebook, posts: &[Post], stop: &AtomicBool) -> Vec<Duration> {
    let mut times = vec![];
    let mut at = 0;
    while !stop.load(Ordering::Relaxed) {
        let taken = posts.iter().cycle().skip(at).take(POSTS).cloned().collect();
        at = (at + POSTS) % posts.len().max(1);
        let begin = Instant::now();
        prepare(&book.current(), batch(taken), 1);
        times.push(begin.elapsed());
    }
    times
}

fn require(probe: &Probe, found: bool) -> Result<()> {
    if found == probe.is_found {
        return Ok(());
    }
    Err(format!("after {}: {:?} was found: {found}", probe.kind, probe.text).into())
}

fn post(text: &str) -> Post {
    use std::sync::atomic::AtomicU64;
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let id = NUMBER.fetch_add(1, Ordering::Relaxed).to_string();
    Post::new(Source::BLUESKY, id, text, START)
}

fn batch(posts: Vec<Post>) -> Batch {
    let items = posts.into_iter().map(|post| Item::Upsert(Box::new(post)));
    Batch {
        items: items.collect(),
        ..Batch::empty(Audience::Public)
    }
}
