//! Chores of the workspace, one module each: `cargo xtask help` lists them.
//!
//! Not part of the product: nothing here is compiled into `hearken`, and nothing of ours is
//! compiled into this (design: "xtask may use none of ours"), so that a broken crate can never
//! stop the tool that would tell what is broken.
#![allow(
    clippy::disallowed_methods,
    reason = "a build tool reads the clock and the environment; the product may not"
)]

mod bench;
mod ci;
mod codegen;
mod e2e;
mod rust_source;
mod scaffold;
mod services;
mod setup;
mod shell;
mod test;
mod tidy;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;
use workspace::Workspace;

const HELP: &str = "\
Chores of the Hearken workspace

  cargo xtask setup [--no-browser]      install what a fresh machine lacks, build the front end
  cargo xtask run [-- ARGS]             the demo world on http://127.0.0.1:8080
  cargo xtask test                      front end, cargo test, browser journeys
  cargo xtask test-services             real PostgreSQL, Bluesky PDS and Jetstream, all kill rounds
  cargo xtask ci                        fmt, clippy, tidy, codegen, docs, deny
  cargo xtask tidy                      the house rules that compilers do not check
  cargo xtask codegen [--check] [NAME]  write (or compare) what is generated
  cargo xtask bench [NAME]              a table and one line of JSON; without a name: lists them
  cargo xtask e2e [-- ARGS]             browser journeys alone; ARGS go to Playwright
  cargo xtask screenshots               write docs/images from the running demo
  cargo xtask new KIND NAME             connector | widget | page | endpoint | use-case
  cargo xtask fmt                       cargo fmt
  cargo xtask clean                     remove build output (not ./data)
";

fn main() -> ExitCode {
    match chore() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn chore() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let workspace = Workspace::find()?;
    let Some((chore, rest)) = words.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match (*chore, rest) {
        ("setup", rest) => setup::run(&workspace, !rest.contains(&"--no-browser")),
        ("run", rest) => setup::demo::run(&workspace, rest),
        ("test", []) => test::run(&workspace),
        ("test-services", []) => services::run(&workspace),
        ("ci", []) => ci::run(&workspace),
        ("tidy", []) => tidy::run(&workspace),
        ("codegen", rest) => codegen::run(&workspace, rest),
        ("bench", rest) => bench::run(&workspace, rest),
        ("e2e", rest) => e2e::run(&workspace, rest),
        ("screenshots", []) => e2e::screenshots(&workspace),
        ("new", [kind, name]) => scaffold::run(&workspace, kind, name),
        ("fmt", []) => shell::cargo(&workspace, &["fmt", "--all"]).run(),
        ("clean", []) => setup::clean(&workspace),
        ("help" | "--help" | "-h", _) => {
            print!("{HELP}");
            Ok(())
        }
        (other, _) => bail!("no such chore, or wrong arguments: {other}\n\n{HELP}"),
    }
}
