//! The outside world of a test: a clock that stands still or is set, a counting generator.

use hearken_connectors::{Acquire, Batch, Context, HttpClient, HttpOptions};
use hearken_model::Timestamp;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::timeout;

/// 2026-11-22T12:00:00Z.
pub(crate) const NOON: i64 = 1_795_348_800_000_000;

/// A clock that is set by hand.
#[derive(Clone, Debug)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    pub(crate) fn pass(&self, duration: Duration) {
        let micros = i64::try_from(duration.as_micros()).unwrap();
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

pub(crate) fn clock() -> Clock {
    Clock(Arc::new(AtomicI64::new(NOON)))
}

/// Short limits; the loopback address of the test servers may be reached, and nothing else that is
/// private.
pub(crate) fn options() -> HttpOptions {
    HttpOptions {
        connect_timeout: Duration::from_secs(2),
        total_timeout: Duration::from_secs(2),
        allowed_networks: vec!["127.0.0.1".parse().unwrap()],
        ..HttpOptions::default()
    }
}

pub(crate) fn with(options: HttpOptions, clock: &Clock) -> Context {
    let http = HttpClient::new(options).unwrap();
    let clock = clock.clone();
    let n = AtomicU64::new(0);
    let random = move || n.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    Context::new(http, move || clock.now(), random)
}

pub(crate) fn context() -> Context {
    with(options(), &clock())
}

/// Batches of a finite source, to its end.
pub(crate) async fn drain(acquire: &mut dyn Acquire) -> Vec<Batch> {
    drain_until(acquire, |_| false).await
}

/// Batches until there is enough, and then what comes in a moment more: a machine under load gets
/// its time, and what should not come is seen all the same.
pub(crate) async fn drain_until(
    acquire: &mut dyn Acquire,
    enough: impl Fn(&[Batch]) -> bool,
) -> Vec<Batch> {
    const PATIENCE: Duration = Duration::from_secs(30);
    const MOMENT: Duration = Duration::from_millis(150);
    let mut batches = Vec::new();
    loop {
        let wait = if enough(&batches) { MOMENT } else { PATIENCE };
        match timeout(wait, acquire.next()).await {
            Ok(Ok(Some(batch))) => batches.push(batch),
            Ok(Ok(None)) => return batches,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) if wait == MOMENT => return batches,
            Err(late) => panic!("nothing more came after {} batches: {late}", batches.len()),
        }
    }
}
