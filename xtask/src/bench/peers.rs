//! The matching kernel beside other engines: writes the workload, fetches what Java needs, and runs
//! the workspace `peers/match`, which is no part of this one.

use super::run_example;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::Result;

/// `[RULES ...] [FILE]`, as for the kernel alone.
pub(super) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let is_number = |word: &&str| word.replace('_', "").parse::<usize>().is_ok();
    let (mut counts, file): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_number(word));
    if counts.is_empty() {
        counts = vec!["1000", "10_000", "100_000"];
    }
    let folder = workspace.path("target/peers/match");
    std::fs::create_dir_all(&folder)?;
    let folder = folder.to_string_lossy().into_owned();
    let mut export = vec!["--export", &folder];
    export.extend(counts.iter().chain(&file));
    run_example(workspace, "hearken-rules", "bench_match", &export)?;
    if let Err(problem) = fetch_jars(workspace, &folder) {
        println!("Lucene is left out unless its jars are there: {problem:#}");
    }
    let build = ["run", "--release", "--locked", "--", &folder];
    shell::cargo(workspace, &build)
        .folder(&workspace.path("peers/match"))
        .args(&counts)
        .run()
}

fn fetch_jars(workspace: &Workspace, folder: &str) -> Result<()> {
    Command::new("mvn")
        .args(&["--quiet", "--batch-mode", "dependency:copy-dependencies"])
        .arg(format!("-DoutputDirectory={folder}/jars"))
        .folder(&workspace.path("peers/match/lucene"))
        .run()
}
