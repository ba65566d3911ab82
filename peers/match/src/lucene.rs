//! Lucene Monitor, in a Java of its own; see `lucene/Peer.java`.

use crate::measure::Figure;
use crate::workload::Workload;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Names, and the passes of the presearcher and the posts of a batch that Java is told.
pub(crate) const WAYS: [(&str, [&str; 2]); 3] = [
    ("Lucene Monitor", ["1", "1"]),
    ("Lucene Monitor, two passes", ["2", "1"]),
    ("Lucene Monitor, batches of 16", ["1", "16"]),
];

#[derive(Deserialize)]
struct Said {
    build_s: f64,
    posts_per_cpu_s: Vec<f64>,
}

pub(crate) fn measure(folder: &Path, workload: &Workload, how: [&str; 2]) -> Result<Figure> {
    let jars = folder.join("jars");
    if !jars.is_dir() {
        bail!("no jars (Maven fetches them)");
    }
    let file = |name: &str| folder.join(name);
    std::fs::write(file("lucene-posts.txt"), workload.posts.join("\n"))?;
    std::fs::write(file("lucene-rules.tsv"), rules(workload)?)?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lucene/Peer.java");
    let output = Command::new("java")
        .args(["-Xmx4g", "-XX:+UseSerialGC", "-cp"])
        .arg(jars.join("*"))
        .arg(source)
        .args(["lucene-rules.tsv", "lucene-posts.txt", "lucene-hits.txt"].map(file))
        .args(how)
        .stderr(Stdio::inherit())
        .output()
        .context("no Java")?;
    if !output.status.success() {
        bail!("Java ended with {}", output.status);
    }
    let said: Said = serde_json::from_slice(&output.stdout)?;
    let hits = std::fs::read_to_string(file("lucene-hits.txt"))?;
    let numbers = |line: &str| line.split_whitespace().map(str::parse).collect();
    let hits: Result<_, std::num::ParseIntError> = hits.lines().map(numbers).collect();
    Ok(Figure::new(hits?, said.build_s, said.posts_per_cpu_s))
}

/// A rule a line: its three lists, parted by tabs, their terms by commas. Plain texts hold neither.
fn rules(workload: &Workload) -> Result<String> {
    let mut lines = String::new();
    for rule in &workload.rules {
        let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
        let [keywords, inclusions, exclusions] = lists.map(|list| list.join(","));
        writeln!(lines, "{keywords}\t{inclusions}\t{exclusions}")?;
    }
    Ok(lines)
}
