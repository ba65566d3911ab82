//! An API endpoint: its file and its line in the resource's module.

use super::{Plan, name::Name};
use anyhow::{Result, bail};

pub(super) fn plan(name: &Name) -> Result<Plan> {
    let resource = name.folder()?;
    bail!("no endpoints of {resource} yet");
}
