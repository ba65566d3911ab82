//! A pause or an end against writes that are under way: nothing is written under a relationship after
//! its pause was acknowledged (INV-19, A16).

use super::*;
use hearken_app::categories;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Trials: 2,000, or as many as `HEARKEN_RACE_TRIALS` says.
#[expect(
    clippy::disallowed_methods,
    reason = "how much is tried is the caller's to say"
)]
fn trials() -> u64 {
    std::env::var("HEARKEN_RACE_TRIALS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(2_000)
}

/// Writers of a trial.
const WRITERS: usize = 3;
/// Trials of one relationship; then the world is made anew, so that its tables stay small.
const ROUND: u64 = 500;

/// What happened.
#[derive(Default)]
struct Count {
    before: AtomicU64,
    refused: AtomicU64,
    late: AtomicU64,
}

/// Each trial: several writers decide while the relationship holds, and write as fast as they can; the
/// customer pauses it meanwhile. A write that returns well though it began after the pause was
/// acknowledged is late, and so is a row that comes into the audit after it. The last trial of a round ends
/// the relationship.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_after_an_acknowledged_pause() {
    let trials = trials();
    let count = Arc::new(Count::default());
    let mut left = trials;
    while left > 0 {
        let round = left.min(ROUND);
        run(round, &count).await;
        left -= round;
    }
    let read = |one: &AtomicU64| one.load(Ordering::Relaxed);
    let (before, refused, late) = (read(&count.before), read(&count.refused), read(&count.late));
    println!("{trials} trials: {before} written before, {refused} refused after, {late} late");
    assert_eq!(late, 0);
    // Were nothing written before, or nothing refused after, the trials would prove nothing.
    assert!(before > trials / 10, "{before} of {trials}");
    assert!(refused >= trials, "{refused} of {trials}");
}

async fn run(round: u64, count: &Arc<Count>) {
    let (pair, id) = Pair::related().await;
    let pair = Arc::new(pair);
    let token = pair.enter(ADMIN, id).await.expect("entered");
    for n in 0..round {
        let inside = pair.inside(&token).await.expect("inside");
        let acknowledged = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (pair, inside) = (Arc::clone(&pair), inside.clone());
                let (count, over) = (Arc::clone(count), Arc::clone(&acknowledged));
                let name = format!("{n} {writer}");
                tokio::spawn(async move { write(&pair, &inside, &name, &over, &count).await })
            })
            .collect();
        // Somewhere among their writes.
        tokio::time::sleep(std::time::Duration::from_micros(300 * (n % 7))).await;
        let what = if n + 1 == round {
            OurSide::End
        } else {
            OurSide::Hold
        };
        pair.ours(id, what).await.expect("paused");
        acknowledged.store(true, Ordering::SeqCst);
        let newest = pair.newest().await;
        let after = pair.inside(&token).await.map_err(drop);
        assert!(after.is_err(), "the next request is refused");
        for writer in writers {
            writer.await.expect("a writer ends");
        }
        let behind = pair.newest().await - newest;
        count
            .late
            .fetch_add(behind.unsigned_abs(), Ordering::Relaxed);
        if what == OurSide::Hold {
            pair.ours(id, OurSide::Lift).await.expect("lifted");
        }
    }
}

/// Writes until it is refused, which a writer has to be at its first try after the acknowledgement.
/// The caller is the one of before the pause: what was decided then is what must not be written.
async fn write(pair: &Pair, inside: &Caller, name: &str, over: &AtomicBool, count: &Count) {
    for n in 0.. {
        let is_over = over.load(Ordering::SeqCst);
        let made = categories::create(&pair.world.app, inside, &format!("{name} {n}")).await;
        match made.map_err(|error| error.code) {
            Ok(_) if is_over => {
                count.late.fetch_add(1, Ordering::Relaxed);
                return;
            }
            Ok(_) => {
                count.before.fetch_add(1, Ordering::Relaxed);
            }
            Err(Code::DelegationEnded) => {
                count.refused.fetch_add(1, Ordering::Relaxed);
                return;
            }
            Err(code) => panic!("{code:?}"),
        }
    }
}

impl Pair {
    /// The number of the newest entry of the customer's audit.
    async fn newest(&self) -> i64 {
        self.world.audit("fabrikam").await[0].id
    }
}
