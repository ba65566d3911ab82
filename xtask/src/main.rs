//! Chores of the workspace: run, setup, ci, tidy, codegen, bench, e2e, new.

fn main() {}
