//! What a person typed into the three lists: normalized, and every problem said at once (SEA-051).

use crate::fold::Mode;
use crate::links;
use crate::term::{Pattern, Term};
use hearken_model::topic::{ENTRY_LIMIT, EXCLUSION_LIMIT, INCLUSION_LIMIT, KEYWORD_LIMIT};
use hearken_model::{Diagnostic, KeywordsRule};
use std::collections::HashSet;

/// Normalizes a rule and reports every problem; `prefix` is put before the names of its fields
/// (`rules.0` makes `rules.0.keywords`; empty makes `keywords`).
///
/// Entries are split at commas and line breaks, trimmed, white space inside them is made one
/// space; entries without a visible character and repetitions are dropped.
///
/// Codes: `required` (no keyword), `too_many` (arguments `limit`, `count`; names the first entry
/// beyond it), `too_long` (arguments `limit`, `count`; names the entry).
pub fn validate(rule: &KeywordsRule, prefix: &str) -> (KeywordsRule, Vec<Diagnostic>) {
    let mut rule = rule.clone();
    let mut problems = Vec::new();
    for (name, limit, entries) in lists(&mut rule) {
        *entries = normalized_entries(entries);
        let field = field(prefix, name);
        if name == "keywords" && entries.is_empty() {
            problems.push(Diagnostic::new("required", field.clone()));
        }
        if let Some(beyond) = entries.get(limit) {
            let problem = Diagnostic::new("too_many", field.clone()).entry(beyond.clone());
            let count = entries.len() as i64;
            problems.push(problem.with("limit", limit as i64).with("count", count));
        }
        for entry in entries.iter() {
            let count = entry.chars().count();
            if count > ENTRY_LIMIT {
                let problem = Diagnostic::new("too_long", field.clone()).entry(entry.clone());
                let problem = problem.with("limit", ENTRY_LIMIT as i64);
                problems.push(problem.with("count", count as i64));
            }
        }
    }
    repeat_free(&mut rule.languages);
    repeat_free(&mut rule.sources);
    repeat_free(&mut rule.groups);
    (rule, problems)
}

/// What is allowed but probably not meant. Codes: `hint_symbol` (a `*`, `?` or `"` is searched as
/// it stands), `hint_operator` (AND, OR, NOT are words), `hint_address` (addresses are not
/// searched), `hint_never` (a keyword that the rule excludes).
pub fn hints(rule: &KeywordsRule, prefix: &str) -> Vec<Diagnostic> {
    let mut rule = rule.clone();
    let mut hints = Vec::new();
    let excluded: HashSet<String> = normalized_entries(&rule.exclusions)
        .iter()
        .filter_map(|entry| canonical(entry))
        .collect();
    for (name, _, entries) in lists(&mut rule) {
        for entry in normalized_entries(entries) {
            let never =
                name == "keywords" && canonical(&entry).is_some_and(|c| excluded.contains(&c));
            let told = [
                ("hint_symbol", has_query_symbol(&entry)),
                ("hint_operator", has_operator(&entry)),
                ("hint_address", links::is_in(&entry)),
                ("hint_never", never),
            ];
            let told = told.into_iter().filter(|(_, applies)| *applies);
            hints.extend(
                told.map(|(code, _)| {
                    Diagnostic::new(code, field(prefix, name)).entry(entry.clone())
                }),
            );
        }
    }
    hints
}

fn has_query_symbol(entry: &str) -> bool {
    entry.contains(['*', '?', '"', '\u{201C}', '\u{201D}', '\u{201E}'])
}

fn has_operator(entry: &str) -> bool {
    let mut words = entry.split(' ');
    words.any(|word| matches!(word, "AND" | "OR" | "NOT" | "NEAR"))
}

/// The `#` and `@` forms of a plain entry, which it does not match itself (SEA-095): of
/// `City Light` they are `#citylight` and `@citylight`. None for an entry that is one already or
/// that holds a symbol.
pub fn entity_forms(entry: &str) -> Vec<String> {
    let joined: String = entry.split_whitespace().collect();
    let word = |c: char| c.is_alphanumeric() || c == '_' || crate::chars::classify(c).is_word();
    if joined.is_empty() || !joined.chars().all(word) {
        return Vec::new();
    }
    let joined = joined.to_lowercase();
    let forms = ["#", "@"].map(|sign| format!("{sign}{joined}"));
    let is_entity = |form: &String| Pattern::new(form, Mode::PLAIN).is_some_and(|p| p.is_entity());
    forms.into_iter().filter(is_entity).collect()
}

/// The entries of a list, split and trimmed, without those that are empty or say again what an
/// earlier one says.
fn normalized_entries<S: AsRef<str>>(entries: &[S]) -> Vec<String> {
    let mut seen = HashSet::new();
    split(entries)
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| canonical(part).is_some_and(|c| seen.insert(c)))
        .collect()
}

/// The entries of a list, split at commas and line breaks (SEA-081), trimmed.
pub(crate) fn split<S: AsRef<str>>(entries: &[S]) -> impl Iterator<Item = &str> {
    entries
        .iter()
        .flat_map(|entry| entry.as_ref().split([',', '\n', '\r']))
        .map(str::trim)
}

/// What an entry says to the matcher; none when nothing of it is visible.
fn canonical(entry: &str) -> Option<String> {
    let term = Term::new(entry, false)?;
    let turkic = term.turkic.map(|pattern| pattern.canonical());
    Some(format!(
        "{}\0{}",
        term.plain.canonical(),
        turkic.unwrap_or_default()
    ))
}

fn lists(rule: &mut KeywordsRule) -> [(&'static str, usize, &mut Vec<String>); 3] {
    [
        ("keywords", KEYWORD_LIMIT, &mut rule.keywords),
        ("inclusions", INCLUSION_LIMIT, &mut rule.inclusions),
        ("exclusions", EXCLUSION_LIMIT, &mut rule.exclusions),
    ]
}

fn field(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

fn repeat_free<T: Clone + Eq + std::hash::Hash>(values: &mut Vec<T>) {
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.clone()));
}
