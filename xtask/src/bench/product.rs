//! The release binary over a temporary data folder, and how much memory its processes take.

use crate::setup;
use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Everybody's password in a benchmark.
pub(super) const PASSWORD: &str = "a kettle sings at five";
pub(super) const MAIL: &str = "admin@bench.example";
const LISTEN: &str = "127.0.0.1:8199";

/// A built binary with a data folder of its own, which goes with the value.
pub(super) struct Product {
    binary: PathBuf,
    folder: PathBuf,
}

/// A running server; dropping it stops it.
pub(super) struct Served {
    process: Child,
    address: &'static str,
    /// From starting the process to the first byte of the first page.
    pub(super) first_byte: Duration,
}

impl Product {
    /// Builds the release binary and makes an installation with one organization, `bench`.
    pub(super) fn build(workspace: &Workspace) -> Result<Self> {
        let product = Self::bare(workspace)?;
        let words = [
            "init",
            "--organization",
            "Bench",
            "--slug",
            "bench",
            "--country",
            "DE",
        ];
        product
            .command(&words)
            .args(&["--admin-email", MAIL, "--json"])
            .read()?;
        Ok(product)
    }

    /// Builds the release binary; nothing is set up.
    pub(super) fn bare(workspace: &Workspace) -> Result<Self> {
        let node = setup::node(workspace)?;
        setup::build_frontend(workspace, &node)?;
        shell::cargo(workspace, &["build", "--release", "--package", "hearken"]).run()?;
        let binary = workspace.target().join("release/hearken").canonicalize()?;
        let folder = new_folder()?;
        let quiet = "[bluesky]\nenabled = false\n[feeds]\nenabled = false\n";
        std::fs::write(folder.join("hearken.toml"), quiet)?;
        Ok(Self { binary, folder })
    }

    /// A file in the data folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A topic of one keyword.
    pub(super) fn topic(&self, name: &str, keyword: &str) -> Result<()> {
        let words = [
            "topic",
            "create",
            "--organization",
            "bench",
            "--category",
            "Bench",
        ];
        let more = ["--name", name, "--keywords", keyword, "--json"];
        self.command(&words).args(&more).read().map(drop)
    }

    /// Imports a file: what the command says, and the most memory it took, in MiB.
    pub(super) fn import(&self, format: &str, file: &Path) -> Result<(Value, f64)> {
        let words = [
            "import",
            "--organization",
            "bench",
            "--json",
            "--format",
            format,
        ];
        let command = self.command(&words).arg(file);
        let mut process = command.process().stdout(Stdio::piped()).spawn()?;
        let mut peak: f64 = 0.0;
        while process.try_wait()?.is_none() {
            peak = peak.max(memory(process.id(), "VmHWM").unwrap_or(0.0));
            std::thread::sleep(Duration::from_millis(20));
        }
        let output = process.wait_with_output()?;
        if !output.status.success() {
            bail!("the import failed ({})", output.status);
        }
        let said = serde_json::from_slice(&output.stdout).context("the import printed no JSON")?;
        Ok((said, peak))
    }

    /// Serves, and waits for the first page.
    pub(super) fn serve(&self) -> Result<Served> {
        self.serve_with(&[])
    }

    /// The same with more words, such as `--demo`.
    pub(super) fn serve_with(&self, more: &[&str]) -> Result<Served> {
        let start = Instant::now();
        let command = self.command(&["serve", "--listen", LISTEN]).args(more);
        let process = command.process();
        let process = { process }.stdout(Stdio::null()).spawn()?;
        let mut served = Served {
            process,
            address: LISTEN,
            first_byte: Duration::ZERO,
        };
        while start.elapsed() < Duration::from_mins(2) {
            if super::http::get(LISTEN, "/sign-in", None).is_ok_and(|page| page.status == 200) {
                served.first_byte = start.elapsed();
                return Ok(served);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("the server answered nothing in two minutes")
    }

    fn command(&self, words: &[&str]) -> Command {
        Command::new(&self.binary)
            .arg("--data")
            .arg(&self.folder)
            .args(words)
            .env("HEARKEN_ADMIN_PASSWORD", PASSWORD)
    }
}

/// A folder that nothing else of this process has.
fn new_folder() -> Result<PathBuf> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("hearken-bench-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

impl Drop for Product {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("cannot remove {}: {error}", self.folder.display());
        }
    }
}

impl Served {
    /// Where it listens.
    pub(super) fn address(&self) -> &'static str {
        self.address
    }

    /// Memory that it holds now, in MiB.
    pub(super) fn memory(&self) -> f64 {
        memory(self.process.id(), "VmRSS").unwrap_or(0.0)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        Command::new("kill")
            .arg(self.process.id().to_string())
            .succeeds();
        // Its exit status says nothing that a benchmark would tell.
        let _ = self.process.wait();
    }
}

/// A line of the kernel's account of a process, in MiB.
fn memory(process: u32, line: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let found = status
        .lines()
        .find_map(|l| l.strip_prefix(line)?.strip_prefix(':'))?;
    let kib: f64 = found.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}
