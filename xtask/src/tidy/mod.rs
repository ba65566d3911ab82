//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Every rule is a function from the workspace to complaints; all of them run, and every
//! complaint is printed with its file and line.

mod arrows;
mod links;
mod names;
mod paths;
mod sizes;
mod sql;
mod unsafety;

use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// One thing that is not as the house wants it: where, and what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    place: String,
    what: String,
}

impl Complaint {
    fn file(file: &str, what: impl Into<String>) -> Self {
        Self {
            place: file.to_owned(),
            what: what.into(),
        }
    }

    fn line(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            place: format!("{file}:{line}"),
            what: what.into(),
        }
    }
}

type Rule = fn(&Workspace) -> Result<Vec<Complaint>>;

const RULES: [(&str, Rule); 7] = [
    ("arrows", arrows::check),
    ("sizes", sizes::check),
    ("names", names::check),
    ("sql", sql::check),
    ("unsafe", unsafety::check),
    ("links", links::check),
    ("paths", paths::check),
];

/// Runs every rule; fails when one complains.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut count = 0;
    for (name, rule) in RULES {
        for complaint in rule(workspace)? {
            eprintln!("{}: [{name}] {}", complaint.place, complaint.what);
            count += 1;
        }
    }
    if count > 0 {
        bail!("tidy: {count} complaints");
    }
    eprintln!("tidy: nothing to complain about");
    Ok(())
}

/// The Rust files of the workspace that people write.
fn rust_files(workspace: &Workspace) -> Result<Vec<String>> {
    let files = workspace.files()?;
    Ok(files
        .into_iter()
        .filter(|file| has_extension(file, "rs"))
        .collect())
}

fn has_extension(file: &str, wanted: &str) -> bool {
    std::path::Path::new(file)
        .extension()
        .is_some_and(|extension| extension == wanted)
}
