//! Names that say nothing are not names: no `util`, `common`, `helpers`, `manager`, `misc`.
//! And `web` and `api` name no store, archive or connector, not even by a re-export's path.

use super::{Complaint, rust_files};
use crate::rust_source::RustSource;
use crate::workspace::Workspace;
use anyhow::Result;

const SAY_NOTHING: [&str; 8] = [
    "util", "utils", "common", "helper", "helpers", "manager", "managers", "misc",
];
const EDGES: [&str; 2] = ["crates/web/", "crates/api/"];
const BEHIND: [&str; 4] = [
    "hearken_store",
    "hearken_archive",
    "hearken_connectors",
    "hearken_pipeline",
];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in rust_files(workspace)? {
        if let Some(part) = says_nothing(&file) {
            complaints.push(Complaint::file(&file, format!("{part} is not a name")));
        }
        let edge = EDGES.iter().any(|folder| file.starts_with(folder));
        if !edge {
            continue;
        }
        let source = RustSource::scan(&workspace.read(&file)?);
        for (index, line) in source.code.lines().enumerate() {
            for name in BEHIND.iter().filter(|name| line.contains(**name)) {
                let what = format!("an edge names {name}; ask a use-case of app");
                complaints.push(Complaint::line(&file, index + 1, what));
            }
        }
    }
    Ok(complaints)
}

fn says_nothing(file: &str) -> Option<&str> {
    file.split('/')
        .map(|part| part.strip_suffix(".rs").unwrap_or(part))
        .find(|part| SAY_NOTHING.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names() {
        assert_eq!(says_nothing("crates/web/src/util.rs"), Some("util"));
        assert_eq!(
            says_nothing("crates/web/src/helpers/mod.rs"),
            Some("helpers")
        );
        assert_eq!(says_nothing("crates/web/src/utility_bills.rs"), None);
    }
}
