//! `cargo xtask new KIND NAME`: the file, its registry line and its test, ready to be filled.
//!
//! A kind is a function from a name to a [`Plan`]. Nothing is written unless every part of the
//! plan can be: a registry that no longer looks as expected is an error, and a test of ours.

mod connector;
mod edit;
mod endpoint;
mod name;
mod page;
mod use_case;
mod widget;

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use edit::Edit;
use name::Name;

/// Files to be made and registries to be extended.
struct Plan {
    files: Vec<(String, String)>,
    edits: Vec<Edit>,
    /// What the person does next.
    next: String,
}

/// From a name to all that is written for it; an error where the name does not fit the kind.
type Planner = fn(&Name) -> Result<Plan>;

/// What can be made: its word, the form of its name, and how it is planned.
const KINDS: [(&str, &str, Planner); 5] = [
    ("connector", "NAME, such as lemmy", connector::plan),
    ("widget", "NAME, such as link-hosts", widget::plan),
    ("page", "AREA/NAME, such as settings/retention", page::plan),
    (
        "endpoint",
        "RESOURCE/VERB, such as topics/archive",
        endpoint::plan,
    ),
    (
        "use-case",
        "NOUN/VERB, such as topics/archive",
        use_case::plan,
    ),
];

/// Writes the scaffold of one thing and formats what was written.
pub(crate) fn run(workspace: &Workspace, kind: &str, name: &str) -> Result<()> {
    let Some((_, form, plan)) = KINDS.iter().find(|row| row.0 == kind) else {
        let kinds: Vec<String> = KINDS
            .iter()
            .map(|row| format!("{} ({})", row.0, row.1))
            .collect();
        bail!("no scaffold for {kind}; there are: {}", kinds.join(", "));
    };
    let name = Name::parse(name).with_context(|| format!("the name of a {kind} is {form}"))?;
    let plan = plan(&name)?;
    let written = prepare(workspace, &plan)?;
    let mut rust = vec![];
    for (path, text) in &written {
        let file = workspace.path(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&file, text).with_context(|| format!("cannot write {path}"))?;
        eprintln!("wrote {path}");
        if std::path::Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            rust.push(path.as_str());
        }
    }
    shell::Command::new("rustfmt")
        .args(&["--edition", "2024"])
        .args(&rust)
        .folder(workspace.root())
        .run()?;
    eprintln!("next: {}", plan.next);
    Ok(())
}

/// All texts as they will be, before any is written.
fn prepare(workspace: &Workspace, plan: &Plan) -> Result<Vec<(String, String)>> {
    let mut written = vec![];
    for (path, text) in &plan.files {
        if workspace.path(path).exists() {
            bail!("{path} is there already");
        }
        written.push((path.clone(), text.clone()));
    }
    for edit in &plan.edits {
        let at = written.iter().position(|(path, _)| *path == edit.file);
        let old = match at.and_then(|at| written.get(at)) {
            Some((_, text)) => text.clone(),
            None => workspace.read(&edit.file)?,
        };
        let new = edit.apply(&old)?;
        match at.and_then(|at| written.get_mut(at)) {
            Some(slot) => slot.1 = new,
            None => written.push((edit.file.clone(), new)),
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The registries look as the scaffolds expect: every plan can be prepared on today's files.
    #[test]
    fn every_scaffold_fits_the_registries_of_today() {
        let workspace = Workspace::find().unwrap();
        for (kind, name) in [
            ("connector", "made-up-network"),
            ("widget", "made-up-widget"),
            ("page", "analytics/made-up-page"),
            ("endpoint", "made-up-resource"),
            ("use-case", "topics/made-up-verb"),
        ] {
            let (_, _, plan) = KINDS.iter().find(|row| row.0 == kind).unwrap();
            let plan = plan(&Name::parse(name).unwrap()).unwrap();
            let written = prepare(&workspace, &plan).unwrap_or_else(|e| panic!("{kind}: {e:#}"));
            assert!(
                written.len() > plan.files.len(),
                "{kind} has no registry line"
            );
            for (path, text) in written {
                assert!(!text.contains("__"), "{kind}: a mark is left in {path}");
            }
        }
    }
}
