//! `cargo xtask new KIND NAME`: the file, its registry line and its test, ready to be filled.

use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// Writes the scaffold of one thing.
pub(crate) fn run(_workspace: &Workspace, kind: &str, _name: &str) -> Result<()> {
    bail!("no scaffold for {kind}: there are connector, widget, page, endpoint, use-case")
}
