//! `cargo xtask bench NAME`: one measurement, printed as a table and one line of JSON.
//!
//! A benchmark lives beside what it measures, as an example of that crate; this knows its name,
//! where it is and what it tells. All run in the release profile.

use crate::shell::{self, Command};
use crate::workspace::Workspace;
use anyhow::{Result, bail};

struct Bench {
    name: &'static str,
    tells: &'static str,
    package: &'static str,
    example: &'static str,
}

const BENCHES: [Bench; 0] = [];

/// Runs the named benchmark; what follows the name goes to it. Without a name: lists them.
pub(crate) fn run(workspace: &Workspace, rest: &[&str]) -> Result<()> {
    let Some((name, more)) = rest.split_first() else {
        for bench in &BENCHES {
            println!("cargo xtask bench {:<10} {}", bench.name, bench.tells);
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == *name) else {
        bail!("no benchmark {name}; `cargo xtask bench` lists them");
    };
    bench.command(workspace, more).run()
}

impl Bench {
    fn command(&self, workspace: &Workspace, more: &[&str]) -> Command {
        let words = [
            "run",
            "--release",
            "--package",
            self.package,
            "--example",
            self.example,
        ];
        shell::cargo(workspace, &words).arg("--").args(more)
    }
}
