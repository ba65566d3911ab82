//! An import as a person runs it: read, matched against 100 rules, recorded, indexed.

use super::posts;
use super::product::Product;
use crate::workspace::Workspace;
use anyhow::Result;
use serde_json::Value;

/// Two runs: one in which one post in a thousand matches the brand (reading and matching count),
/// one in which all do (recording counts).
pub(super) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 200_000)?;
    let mut rows = vec![];
    for (what, every) in [("few match", 1_000), ("all match", 1)] {
        let product = Product::build(workspace)?;
        product.topic("Brand", "zephyrine")?;
        // Rare words, so that the other 99 rules cost matching and hardly any recording.
        for rule in 1..100 {
            product.topic(&format!("Rule {rule}"), &posts::word(19_000 + rule))?;
        }
        let file = product.path("posts.ndjson");
        posts::write(&file, count, every, 1_790_000_000)?;
        let (said, peak) = product.import("ndjson", &file)?;
        let number = |key| said.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
        let seconds = number("seconds");
        rows.push((format!("{what}: read"), number("read") / seconds, "posts/s"));
        rows.push((
            format!("{what}: recorded"),
            number("recorded") / seconds,
            "posts/s",
        ));
        rows.push((format!("{what}: peak memory"), peak, "MiB"));
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.0.as_str(), row.1, row.2))
        .collect();
    super::tell("ingest", &rows);
    Ok(())
}
