//! The real Jetstream server, built by Go from its pinned module, reading the PDS's relay.

use super::Started;
use super::child::{Child, answers, tied};
use super::pds;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder whose go.mod pins the server.
const FOLDER: &str = "xtask/services/jetstream";
const PACKAGE: &str = "github.com/bluesky-social/jetstream/cmd/jetstream";
const PORT: u16 = 6008;

/// The server, built by Go (which skips what is built); an error says why there is none.
pub(super) fn program(workspace: &Workspace) -> Result<PathBuf> {
    shell::find("go").context("Go is not installed, and Jetstream is built from source")?;
    let program = workspace.cache("go")?.join("jetstream");
    Command::new("go")
        .args(&["build", "-mod=readonly", "-o"])
        .arg(&program)
        .arg(PACKAGE)
        .folder(&workspace.path(FOLDER))
        .run()?;
    Ok(program)
}

/// Starts it on an empty data folder; it answers once it has caught up with the PDS.
pub(super) fn start(workspace: &Workspace, program: &Path) -> Result<Started> {
    if answers(PORT) {
        bail!("something listens on port {PORT} already; stop it first");
    }
    let name = format!("hearken-jetstream-{}", std::process::id());
    let data = std::env::temp_dir().join(name);
    let command = tied(program, None)
        .args(&[
            "serve",
            "--addr",
            &format!("127.0.0.1:{PORT}"),
            "--data-dir",
        ])
        .arg(&data)
        .args(&["--relay-url", &format!("http://127.0.0.1:{}", pds::RELAY)])
        .args(&["--plc-url", &format!("http://localhost:{}", pds::DIRECTORY)]);
    let log = workspace.cache("services")?.join("jetstream.log");
    let mut child = Child::start("Jetstream", &command, &log, "INT")?.owning(data);
    child.wait(Duration::from_mins(1), || {
        child_said(&log, "steady-state consumer running")
    })?;
    let url = format!("ws://127.0.0.1:{PORT}");
    Ok(Started {
        child,
        environment: vec![("HEARKEN_TEST_JETSTREAM", url)],
    })
}

fn child_said(log: &Path, words: &str) -> bool {
    std::fs::read_to_string(log).is_ok_and(|text| text.contains(words))
}
