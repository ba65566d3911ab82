//! `npm ci` and the build of `frontend/`, each skipped when its inputs are what they were.

use super::Node;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// Installs packages and builds `frontend/dist`, unless that was done for the same sources.
pub(crate) fn build(workspace: &Workspace, node: &Node) -> Result<()> {
    if !workspace.path("frontend/package.json").is_file() {
        eprintln!("setup: there is no frontend/ yet");
        return Ok(());
    }
    install(workspace, node, "frontend")?;
    let stamp = stamp_of(workspace, |file| file.starts_with("frontend/"))?;
    let built = workspace.path("frontend/dist").is_dir();
    if built && seen(workspace, "frontend-build", stamp)? {
        return Ok(());
    }
    node.command("npm", &workspace.path("frontend"))
        .args(&["run", "--silent", "build"])
        .run()?;
    remember(workspace, "frontend-build", stamp)
}

/// `npm ci` in a folder with a package-lock.json, unless it was done for the same lock.
pub(crate) fn install(workspace: &Workspace, node: &Node, folder: &str) -> Result<()> {
    let lock = format!("{folder}/package-lock.json");
    let stamp = stamp_of(workspace, |file| file == lock)?;
    let name = format!("npm-{}", folder.replace('/', "-"));
    let installed = workspace.path(folder).join("node_modules").is_dir();
    if installed && seen(workspace, &name, stamp)? {
        return Ok(());
    }
    node.command("npm", &workspace.path(folder))
        .args(&["ci", "--no-audit", "--no-fund"])
        .run()?;
    remember(workspace, &name, stamp)
}

/// A number that changes when one of the files does.
fn stamp_of(workspace: &Workspace, wanted: impl Fn(&str) -> bool) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in workspace.files()?.iter().filter(|file| wanted(file)) {
        file.hash(&mut hasher);
        std::fs::read(workspace.path(file))
            .with_context(|| format!("cannot read {file}"))?
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn seen(workspace: &Workspace, name: &str, stamp: u64) -> Result<bool> {
    let file = workspace.cache("stamps")?.join(name);
    Ok(std::fs::read_to_string(file).is_ok_and(|text| text == stamp.to_string()))
}

fn remember(workspace: &Workspace, name: &str, stamp: u64) -> Result<()> {
    let file = workspace.cache("stamps")?.join(name);
    write(&file, &stamp.to_string())
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
