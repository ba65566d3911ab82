//! The form of `hearken match`: rules as JSON, posts as NDJSON in, hits as NDJSON out.
//!
//! It reads and writes what it is given and knows no files, arguments or exit codes; the command
//! line wires it.

mod post;
mod rules;
mod stream;

pub use rules::{RuleFile, RulesError};
pub use stream::{LINE_LIMIT, MatchOptions, MatchSummary, match_stream};
