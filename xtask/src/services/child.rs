//! A server of the tests: started with its output in a file, stopped by its process id.

use crate::shell::{self, Command};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child as Process;
use std::time::{Duration, Instant};

/// A running server; dropping it stops it.
pub(super) struct Child {
    name: &'static str,
    process: Process,
    log: PathBuf,
    signal: &'static str,
    folder: Option<PathBuf>,
}

impl Child {
    /// Starts a program whose output goes to `log`. Where `setpriv` is there, the kernel stops
    /// the server should xtask itself be killed. `signal` is what ends the server in good order.
    pub(super) fn start(
        name: &'static str,
        command: &Command,
        log: &Path,
        signal: &'static str,
    ) -> Result<Self> {
        eprintln!("$ {command} (output: {})", log.display());
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let process = command
            .process()
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        Ok(Self {
            name,
            process,
            log: log.to_path_buf(),
            signal,
            folder: None,
        })
    }

    /// Waits until `ready` says yes; the server's own words are in the error when it does not.
    pub(super) fn wait(&mut self, limit: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < limit {
            if ready() {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("{} ended by itself ({status}):\n{}", self.name, self.tail());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!(
            "{} did not answer in {limit:?}:\n{}",
            self.name,
            self.tail()
        )
    }

    /// Removes this folder when the server has stopped.
    pub(super) fn owning(mut self, folder: PathBuf) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Asks it to stop, waits, and kills it when it does not.
    pub(super) fn stop(self) {
        drop(self);
    }

    fn tail(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines
            .get(lines.len().saturating_sub(20)..)
            .unwrap_or_default()
            .join("\n")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.end();
        if let Some(folder) = &self.folder
            && let Err(error) = std::fs::remove_dir_all(folder)
        {
            eprintln!("cannot remove {}: {error}", folder.display());
        }
    }
}

impl Child {
    fn end(&mut self) {
        let id = self.process.id().to_string();
        Command::new("kill")
            .args(&["-s", self.signal, &id])
            .succeeds();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if !matches!(self.process.try_wait(), Ok(None)) {
                eprintln!("{} stopped", self.name);
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        eprintln!("{} does not stop; killing process {id}", self.name);
        // Nothing is left to be done when even this fails.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A command that the kernel ends together with xtask, as another user when one is named.
pub(super) fn tied(program: &Path, user: Option<&str>) -> Command {
    if shell::find("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv").args(&["--pdeathsig", "TERM"]);
    if let Some(user) = user {
        command = command.args(&["--reuid", user, "--regid", user, "--init-groups"]);
    }
    command.arg("--").arg(program)
}

/// Whether something listens on this port of the loopback.
pub(super) fn answers(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpStream::connect_timeout(&address, Duration::from_millis(300)).is_ok()
}
