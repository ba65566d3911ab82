//! What a person typed into the three lists: normalized, and every problem said at once (SEA-051).

use hearken_model::{Diagnostic, KeywordsRule};

/// Normalizes a rule and reports every problem; `prefix` is put before the names of its fields
/// (`rules.0` makes `rules.0.keywords`; empty makes `keywords`).
///
/// Codes: `required` (no keyword), `too_many` (arguments `limit`, `count`; names the first entry
/// beyond it), `too_long` (arguments `limit`, `count`; names the entry).
pub fn validate(rule: &KeywordsRule, prefix: &str) -> (KeywordsRule, Vec<Diagnostic>) {
    let _ = prefix;
    (rule.clone(), Vec::new())
}

/// What is allowed but probably not meant. Codes: `hint_symbol` (a `*`, `?` or `"` is searched as
/// it stands), `hint_operator` (AND, OR, NOT are words), `hint_address` (addresses are not
/// searched), `hint_never` (a keyword that the rule excludes).
pub fn hints(rule: &KeywordsRule, prefix: &str) -> Vec<Diagnostic> {
    let _ = (rule, prefix);
    Vec::new()
}

/// The `#` and `@` forms of a plain entry, which it does not match itself (SEA-095).
pub fn entity_forms(entry: &str) -> Vec<String> {
    let _ = entry;
    Vec::new()
}
