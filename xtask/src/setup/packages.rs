//! Debian packages: installed as root or through a sudo that asks nothing, else told.

use crate::shell::{self, Command};
use anyhow::{Result, bail};
use std::sync::atomic::{AtomicBool, Ordering};

static UPDATED: AtomicBool = AtomicBool::new(false);

/// Installs packages; when that is not allowed here, the error names the command to type.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if shell::find("apt-get").is_none() {
        bail!(
            "this machine lacks: {} (install with its package manager)",
            packages.join(", ")
        );
    }
    let Some(prefix) = root_prefix() else {
        bail!(
            "this machine lacks: {}\nrun: {by_hand}",
            packages.join(", ")
        );
    };
    eprintln!("setup: installing {}", packages.join(" "));
    if !UPDATED.swap(true, Ordering::Relaxed) {
        as_root(&prefix, &["apt-get", "update", "-qq"]).run()?;
    }
    as_root(
        &prefix,
        &["apt-get", "install", "-y", "-qq", "--no-install-recommends"],
    )
    .args(packages)
    .env("DEBIAN_FRONTEND", "noninteractive")
    .run()
    .map_err(|error| error.context(format!("by hand: {by_hand}")))
}

/// Whether this process is root.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .read()
        .is_ok_and(|id| id.trim() == "0")
}

/// The words to put before a command so that it runs as root; `None` when nothing here may.
fn root_prefix() -> Option<Vec<&'static str>> {
    if is_root() {
        return Some(vec![]);
    }
    let sudo = Command::new("sudo").args(&["-n", "true"]).succeeds();
    sudo.then(|| vec!["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"])
}

fn as_root(prefix: &[&str], words: &[&str]) -> Command {
    let all: Vec<&str> = prefix.iter().chain(words).copied().collect();
    match all.split_first() {
        Some((program, rest)) => Command::new(*program).args(rest),
        None => Command::new("true"),
    }
}
