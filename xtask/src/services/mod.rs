//! `cargo xtask test-services`: the tests that want real servers, with the servers started for
//! them on this machine's loopback and stopped by their process ids, also after a failure.
//!
//! A server that cannot be had here is named and its tests are skipped; never silently.

mod child;
mod jetstream;
mod pds;
mod postgres;
mod scim2;

use crate::shell::{self, Steps};
use crate::workspace::Workspace;
use crate::{e2e, setup};
use anyhow::Result;
use child::Child;

/// Random moments of an import at which the process is killed; `cargo test` does 20.
const KILL_ROUNDS: &str = "200";

/// Environment variables that tell the tests what runs, and the servers themselves.
#[derive(Default)]
struct Running {
    environment: Vec<(&'static str, String)>,
    children: Vec<Child>,
}

/// Starts what can be had, runs the tests that use it, stops everything.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    let mut running = Running::default();
    steps.step("setup", || {
        let node = setup::node(workspace)?;
        setup::build_frontend(workspace, &node)
    });
    steps.step("start PostgreSQL", || {
        postgres::start(workspace).map(|started| running.add(started))
    });
    steps.step("start Bluesky PDS", || {
        pds::start(workspace).map(|started| running.add(started))
    });
    match jetstream::program(workspace) {
        Ok(program) => steps.step("start Jetstream", || {
            jetstream::start(workspace, &program).map(|started| running.add(started))
        }),
        Err(why) => steps.skip("start Jetstream", &format!("{why:#}")),
    }
    match scim2::program(workspace) {
        Ok(program) => {
            let program = program.display().to_string();
            running.environment.push(("HEARKEN_TEST_SCIM", program));
        }
        Err(why) => steps.skip("SCIM tester", &format!("{why:#}")),
    }
    let environment = running.environment.clone();
    steps.step("tests on real servers", || tests(workspace, &environment));
    match setup::find_browser() {
        Some(_) => steps.step("journeys on real servers", || {
            e2e::with_services(workspace, &environment)
        }),
        None => steps.skip(
            "journeys on real servers",
            "no browser: run `cargo xtask setup`",
        ),
    }
    for child in running.children.drain(..).rev() {
        child.stop();
    }
    steps.finish("test-services")
}

/// Every test binary once more: those that look for a server now find it, and the kill test
/// reads how often it shall kill. The whole workspace, because another choice of packages would
/// choose other features of their dependencies and build them anew.
fn tests(workspace: &Workspace, environment: &[(&str, String)]) -> Result<()> {
    let words = ["test", "--workspace", "--test", "it"];
    let mut command = shell::cargo(workspace, &words).env("HEARKEN_KILL_ROUNDS", KILL_ROUNDS);
    for (name, value) in environment {
        command = command.env(name, value);
    }
    command.run()
}

impl Running {
    fn add(&mut self, started: Started) {
        for (name, value) in &started.environment {
            eprintln!("{name}={value}");
        }
        self.environment.extend(started.environment);
        self.children.push(started.child);
    }
}

/// A server that answers, and how the tests find it.
struct Started {
    child: Child,
    environment: Vec<(&'static str, String)>,
}
