//! Every statement on a table of tenants names the tenant. Read from the source text, so that a
//! statement cannot be written without it; statements over all organizations say so themselves
//! (`org_id > 0`) and stand in functions that take an `InstallScope`.

use std::path::{Path, PathBuf};

/// Tables without a tenant: the installation's own.
const INSTALLATION: &[&str] = &[
    "installation",
    "organizations",
    "users",
    "sessions",
    "one_time_secrets",
    "second_factors",
    "recovery_codes",
    "identities",
    "sign_ups",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// String literals of Rust source with the text before each.
fn literals(source: &str) -> Vec<(String, usize)> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'\'' if bytes.get(at + 1) == Some(&b'"') => at += 3,
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at += 4,
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                let text = source[start..at].replace("\\\n", " ").replace("\\\"", "\"");
                found.push((text.split_whitespace().collect::<Vec<_>>().join(" "), start));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_statement(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "]
        .iter()
        .any(|verb| text.starts_with(verb))
}

/// Every table that a statement names after FROM, JOIN, INTO or UPDATE.
fn tables(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .filter(|pair| matches!(pair[0], "FROM" | "JOIN" | "INTO" | "UPDATE") && pair[1] != "SET")
        .map(|pair| pair[1].to_owned())
        .filter(|table| !matches!(table.as_str(), "json_each" | "SELECT"))
        .collect()
}

/// Whether each reading or changing of a table is bound to `org_id`.
fn names_the_tenant(sql: &str) -> bool {
    if sql.starts_with("INSERT INTO ") {
        let columns = sql.split(')').next().unwrap_or_default();
        return columns.contains("org_id");
    }
    // A relationship has two tenants: `org_id` is the customer, `partner_id` the partner.
    let by_partner = usize::from(
        sql.starts_with("UPDATE relationships ") && sql.contains(" WHERE partner_id = $1 "),
    );
    // One condition on org_id for each table that is read.
    let bound = by_partner
        + sql.matches("org_id = ").count()
        + sql.matches("org_id > 0").count()
        + sql.matches("org_id >= ").count()
        + sql.matches("org_id IN (").count();
    bound
        >= tables(sql)
            .iter()
            .filter(|t| !INSTALLATION.contains(&t.as_str()))
            .count()
}

/// The text of the function that a place stands in, from its `fn` on.
fn function_of(source: &str, at: usize) -> &str {
    let start = source[..at].rfind("fn ").unwrap_or(0);
    &source[start..at]
}

#[test]
fn every_statement_names_its_tenant() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut checked = 0;
    let mut offenders = Vec::new();
    for file in files {
        // Statements about the databases themselves.
        if file.ends_with("db/migrations.rs") || file.ends_with("db/query.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        for (sql, at) in literals(&source) {
            if !is_statement(&sql) {
                continue;
            }
            let of_tenants = tables(&sql)
                .iter()
                .any(|t| !INSTALLATION.contains(&t.as_str()));
            if !of_tenants {
                continue;
            }
            checked += 1;
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if !names_the_tenant(&sql) && !by_person(&sql) {
                offenders.push(format!("{name}: no org_id: {sql}"));
            }
            let over_all = sql.contains("org_id > 0") || sql.contains("org_id >= 0");
            let function = function_of(&source, at);
            let is_rule_of_checks = name == "checks.rs" && !function.contains("fn count_posts");
            if over_all && !function.contains("InstallScope") && !is_rule_of_checks {
                offenders.push(format!(
                    "{name}: over all organizations without scope: {sql}"
                ));
            }
        }
    }
    assert!(checked > 90, "only {checked} statements were found");
    assert!(offenders.is_empty(), "{}", offenders.join("\n"));
}

/// The organizations of a person: bound to the person instead, for sign-in.
fn by_person(sql: &str) -> bool {
    sql.starts_with("SELECT id, slug, name FROM organizations")
        && sql.contains("WHERE user_id = $1")
        || sql
            .contains("FROM users WHERE id IN (SELECT user_id FROM memberships WHERE org_id = $1)")
}

#[test]
fn the_scanner_sees_what_it_must() {
    for (sql, expect) in [
        ("SELECT id FROM posts WHERE org_id = $1", true),
        ("SELECT id FROM posts WHERE id = $1", false),
        ("UPDATE posts SET kind = $1 WHERE id = $2", false),
        ("DELETE FROM posts WHERE public_id = $1", false),
        ("INSERT INTO posts (id) VALUES ($1)", false),
        ("INSERT INTO posts (org_id, id) VALUES {rows}", true),
        (
            "SELECT p.id FROM posts p JOIN topics t ON t.id = p.id WHERE p.org_id = $1",
            false,
        ),
        ("SELECT org_id, id FROM posts WHERE id = $1", false),
    ] {
        assert!(is_statement(sql));
        assert_eq!(names_the_tenant(sql), expect, "{sql}");
    }
    let source = "fn a() { q!(\n\"SELECT x \\\n   FROM y\", '\"', \"z\") }";
    let texts: Vec<_> = literals(source).into_iter().map(|l| l.0).collect();
    assert_eq!(texts, ["SELECT x FROM y", "z"]);
}
