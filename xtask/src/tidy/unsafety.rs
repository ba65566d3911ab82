//! `unsafe` stands in one file (docs/adr/0008).

use super::{Complaint, rust_files};
use crate::workspace::Workspace;
use anyhow::Result;

const PLACE: &str = "crates/archive/src/engine/files/map.rs";

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in rust_files(workspace)? {
        if file == PLACE || file.starts_with("xtask/") {
            continue;
        }
        for (number, line) in workspace.read(&file)?.lines().enumerate() {
            if opens(line) {
                let what = format!("`unsafe` stands only in {PLACE}");
                complaints.push(Complaint::line(&file, number + 1, what));
            }
        }
    }
    Ok(complaints)
}

/// Code that opens an unsafe block or lifts the lint against it; prose about it is free.
fn opens(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let lifts = code.contains("(unsafe_code") || code.trim() == "unsafe_code,";
    lifts
        || ["unsafe {", "unsafe fn", "unsafe impl"]
            .iter()
            .any(|word| code.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_not_prose() {
        assert!(opens("    unsafe { Mmap::map(file) }"));
        assert!(opens("#[expect(unsafe_code, reason = \"fast\")]"));
        assert!(opens("unsafe impl Send for X {}"));
        assert!(!opens("// no unsafe { here }"));
        assert!(!opens("let url = \"an unsafe address\";"));
    }
}
