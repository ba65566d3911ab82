//! A real Bluesky personal data server with its identity directory, from npm, and in front of
//! both what a relay adds for Jetstream.

use super::Started;
use super::child::{Child, answers};
use crate::setup::{self, packages};
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;

const FOLDER: &str = "xtask/services/pds";
const PLC: u16 = 2582;
const PDS: u16 = 2583;
pub(super) const RELAY: u16 = 2584;
pub(super) const DIRECTORY: u16 = 2585;

/// Installs the package as its lock file says and starts the server.
pub(super) fn start(workspace: &Workspace) -> Result<Started> {
    for port in [PLC, PDS, RELAY, DIRECTORY] {
        if answers(port) {
            bail!("something listens on port {port} already; stop it first");
        }
    }
    let node = setup::node(workspace)?;
    let folder = workspace.path(FOLDER);
    install(workspace, &node, &folder)?;
    // `setpriv` is a part of every Debian: the kernel stops the server should xtask be killed.
    let command = node
        .command("setpriv", &folder)
        .args(&["--pdeathsig", "TERM", "--", "node", "start.mjs"])
        .env("PLC_PORT", PLC.to_string())
        .env("PDS_PORT", PDS.to_string())
        .env("RELAY_PORT", RELAY.to_string())
        .env("DIRECTORY_PORT", DIRECTORY.to_string());
    let log = workspace.cache("services")?.join("pds.log");
    let mut child = Child::start("Bluesky PDS", &command, &log, "TERM")?;
    child.wait(Duration::from_mins(1), || {
        std::fs::read_to_string(&log).is_ok_and(|text| text.contains("ready"))
    })?;
    let environment = vec![
        ("HEARKEN_TEST_PDS", format!("http://localhost:{PDS}")),
        ("HEARKEN_TEST_RELAY", format!("ws://127.0.0.1:{RELAY}")),
    ];
    Ok(Started { child, environment })
}

/// The package compiles its database binding: a C++ compiler, Python, and Node's own headers,
/// which are taken from beside a Node that has them, so that nothing else is downloaded.
fn install(workspace: &Workspace, node: &setup::Node, folder: &Path) -> Result<()> {
    let tools = [("g++", "g++"), ("make", "make"), ("python3", "python3")];
    let missing: Vec<&str> = tools
        .iter()
        .filter(|(tool, _)| shell::find(tool).is_none())
        .map(|tool| tool.1)
        .collect();
    if !missing.is_empty() {
        packages::install(&missing)?;
    }
    setup::npm_ci(workspace, node, FOLDER)?;
    if built(folder) {
        return Ok(());
    }
    let rebuild = node
        .command("npm", folder)
        .args(&["rebuild", "better-sqlite3"]);
    match headers(node, folder) {
        Some(prefix) => rebuild.env("npm_config_nodedir", prefix).run()?,
        None => rebuild.run()?,
    }
    if !built(folder) {
        bail!("the PDS's database binding was not built; see what npm printed above");
    }
    Ok(())
}

fn built(folder: &Path) -> bool {
    folder
        .join("node_modules/better-sqlite3/build/Release/better_sqlite3.node")
        .is_file()
}

/// The installation prefix of Node where its headers lie in `include/node`.
fn headers(node: &setup::Node, folder: &Path) -> Option<PathBuf> {
    let command: Command = node
        .command("node", folder)
        .args(&["-p", "process.execPath"]);
    let program = PathBuf::from(command.read().ok()?.trim());
    let prefix = program.parent()?.parent()?;
    prefix
        .join("include/node/node.h")
        .is_file()
        .then(|| prefix.to_path_buf())
}
