//! The program.

use clap::Parser;
use hearken::{cli::Cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
