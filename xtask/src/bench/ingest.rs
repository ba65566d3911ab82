//! An import as a person runs it: read, matched against 100 rules, recorded, indexed.

use super::product::Product;
use super::{Figure, posts, ratio};
use crate::workspace::Workspace;
use anyhow::Result;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

const RUNS: usize = 3;

/// Two kinds of file: one in which one post in a thousand matches the brand (reading and matching
/// count), one in which all do (recording counts). The baseline is what reading costs at least:
/// every line made JSON, on one thread.
pub(super) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 200_000)?;
    let mut figures = vec![];
    let mut parsed = vec![];
    for (what, every) in [("few match", 1_000), ("all match", 1)] {
        let (mut read, mut recorded, mut peaks) = (vec![], vec![], vec![]);
        for _ in 0..RUNS {
            let product = Product::build(workspace)?;
            product.topic("Brand", "zephyrine")?;
            // Rare words, so that the other 99 rules cost matching and hardly any recording.
            for rule in 1..100 {
                product.topic(&format!("Rule {rule}"), &posts::word(90_000 + rule))?;
            }
            let file = product.path("posts.ndjson");
            posts::write(&file, count, every, 1_790_000_000)?;
            parsed.push(parse(&file)?);
            let (said, peak) = product.import("ndjson", &file)?;
            let number = |key| said.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
            read.push(number("read") / number("seconds"));
            recorded.push(number("recorded") / number("seconds"));
            peaks.push(peak);
        }
        figures.push(Figure::new(format!("{what}, read"), "posts/s", read));
        figures.push(Figure::new(
            format!("{what}, recorded"),
            "posts/s",
            recorded,
        ));
        figures.push(Figure::new(format!("{what}, peak memory"), "MiB", peaks));
    }
    let baseline = Figure::new("baseline, lines made JSON", "posts/s", parsed);
    let against = figures
        .first()
        .map(|few| ratio("few match, read, to baseline", few, &baseline));
    figures.push(baseline);
    figures.extend(against);
    super::tell("ingest", &figures);
    Ok(())
}

/// Lines a second that become JSON.
fn parse(file: &Path) -> Result<f64> {
    let start = Instant::now();
    let mut lines: u64 = 0;
    for line in BufReader::with_capacity(1 << 20, File::open(file)?).lines() {
        let value: Value = serde_json::from_str(&line?)?;
        lines += u64::from(value.is_object());
    }
    Ok(lines as f64 / start.elapsed().as_secs_f64())
}
