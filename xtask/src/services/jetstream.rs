//! The real Jetstream server, built by Go from its module, in front of the PDS.

use super::Started;
use super::child::{Child, answers, tied};
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;

const MODULE: &str = "github.com/bluesky-social/jetstream/cmd/jetstream@v0.2.0";
const PORT: u16 = 6008;

/// The built server; built once and kept in the build output. An error says why there is none.
pub(super) fn program(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.cache("go")?;
    let program = folder.join("jetstream");
    if program.is_file() {
        return Ok(program);
    }
    shell::find("go").context("Go is not installed; Jetstream is built from source")?;
    Command::new("go")
        .args(&["install", MODULE])
        .env("GOBIN", &folder)
        .run()?;
    Ok(program)
}

/// Starts it.
pub(super) fn start(workspace: &Workspace, program: &Path) -> Result<Started> {
    if answers(PORT) {
        bail!("something listens on port {PORT} already; stop it first");
    }
    let data = workspace.cache("services")?.join("jetstream");
    let command = tied(program, None)
        .arg("serve")
        .env("JETSTREAM_DATA_DIR", &data);
    let log = workspace.cache("services")?.join("jetstream.log");
    let mut child = Child::start("Jetstream", &command, &log, "INT")?;
    child.wait(Duration::from_secs(30), || answers(PORT))?;
    let url = format!("ws://127.0.0.1:{PORT}");
    Ok(Started {
        child,
        environment: vec![("HEARKEN_TEST_JETSTREAM", url)],
    })
}
