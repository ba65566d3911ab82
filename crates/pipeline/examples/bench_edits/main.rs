//! `cargo xtask bench edits [RULES] [EDITS]`: from the acknowledged commit of an edit to the next post
//! that is matched by it.
//!
//! An installation on SQLite in a temporary folder, every commit flushed, a hundred organizations. Each
//! edit is a transaction of the store, as another process would commit it: the pipeline is told of
//! nothing. First through the running pipeline: the clock stops when the post, given to it after the
//! commit, is recorded (or, after a removal, left out). Then with a rulebook of our own: the clock stops
//! when the post is matched; every so often everything is read anew instead, which is the baseline.
//! Meanwhile a thread matches posts without end, and its slowest batch tells whether it was held up.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and reads its arguments"
)]

mod house;
mod tell;

use hearken_connectors::{Audience, Batch, Item};
use hearken_model::{Post, Source};
use hearken_pipeline::{Rulebook, Ruleset, prepare};
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

/// The same with a rulebook of our own, matching alone, beside readings of everything.
async fn by_a_rulebook(house: &mut House, edits: usize, tell: &mut Figures) -> Result<()> {
    let book = Arc::new(Rulebook::default());
    let (store, install) = house.store();
    book.refresh(&store, &install).await?;
    let mut full = Ruleset::load(&store, &install, &Ruleset::default()).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let others = posts(house);
    let matching = {
        let (book, stop, others) = (Arc::clone(&book), Arc::clone(&stop), others.clone());
        std::thread::spawn(move || endless(&book, &others, &stop))
    };
    tokio::time::sleep(QUIET).await;
    stop.store(true, Ordering::Relaxed);
    let quiet = matching.join().map_err(|_| "the thread died")?;
    let (mut times, mut whole, mut busy) = (vec![], vec![], vec![]);
    let part = edits.div_ceil(READINGS).max(1);
    for n in 0..edits {
        // The thread rests while the baseline is measured, which has a processor to itself like an edit.
        if n % part == 0 {
            let begin = Instant::now();
            full = Ruleset::load(&store, &install, &full).await?;
            prepare(&full, batch(vec![post("nobody")]), 1);
            whole.push(begin.elapsed());
        }
        let stop = Arc::new(AtomicBool::new(false));
        let matching = {
            let (book, stop, others) = (Arc::clone(&book), Arc::clone(&stop), others.clone());
            std::thread::spawn(move || endless(&book, &others, &stop))
        };
        let (probe, committed) = house.edit(edits + n).await?;
        book.refresh(&store, &install).await?;
        let prepared = prepare(&book.current(), batch(vec![post(&probe.text)]), 1);
        times.push((probe.kind, committed.elapsed()));
        require(&probe, prepared.matched > 0)?;
        if book.current().is_worn() {
            let begin = Instant::now();
            book.merge(&store, &install).await?;
            tell.merges.push(begin.elapsed());
        }
        stop.store(true, Ordering::Relaxed);
        busy.extend(matching.join().map_err(|_| "the thread died")?);
    }
    let fresh = Ruleset::load(&store, &install, &Ruleset::default()).await?;
    if !fresh.is_same(&book.current()) {
        return Err("the rules in force are not those that are stored".into());
    }
    tell.by_kind("matched", &times);
    tell.times("everything read anew (baseline)", whole);
    tell.times("a batch of 100 posts, no edits", quiet);
    tell.times("a batch of 100 posts, edits and merges", busy);
    Ok(())
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

/// Posts of the words that rules are made of.
fn posts(house: &House) -> Vec<Post> {
    (0..2_000).map(|n| post(&house.sentence(n))).collect()
}

fn batch(posts: Vec<Post>) -> Batch {
    let items = posts.into_iter().map(|post| Item::Upsert(Box::new(post)));
    Batch {
        items: items.collect(),
        ..Batch::empty(Audience::Public)
    }
}
