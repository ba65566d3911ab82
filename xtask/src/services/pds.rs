//! A real Bluesky personal data server with its identity directory, from npm.

use super::Started;
use super::child::{Child, answers};
use crate::setup;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Duration;

const FOLDER: &str = "xtask/services/pds";
const PDS: u16 = 2583;
const PLC: u16 = 2582;

/// Installs the package as its lock file says and starts the server.
pub(super) fn start(workspace: &Workspace) -> Result<Started> {
    for port in [PDS, PLC] {
        if answers(port) {
            bail!("something listens on port {port} already; stop it first");
        }
    }
    let node = setup::node(workspace)?;
    setup::npm_ci(workspace, &node, FOLDER)?;
    let command = node
        .command("setpriv", &workspace.path(FOLDER))
        .args(&["--pdeathsig", "TERM", "--", "node", "start.mjs"])
        .env("PDS_PORT", PDS.to_string())
        .env("PLC_PORT", PLC.to_string());
    let log = workspace.cache("services")?.join("pds.log");
    let mut child = Child::start("Bluesky PDS", &command, &log, "TERM")?;
    child.wait(Duration::from_secs(60), || is_ready(&log))?;
    let environment = vec![
        ("HEARKEN_TEST_PDS", format!("http://localhost:{PDS}")),
        ("HEARKEN_TEST_PLC", format!("http://localhost:{PLC}")),
    ];
    Ok(Started { child, environment })
}

fn is_ready(log: &Path) -> bool {
    std::fs::read_to_string(log)
        .context("no log")
        .is_ok_and(|text| text.contains("ready"))
}
