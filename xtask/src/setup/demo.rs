//! `cargo xtask run`: the demo world, built and served.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::Result;

/// Prepares everything but a browser and serves the demo until it is stopped.
///
/// What follows `run` (with or without `--`) goes to `hearken serve`.
pub(crate) fn run(workspace: &Workspace, rest: &[&str]) -> Result<()> {
    super::run(workspace, false)?;
    let more: Vec<&str> = rest.iter().copied().filter(|word| *word != "--").collect();
    shell::cargo(workspace, &["run", "--package", "hearken", "--"])
        .args(&["--data", "data/demo", "serve", "--demo"])
        .args(&more)
        .run()
}
