//! A throw-away PostgreSQL cluster on port 5433, run by an unprivileged user.

use super::Started;
use super::child::{Child, answers, tied};
use crate::setup::packages;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PORT: u16 = 5433;

/// Makes a fresh cluster and starts it.
pub(super) fn start(workspace: &Workspace) -> Result<Started> {
    if answers(PORT) {
        bail!("something listens on port {PORT} already; stop it first");
    }
    let programs = programs()?;
    // The server refuses to run as root; the Debian package brings this user along.
    let user = packages::is_root().then_some("postgres");
    let folder = fresh_folder(user)?;
    let data = folder.join("data");
    tied(&programs.join("initdb"), user)
        .args(&[
            "--auth",
            "trust",
            "--username",
            "hearken",
            "--encoding",
            "UTF8",
            "--no-sync",
        ])
        .args(&["--locale", "C.UTF-8", "--pgdata"])
        .arg(&data)
        .folder(&folder)
        .read()?;
    let command = tied(&programs.join("postgres"), user)
        .arg("-D")
        .arg(&data)
        .args(&["-p", &PORT.to_string(), "-c", "listen_addresses=127.0.0.1"])
        .args(&["-c", "unix_socket_directories=", "-c", "fsync=off"])
        .folder(&folder);
    let log = workspace.cache("services")?.join("postgres.log");
    let mut child = Child::start("PostgreSQL", &command, &log, "INT")?.owning(folder);
    child.wait(Duration::from_secs(30), || ready(&programs))?;
    let url = format!("postgres://hearken@127.0.0.1:{PORT}/postgres");
    Ok(Started {
        child,
        environment: vec![("HEARKEN_TEST_POSTGRES", url)],
    })
}

fn ready(programs: &Path) -> bool {
    let port = PORT.to_string();
    Command::new(programs.join("pg_isready"))
        .args(&["-h", "127.0.0.1", "-p", &port])
        .succeeds()
}

/// The folder of `initdb` and `postgres`: the newest that Debian installed, or the PATH's.
fn programs() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    packages::install(&["postgresql"])?;
    find().context("postgresql was installed, but its initdb is nowhere")
}

fn find() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .map(|(version, path)| (version, path.join("bin")))
        .filter(|(_, path)| path.join("postgres").is_file() && path.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, path)| path);
    newest.or_else(|| shell::find("initdb")?.parent().map(Path::to_path_buf))
}

/// A new folder that the server's user may use, removed when the server stops.
fn fresh_folder(user: Option<&str>) -> Result<PathBuf> {
    let name = format!("hearken-postgres-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    if let Some(user) = user {
        Command::new("chown").arg(user).arg(&folder).read()?;
    }
    Ok(folder)
}
