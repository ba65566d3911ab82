//! Running other programs: echoed, in a named folder, with an error that says what failed.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

/// One command line to be run.
pub(crate) struct Command {
    program: OsString,
    arguments: Vec<OsString>,
    folder: Option<PathBuf>,
    environment: Vec<(String, OsString)>,
}

impl Command {
    /// A program, found on the PATH or by its path.
    pub(crate) fn new(program: impl Into<OsString>) -> Self {
        Self {
            program: program.into(),
            arguments: vec![],
            folder: None,
            environment: vec![],
        }
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds arguments.
    pub(crate) fn args<A: AsRef<str>>(mut self, arguments: &[A]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|a| OsString::from(a.as_ref())));
        self
    }

    /// Runs it in this folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_path_buf());
        self
    }

    /// Sets an environment variable for it.
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// As a `std::process::Command` without inherited standard input: no chore asks questions.
    pub(crate) fn process(&self) -> Process {
        let mut process = Process::new(&self.program);
        process.args(&self.arguments).stdin(Stdio::null());
        for (name, value) in &self.environment {
            process.env(name, value);
        }
        if let Some(folder) = &self.folder {
            process.current_dir(folder);
        }
        process
    }

    /// Says the command, runs it and fails when it fails.
    pub(crate) fn run(&self) -> Result<()> {
        eprintln!("$ {self}");
        let status = self
            .process()
            .status()
            .with_context(|| format!("cannot run {self}"))?;
        if !status.success() {
            bail!("failed ({status}): {self}");
        }
        Ok(())
    }

    /// Runs it quietly and gives its standard output; standard error goes into the error.
    pub(crate) fn read(&self) -> Result<String> {
        let output = self
            .process()
            .output()
            .with_context(|| format!("cannot run {self}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("failed ({}): {self}\n{}", output.status, said.trim_end());
        }
        String::from_utf8(output.stdout).with_context(|| format!("{self} printed no UTF-8"))
    }

    /// Whether it runs and succeeds; prints nothing.
    pub(crate) fn succeeds(&self) -> bool {
        let mut process = self.process();
        process.stdout(Stdio::null()).stderr(Stdio::null());
        process.status().is_ok_and(|status| status.success())
    }
}

impl std::fmt::Display for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, value) in &self.environment {
            if name != "PATH" {
                write!(f, "{name}={} ", value.to_string_lossy())?;
            }
        }
        write!(f, "{}", self.program.to_string_lossy())?;
        for argument in &self.arguments {
            write!(f, " {}", argument.to_string_lossy())?;
        }
        Ok(())
    }
}

/// `cargo` with arguments, at the root of the workspace, by the toolchain that runs us.
pub(crate) fn cargo<A: AsRef<str>>(workspace: &Workspace, arguments: &[A]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(program)
        .args(arguments)
        .folder(workspace.root())
}

/// A program of ours in the development profile, built when it is not up to date: `hearken` or
/// `examples/<name>`. All are built as `cargo test` builds them, because another choice of packages
/// would choose other features of their dependencies and build those anew.
pub(crate) fn built(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let words = ["build", "--workspace", "--bins", "--examples", "--quiet"];
    cargo(workspace, &words).run()?;
    let file = workspace.target().join("debug").join(name);
    file.canonicalize()
        .with_context(|| format!("cargo built no {}", file.display()))
}

/// Where a program lies on the PATH, if it does.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether this runs in continuous integration: what is missing there is an error.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI")
        .is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// Steps of a longer chore: each timed, the failures collected, the sum told at the end.
#[derive(Default)]
pub(crate) struct Steps {
    lines: Vec<(String, Duration, Outcome)>,
}

enum Outcome {
    Passed,
    Failed,
    Skipped(String),
}

impl Steps {
    /// Runs one step; a failure is told at once and remembered.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        eprintln!("\n==> {name}");
        let start = Instant::now();
        let outcome = match work() {
            Ok(()) => Outcome::Passed,
            Err(error) => {
                eprintln!("==> {name} FAILED: {error:#}");
                Outcome::Failed
            }
        };
        self.lines.push((name.to_owned(), start.elapsed(), outcome));
    }

    /// Notes a step that could not be run, and says why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        eprintln!("\n==> {name} SKIPPED: {why}");
        self.lines.push((
            name.to_owned(),
            Duration::ZERO,
            Outcome::Skipped(why.to_owned()),
        ));
    }

    /// Prints the table; an error when any step failed.
    pub(crate) fn finish(self, chore: &str) -> Result<()> {
        eprintln!("\n{chore}:");
        for (name, took, outcome) in &self.lines {
            let word = match outcome {
                Outcome::Passed => "ok".to_owned(),
                Outcome::Failed => "FAILED".to_owned(),
                Outcome::Skipped(why) => format!("SKIPPED: {why}"),
            };
            eprintln!("  {name:<28} {:>7.1} s  {word}", took.as_secs_f64());
        }
        let failed = self
            .lines
            .iter()
            .filter(|line| matches!(line.2, Outcome::Failed))
            .count();
        if failed > 0 {
            bail!("{chore}: {failed} of {} steps failed", self.lines.len());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_prints_as_it_would_be_typed() {
        let command = Command::new("cargo")
            .args(&["test", "-p"])
            .arg("x")
            .env("A", "1");
        assert_eq!(command.to_string(), "A=1 cargo test -p x");
    }

    #[test]
    fn output_and_failure_are_told() {
        assert_eq!(
            Command::new("sh").args(&["-c", "echo yes"]).read().unwrap(),
            "yes\n"
        );
        let error = Command::new("sh")
            .args(&["-c", "echo why >&2; exit 3"])
            .read()
            .unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
        assert!(!Command::new("sh").args(&["-c", "exit 3"]).succeeds());
        assert!(!Command::new("no-such-program-anywhere").succeeds());
    }

    #[test]
    fn steps_remember_failures() {
        let mut steps = Steps::default();
        steps.step("fine", || Ok(()));
        steps.step("broken", || bail!("no"));
        steps.skip("absent", "no tool");
        let error = steps.finish("chore").unwrap_err();
        assert_eq!(error.to_string(), "chore: 1 of 3 steps failed");
    }
}
