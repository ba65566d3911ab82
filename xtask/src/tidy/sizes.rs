//! Files of at most 400 lines, functions of at most 60; a test may have 100, since rows of data are
//! what a test should consist of.

use super::{Complaint, has_extension, rust_files};
use crate::rust_source::RustSource;
use crate::workspace::Workspace;
use anyhow::Result;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const TEST_LINES: usize = 100;
const WRITTEN: [&str; 6] = ["rs", "ts", "mjs", "css", "html", "sql"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in workspace.files()? {
        let written = WRITTEN
            .iter()
            .any(|extension| has_extension(&file, extension));
        if !written || is_table(&file) {
            continue;
        }
        let lines = workspace.read(&file)?.lines().count();
        if lines > FILE_LINES {
            complaints.push(Complaint::file(
                &file,
                format!("{lines} lines; {FILE_LINES} at most"),
            ));
        }
    }
    for file in rust_files(workspace)? {
        for function in RustSource::scan(&workspace.read(&file)?).functions() {
            let most = if function.is_test {
                TEST_LINES
            } else {
                FUNCTION_LINES
            };
            if function.lines > most {
                let what = format!(
                    "function {} has {} lines; {most} at most",
                    function.name, function.lines
                );
                complaints.push(Complaint::line(&file, function.line, what));
            }
        }
    }
    Ok(complaints)
}

/// Generated tables of facts are as long as the facts; previews are pages full of sample data.
fn is_table(file: &str) -> bool {
    file.starts_with("frontend/preview/")
        || file.contains("/generated/")
        || file.ends_with(".generated.rs")
        || file.ends_with("_table.rs")
}
