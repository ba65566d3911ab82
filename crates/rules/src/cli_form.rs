//! The form of `hearken match`: rules as JSON, posts as NDJSON in, hits as NDJSON out.

use std::io::{BufRead, Write};

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchSummary {
    /// Lines read that are not blank.
    pub read: u64,
    /// Posts with a hit, and so lines written.
    pub matched: u64,
    /// Malformed lines, reported and skipped; above zero the process ends with status 2.
    pub rejected: u64,
}

/// The rules are not in the documented form.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the rules: {0}")]
pub struct RulesError(#[from] serde_json::Error);

/// Compiled rules with the ids of their file.
#[derive(Debug)]
pub struct RuleFile {}

impl RuleFile {
    /// Reads `[{"id","keywords":[],"inclusions":[],"proximity":"sentence|paragraph|post",
    /// "exclusions":[],"languages":[],"sources":[],"ignore_accents":false}]`. Only `id` and
    /// `keywords` are needed; the editor's limits (SEA-051) do not bind here.
    pub fn read(json: impl std::io::Read) -> Result<Self, RulesError> {
        let _: serde_json::Value = serde_json::from_reader(json)?;
        Ok(Self {})
    }
}

/// Options of [`match_stream`].
#[derive(Clone, Copy, Debug, Default)]
pub struct MatchOptions {
    /// Whether lines carry their evidence.
    pub explain: bool,
    /// Worker threads; 0 counts as 1.
    pub threads: usize,
}

/// Matches posts `{"id","title"?,"text","language"?,"source"?}`, one a line, and writes
/// `{"post": id, "rules": [ids]}` for each with a hit, in input order. Malformed lines are told to
/// `report` with their number (from 1) and left out.
pub fn match_stream(
    rules: &RuleFile,
    posts: impl BufRead,
    hits: impl Write,
    options: MatchOptions,
    report: impl FnMut(u64, &str),
) -> std::io::Result<MatchSummary> {
    let _ = (rules, posts, hits, options, report);
    Ok(MatchSummary::default())
}
