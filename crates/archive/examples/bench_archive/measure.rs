//! The clock, and what it said.

use crate::Outcome;
use std::{error::Error, time::Instant};

/// Medians and 95th percentiles in milliseconds: wall time, and processor time of this thread.
pub(crate) struct Times {
    pub(crate) wall: (f64, f64),
    pub(crate) cpu: (f64, f64),
    /// The slowest of the calls before, which make what later ones find.
    pub(crate) warming: f64,
}

/// Calls that are not timed with the rest.
const WARMING: usize = 3;

pub(crate) fn time<T, E: Error + 'static>(
    rounds: usize,
    mut f: impl FnMut() -> Result<T, E>,
) -> Outcome<Times> {
    let mut warming = 0.0_f64;
    for _ in 0..WARMING {
        let start = Instant::now();
        std::hint::black_box(f()?);
        warming = warming.max(ms(start));
    }
    let (mut wall, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (start, cpu_start) = (Instant::now(), cpu_ms());
        std::hint::black_box(f()?);
        wall.push(ms(start));
        cpu.push(cpu_ms() - cpu_start);
    }
    Ok(Times {
        wall: percentiles(&mut wall),
        cpu: percentiles(&mut cpu),
        warming,
    })
}

pub(crate) fn percentiles(took: &mut [f64]) -> (f64, f64) {
    took.sort_by(f64::total_cmp);
    let at = |share: usize| {
        took.get(took.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    (at(50), at(95))
}

pub(crate) fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// Processor time of this thread, which other programs on the machine don't stretch as they do
/// wall time.
fn cpu_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
