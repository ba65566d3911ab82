//! Keyword rules: normalise, tokenise, compile, match many rules against one post (SEA section 6).
//!
//! What it is: pure functions from texts and rules to hits and their evidence. [`Subject`] is a
//! post taken apart once; [`Matcher`] holds the rules of every organization; [`naive`] says the
//! same once more, slowly, as the oracle of the tests. What it is not: it reads no clock, knows no
//! storage, and does not detect languages.
//!
//! ```
//! use hearken_model::{KeywordsRule, Language, Post, Source, Timestamp};
//! use hearken_rules::{CompiledRule, Subject};
//!
//! let rule = CompiledRule::new(&KeywordsRule {
//!     keywords: vec!["City Power & Light".to_owned()],
//!     exclusions: vec!["offers".to_owned()],
//!     ..KeywordsRule::default()
//! });
//! let post = Post::new(Source::BLUESKY, "1", "Thank you, City Power&Light!", Timestamp(0));
//! let language = Language::UND;
//! let proofs = rule.explain(&Subject::new(&post, &language));
//! assert_eq!((proofs[0].spans[0].start, proofs[0].spans[0].end), (11, 27));
//! ```

pub mod backtest;
pub mod blocklist;
mod chars;
pub mod cli_form;
pub mod clues;
mod compiled;
mod edits;
mod fold;
pub mod foreign;
pub mod fuzzing;
mod kernel;
mod links;
pub mod matcher;
pub mod naive;
mod originals;
mod parts;
mod place;
pub mod query;
mod quick;
pub mod rule;
pub mod scope;
mod scratch;
pub mod subject;
mod term;
mod token;
mod units;
pub mod validate;
mod view;

pub use blocklist::{BlockedDomain, BlockedEntry, Blocklist};
pub use clues::words_of;
pub use edits::Change;
pub use matcher::{Explanation, Hit, Matcher, MatcherBuilder};
pub use query::TextQuery;
pub use rule::{CompiledRule, Proof};
pub use scratch::Scratch;
pub use subject::Subject;
pub use validate::{entity_forms, hints, validate};
