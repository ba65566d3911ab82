//! What a fresh machine lacks: a C compiler, Node, the built front end, a browser for tests.
//! Installs what it may; where it may not, the error is the exact command to type.

mod browser;
pub(crate) mod demo;
mod frontend;
mod node;
pub(crate) mod packages;

pub(crate) use browser::find as find_browser;
pub(crate) use browser::install as install_browser;
pub(crate) use frontend::build as build_frontend;
pub(crate) use frontend::install as npm_ci;
pub(crate) use node::{Node, node};

use crate::shell;
use crate::workspace::Workspace;
use anyhow::Result;

/// Everything a build needs and, when asked for, a browser; a browser that cannot be had is an
/// error only in CI.
pub(crate) fn run(workspace: &Workspace, browser: bool) -> Result<()> {
    compiler()?;
    let node = node(workspace)?;
    frontend::build(workspace, &node)?;
    if browser && let Err(error) = install_browser() {
        if shell::in_ci() {
            return Err(error);
        }
        eprintln!("setup: no browser for the tests: {error:#}");
    }
    Ok(())
}

fn compiler() -> Result<()> {
    if shell::find("cc").is_some() || shell::find("gcc").is_some() {
        return Ok(());
    }
    packages::install(&["gcc", "libc6-dev"])
}

/// Removes build output and the front end's; the demo's data folder is a person's, and stays.
pub(crate) fn clean(workspace: &Workspace) -> Result<()> {
    for folder in [
        "frontend/node_modules",
        "frontend/dist",
        "e2e/node_modules",
        "e2e/results",
    ] {
        let path = workspace.path(folder);
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
            eprintln!("removed {folder}");
        }
    }
    shell::cargo(workspace, &["clean"]).run()
}
