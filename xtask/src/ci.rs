//! `cargo xtask ci`: the checks beyond the tests. A tool that the machine lacks is named and
//! its step skipped, never silently.

use crate::shell::{self, Command, Steps};
use crate::workspace::Workspace;
use crate::{codegen, tidy};

/// Runs every check, and fails at the end when one did.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut steps = Steps::default();
    if has(workspace, "fmt", "cargo-fmt", &mut steps) {
        steps.step("fmt", || {
            shell::cargo(workspace, &["fmt", "--all", "--check"]).run()
        });
    }
    steps.step("tidy", || tidy::run(workspace));
    if has(workspace, "clippy", "cargo-clippy", &mut steps) {
        let words = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        steps.step("clippy", || shell::cargo(workspace, &words).run());
    }
    steps.step("codegen --check", || codegen::run(workspace, &["--check"]));
    steps.step("docs", || {
        shell::cargo(workspace, &["doc", "--no-deps", "--workspace", "--quiet"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()
    });
    if has(workspace, "deny", "cargo-deny", &mut steps) {
        // Advisories come from a network that CI may not have; licences and sources do not.
        let words = ["deny", "check", "licenses", "bans", "sources"];
        steps.step("deny", || shell::cargo(workspace, &words).run());
    }
    steps.finish("ci")
}

fn has(workspace: &Workspace, subcommand: &str, tool: &str, steps: &mut Steps) -> bool {
    let there = shell::cargo(workspace, &[subcommand, "--version"]).succeeds()
        || Command::new(tool).arg("--version").succeeds();
    if !there {
        steps.skip(subcommand, &format!("{tool} is not installed"));
    }
    there
}
