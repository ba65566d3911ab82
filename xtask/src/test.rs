//! `cargo xtask test`: front end, every Rust test, browser journeys.

use crate::shell::{self, Steps};
use crate::workspace::Workspace;
use crate::{e2e, setup};
use anyhow::Result;

/// Runs all of it and tells at the end what passed, failed and was skipped.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("setup", || setup::run(workspace, true));
    steps.step("front end", || frontend(workspace));
    steps.step("cargo test", || {
        shell::cargo(workspace, &["test", "--workspace"]).run()
    });
    match setup::find_browser() {
        Some(_) => steps.step("browser journeys", || e2e::run(workspace, &[])),
        None if shell::in_ci() => {
            steps.step("browser journeys", || {
                anyhow::bail!("no browser on this machine")
            });
        }
        None => steps.skip("browser journeys", "no browser: run `cargo xtask setup`"),
    }
    steps.finish("test")
}

fn frontend(workspace: &Workspace) -> Result<()> {
    let node = setup::node(workspace)?;
    let folder = workspace.path("frontend");
    node.command("npm", &folder)
        .args(&["run", "--silent", "check"])
        .run()?;
    node.command("npm", &folder)
        .args(&["test", "--silent"])
        .run()
}
