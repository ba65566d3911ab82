//! No paths of one person's machine in what everybody reads, and nothing that npm installed.

use super::Complaint;
use crate::workspace::Workspace;
use anyhow::Result;

/// Files whose own purpose is to name such paths.
const EXCEPT: [&str; 1] = ["xtask/src/tidy/paths.rs"];
const HOMES: [&str; 5] = ["/home/", "/Users/", "/root/", "/work/", "C:\\Users\\"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in workspace.files()? {
        if EXCEPT.contains(&file.as_str()) {
            continue;
        }
        if file.contains("node_modules/") {
            complaints.push(Complaint::file(&file, "installed packages are not tracked"));
            continue;
        }
        // What is not text (images, fonts) names no paths.
        let Ok(text) = std::fs::read_to_string(workspace.path(&file)) else {
            continue;
        };
        for (index, line) in text.lines().enumerate() {
            if let Some(home) = HOMES.iter().find(|home| is_path(line, home)) {
                let what = format!("a path of one machine: {home}");
                complaints.push(Complaint::line(&file, index + 1, what));
            }
        }
    }
    Ok(complaints)
}

/// The path begins there and goes on with a name: `/work/x`, but not `a/work/x`,
/// `https://example.org/home/`, `../work/` or the route `/Users/{id}`.
fn is_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + home.len()..);
        let after = after.and_then(|text| text.chars().next());
        let begins = before.is_none_or(|c| matches!(c, ' ' | '"' | '\'' | '`' | '=' | '(' | ':'));
        begins && after.is_none_or(|c| c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_paths_count() {
        assert!(is_path("cd /home/someone", "/home/"));
        assert!(is_path("\"/root/x\"", "/root/"));
        assert!(!is_path("https://example.org/home/", "/home/"));
        assert!(!is_path("net/work/y", "/work/"));
        assert!(!is_path("\"/Users/{id}\"", "/Users/"));
    }
}
