//! The SCIM community's own tester, from PyPI, in a virtual environment of its own below `target`.

use crate::setup::packages;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// The file that pins it.
const REQUIREMENTS: &str = "xtask/services/scim/requirements.txt";

/// The tester, installed as its file says; an error says why there is none.
pub(super) fn program(workspace: &Workspace) -> Result<PathBuf> {
    if shell::find("python3").is_none() {
        packages::install(&["python3", "python3-venv"])?;
    }
    let folder = workspace.cache("scim2")?;
    let pip = folder.join("bin/pip");
    if !pip.is_file() {
        let made = |folder| Command::new("python3").args(&["-m", "venv"]).arg(folder);
        if made(&folder).run().is_err() {
            packages::install(&["python3-venv"])?;
            made(&folder).run()?;
        }
    }
    Command::new(&pip)
        .args(&["install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(workspace.path(REQUIREMENTS))
        .run()?;
    let program = folder.join("bin/scim2");
    if !program.is_file() {
        bail!("scim2-cli was installed, but its program is nowhere");
    }
    Ok(program)
}
