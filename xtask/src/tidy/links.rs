//! Links between the documents of the repository lead somewhere.

use super::{Complaint, has_extension};
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::{Component, Path, PathBuf};

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let mut complaints = vec![];
    for file in workspace
        .files()?
        .iter()
        .filter(|file| has_extension(file, "md"))
    {
        let text = workspace.read(file)?;
        for (line, target) in links(&text) {
            let folder = Path::new(file).parent().unwrap_or(Path::new(""));
            let there = normal(&folder.join(&target)).map(|path| workspace.root().join(path));
            if !there.is_some_and(|path| path.exists()) {
                let what = format!("the link to {target} leads nowhere");
                complaints.push(Complaint::line(file, line, what));
            }
        }
    }
    Ok(complaints)
}

/// Relative targets of `[text](target)` and `![text](target)`, outside code fences.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for piece in line.split("](").skip(1) {
            let target = piece.split([')', '#', ' ']).next().unwrap_or_default();
            let elsewhere = target.contains(':') || target.starts_with('/');
            if !target.is_empty() && !elsewhere {
                found.push((index + 1, target.to_owned()));
            }
        }
    }
    found
}

/// Without `.` and `..`; `None` when it leaves the repository.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => out.pop().then_some(())?,
            part => out.push(part),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_into_the_repository_count() {
        let text = "[a](b.md#c) ![i](d.png)\n[x](https://example.org) [h](#here)\n```\n[n](o)\n```";
        let found = links(text);
        assert_eq!(found, [(1, "b.md".to_owned()), (1, "d.png".to_owned())]);
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(
            normal(Path::new("docs/./adr/../x.md")),
            Some("docs/x.md".into())
        );
        assert_eq!(normal(Path::new("../x.md")), None);
    }
}
