//! Killed at any moment of an import, and started again: in the end every matching post is recorded
//! exactly once. Were a checkpoint ever ahead of its posts, some would be missing; were posts ever
//! ahead of it and not recognised, some would be there twice.

use crate::binary::Installation;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

const POSTS: usize = 12_000;
/// One post in so many matches nothing.
const OTHER: usize = 3;
const ROUNDS: u64 = 20;

#[test]
fn nothing_is_lost_or_doubled_by_a_kill() {
    let rounds = std::env::var("HEARKEN_KILL_ROUNDS").map_or(ROUNDS, |text| text.parse().unwrap());
    let mut moments = Moments(rounds);
    let mut installation = Installation::with_topic();
    let mut file = posts(&installation);
    let whole = time_of_one(&installation, &file);
    check(&installation, "undisturbed");
    let mut killed = 0;
    let mut fresh = true;
    while killed < rounds {
        if fresh {
            installation = Installation::with_topic();
            file = posts(&installation);
            fresh = false;
        }
        let mut import = installation.start_import(&file);
        std::thread::sleep(moments.next(whole));
        if import.try_wait().unwrap().is_some() {
            // It was done before its time came: the rounds go on with an empty installation.
            check(&installation, "resumed");
            fresh = true;
            continue;
        }
        import.kill().unwrap();
        import.wait().unwrap();
        killed += 1;
    }
    let status = installation.start_import(&file).wait().unwrap();
    assert!(status.success(), "the last import ends well");
    check(&installation, "after the last kill");
    eprintln!("killed {killed} times; an undisturbed import took {whole:?}");
}

/// Every matching post once, in the report, in the index that is built anew, and for a second
/// import of the same file, which finds duplicates only.
fn check(installation: &Installation, when: &str) {
    let matching = POSTS - POSTS.div_ceil(OTHER);
    let report = installation.report();
    assert_eq!(report["posts"], matching, "{when}: {report}");
    let (ok, out, err) = installation.run(&["rebuild-index"]);
    assert!(ok, "{when}: {err}");
    assert!(out.contains(&matching.to_string()), "{when}: {out}");
    let again = installation.path("again.ndjson");
    std::fs::copy(installation.path("posts.ndjson"), &again).unwrap();
    let second = installation.json(&Installation::import(&again));
    assert_eq!(second["recorded"], 0, "{when}: {second}");
    assert_eq!(second["duplicates"], matching, "{when}: {second}");
    assert_eq!(second["read"], POSTS, "{when}: {second}");
}

fn posts(installation: &Installation) -> PathBuf {
    installation.write_posts(POSTS, |n| match n % OTHER {
        0 => "teapot",
        _ => "zephyrine",
    })
}

fn time_of_one(installation: &Installation, file: &std::path::Path) -> Duration {
    let start = Instant::now();
    let status = installation.start_import(file).wait().unwrap();
    assert!(status.success(), "an undisturbed import ends well");
    start.elapsed()
}

/// Moments within an import and a little beyond, the same for the same number of rounds.
struct Moments(u64);

impl Moments {
    fn next(&mut self, whole: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        whole.mul_f64((z % 1_000) as f64 / 1_000.0)
    }
}
