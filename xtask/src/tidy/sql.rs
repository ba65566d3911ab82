//! SQL stands only in `store`.

use super::{Complaint, rust_files};
use crate::rust_source::RustSource;
use crate::workspace::Workspace;
use anyhow::Result;

const STATEMENTS: [&str; 8] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "DROP TABLE ",
    "PRAGMA ",
];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in rust_files(workspace)? {
        if file.starts_with("crates/store/") || file.starts_with("xtask/") {
            continue;
        }
        for (line, text) in RustSource::scan(&workspace.read(&file)?).strings {
            if is_sql(&text) {
                complaints.push(Complaint::line(&file, line, "SQL stands only in store"));
            }
        }
    }
    Ok(complaints)
}

/// Statements are written in capitals here, which tells them from sentences.
fn is_sql(text: &str) -> bool {
    let start = text.trim_start();
    STATEMENTS
        .iter()
        .any(|statement| start.starts_with(statement))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        assert!(is_sql("SELECT id FROM posts"));
        assert!(is_sql("\n  INSERT INTO posts VALUES ($1)"));
        assert!(!is_sql("Select a category"));
        assert!(!is_sql("UPDATED"));
    }
}
