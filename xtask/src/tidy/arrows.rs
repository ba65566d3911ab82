//! Which crate may use which: the table of ARCHITECTURE.md, checked from `cargo metadata`.

use super::Complaint;
use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde_json::Value;

/// Normal dependencies among our own packages; what is absent is forbidden.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("hearken-model", &[]),
    ("hearken-rules", &["hearken-model"]),
    ("hearken-text", &["hearken-model"]),
    ("hearken-authz", &["hearken-model"]),
    ("hearken-store", &["hearken-model", "hearken-authz"]),
    (
        "hearken-archive",
        &["hearken-model", "hearken-authz", "hearken-rules"],
    ),
    ("hearken-connectors", &["hearken-model"]),
    (
        "hearken-pipeline",
        &[
            "hearken-model",
            "hearken-rules",
            "hearken-text",
            "hearken-authz",
            "hearken-store",
            "hearken-archive",
            "hearken-connectors",
        ],
    ),
    (
        "hearken-app",
        &[
            "hearken-model",
            "hearken-rules",
            "hearken-text",
            "hearken-authz",
            "hearken-store",
            "hearken-archive",
            "hearken-connectors",
        ],
    ),
    (
        "hearken-web",
        &["hearken-model", "hearken-authz", "hearken-app"],
    ),
    (
        "hearken-api",
        &["hearken-model", "hearken-authz", "hearken-app"],
    ),
    ("hearken-world", &["hearken-model", "hearken-connectors"]),
    (
        "hearken",
        &[
            "hearken-model",
            "hearken-rules",
            "hearken-text",
            "hearken-authz",
            "hearken-store",
            "hearken-archive",
            "hearken-connectors",
            "hearken-pipeline",
            "hearken-app",
            "hearken-web",
            "hearken-api",
            "hearken-world",
        ],
    ),
    (
        "hearken-testkit",
        &["hearken", "hearken-world", "hearken-model"],
    ),
    ("xtask", &[]),
];

/// Third-party crates that stand in one place only: the crate, and who may name it.
const CONFINED: [(&str, &[&str]); 4] = [
    ("sqlx", &["hearken-store"]),
    (
        "axum",
        &[
            "hearken-web",
            "hearken-api",
            "hearken",
            "hearken-world",
            "hearken-testkit",
        ],
    ),
    ("cedar-policy", &["hearken-authz"]),
    ("askama", &["hearken-web", "hearken-app"]),
];

/// Crates that do no I/O and read no clock, and what they therefore may not use.
const PURE: [&str; 4] = [
    "hearken-model",
    "hearken-rules",
    "hearken-text",
    "hearken-authz",
];
const IMPURE: [&str; 5] = ["tokio", "sqlx", "axum", "reqwest", "hyper"];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Complaint>> {
    let words = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata: Value = serde_json::from_str(&shell::cargo(workspace, &words).read()?)?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .context("cargo metadata has no packages")?;
    let mut complaints = vec![];
    for package in packages {
        let name = text(package, "name").unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|row| row.0 == name) else {
            complaints.push(Complaint::file(name, "is not in the table of arrows"));
            continue;
        };
        for dependency in package
            .get("dependencies")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let other = text(dependency, "name").unwrap_or_default();
            let kind = text(dependency, "kind").unwrap_or("normal");
            complaints.extend(judge(name, allowed, other, kind));
        }
    }
    Ok(complaints)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

fn judge(name: &str, allowed: &[&str], other: &str, kind: &str) -> Option<Complaint> {
    let ours = ALLOWED.iter().any(|row| row.0 == other);
    if ours {
        let testkit = kind == "dev" && other == "hearken-testkit";
        return (!allowed.contains(&other) && !testkit)
            .then(|| Complaint::file(name, format!("may not use {other} ({kind} dependency)")));
    }
    if let Some((_, users)) = CONFINED.iter().find(|row| row.0 == other)
        && !users.contains(&name)
    {
        return Some(Complaint::file(
            name,
            format!("may not use {other}: {users:?} may"),
        ));
    }
    let impure = kind == "normal" && PURE.contains(&name) && IMPURE.contains(&other);
    impure.then(|| Complaint::file(name, format!("does no I/O and may not use {other}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows() {
        let check = |name: &str, other: &str, kind: &str, fine: bool| {
            let allowed = ALLOWED.iter().find(|row| row.0 == name).unwrap().1;
            let complaint = judge(name, allowed, other, kind);
            assert_eq!(
                complaint.is_none(),
                fine,
                "{name} -> {other} ({kind}): {complaint:?}"
            );
        };
        check("hearken-rules", "hearken-model", "normal", true);
        check("hearken-rules", "hearken-store", "normal", false);
        check("hearken-rules", "hearken-store", "dev", false);
        check("hearken-rules", "hearken-testkit", "dev", true);
        check("hearken-rules", "hearken-testkit", "normal", false);
        check("hearken-rules", "tokio", "normal", false);
        check("hearken-rules", "tokio", "dev", true);
        check("hearken-rules", "serde", "normal", true);
        check("hearken-web", "hearken-archive", "normal", false);
        check("hearken-web", "sqlx", "normal", false);
        check("hearken-authz", "cedar-policy", "dev", true);
        check("hearken-app", "cedar-policy", "dev", false);
        check("hearken-app", "hearken-pipeline", "normal", false);
        check("xtask", "hearken-model", "normal", false);
    }

    #[test]
    fn no_two_crates_use_each_other() {
        for (name, allowed) in ALLOWED {
            for other in allowed {
                let back = ALLOWED.iter().find(|row| row.0 == *other).unwrap().1;
                assert!(!back.contains(&name), "{name} and {other}");
            }
        }
    }
}
