//! Hits of the first posts, then five rounds by the processor time of the thread, so that other
//! load on the machine counts little.

use crate::workload::Workload;
use crate::{Engine, Hits};
use anyhow::Result;
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

const ROUNDS: usize = 5;
const ROUND_S: f64 = 0.5;
/// Longest time for the hits that are compared.
const COMPARE_S: f64 = 20.0;

/// What one engine gave with so many rules.
pub(crate) struct Figure {
    pub(crate) hits: Hits,
    pub(crate) build_s: f64,
    /// Posts a second of processor time, in order.
    pub(crate) rates: Vec<f64>,
}

impl Figure {
    pub(crate) fn new(hits: Hits, build_s: f64, mut rates: Vec<f64>) -> Self {
        rates.sort_by(f64::total_cmp);
        Self {
            hits,
            build_s,
            rates,
        }
    }

    /// The median.
    pub(crate) fn rate(&self) -> f64 {
        self.rates
            .get(self.rates.len() / 2)
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// Prints it, and says it as JSON; `kernel` is the rate that it is held against.
    pub(crate) fn row(&self, rules: usize, name: &str, kernel: f64) -> serde_json::Value {
        let hits: usize = self.hits.iter().map(|hits| hits.len()).sum();
        let ratio = kernel / self.rate();
        let least = self.rates.first().copied().unwrap_or(f64::NAN);
        let most = self.rates.last().copied().unwrap_or(f64::NAN);
        println!(
            "{rules:>8}  {name:34} {:>9} {hits:>8} {:>9.2} {:>10.0} {least:>10.0} {most:>10.0} {ratio:>7.1}x",
            self.hits.len(),
            self.build_s,
            self.rate()
        );
        let rates = [least, self.rate(), most].map(f64::round);
        serde_json::json!({
            "rules": rules, "engine": name, "posts_compared": self.hits.len(), "hits": hits,
            "build_s": self.build_s, "posts_per_cpu_s": rates,
            "kernel_times": (ratio * 10.0).round() / 10.0,
        })
    }
}

/// Makes an engine and measures it.
pub(crate) fn measure<'w>(
    workload: &'w Workload,
    make: impl FnOnce(&'w Workload) -> Result<Box<dyn Engine + 'w>>,
) -> Result<Figure> {
    let begin = busy();
    let mut engine = make(workload)?;
    let build_s = seconds_since(begin);
    let begin = busy();
    let mut hits = Hits::new();
    for post in &workload.posts {
        let mut found = vec![];
        engine.find(post, &mut found);
        hits.push(found.into_iter().collect());
        if seconds_since(begin) > COMPARE_S {
            break;
        }
    }
    let mut posts = workload.posts.iter().cycle();
    let mut found = vec![];
    let mut round = |_| {
        let (begin, mut done) = (busy(), 0.0);
        loop {
            // A few at a time, so that a slow engine ends, and the clock costs a fast one little.
            for post in posts.by_ref().take(32) {
                found.clear();
                engine.find(post, &mut found);
                done += 1.0;
            }
            let seconds = seconds_since(begin);
            if seconds > ROUND_S {
                return done / seconds;
            }
        }
    };
    let rates = (0..ROUNDS).map(&mut round).collect();
    Ok(Figure::new(hits, build_s, rates))
}

fn seconds_since(begin: Duration) -> f64 {
    busy().saturating_sub(begin).as_secs_f64()
}

fn busy() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
