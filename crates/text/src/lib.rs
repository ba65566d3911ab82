//! Understanding of a text: language, sentiment, phrases, places.
//!
//! Pure functions over text with the tables they need; no I/O, no clock, no randomness: the same
//! post always gets the same [`hearken_model::Annotations`]. What a rule matches is not decided
//! here (that is `rules`), and nothing is stored here.
//!
//! # Measured
//!
//! | What | On what | Result |
//! |---|---|---|
//! | tone | TweetEval sentiment validation, 2,000 English tweets | macro-recall 58.5 (negative 59.3, neutral 46.1, positive 70.1) |
//! | tone | UMSAB English train, 1,839 tweets | macro-recall 56.4 |
//! | tone | UMSAB English validation, 324 tweets | macro-recall 63.3 |
//! | language | UMSAB, 15,141 tweets of 7 languages, none declared | 94.8 % right, 4.3 % `und`, 99.0 % of the answered right |
//! | place | 119,735 places of GeoNames that are not in the table | 96.0 % in the right country |
//!
//! Tone is the published VADER scorer with its lexicon; neutral below 0.2 (ANA-161) costs it one
//! point of recall against the best threshold, 0.1. Two-word boosters (`kind of`) and the idioms
//! of VADER are left out. The language table is in `docs/adr/0005-language-detector.md`, the
//! tables of places in `docs/adr/0007-place-data.md`.
//!
//! `cargo run -p hearken-text --example measure_sentiment`, `measure_language` and
//! `bench_annotate` repeat the numbers; floors stand in `tests/it/accuracy.rs`.

mod annotator;
mod fold;
pub mod language;
pub mod phrases;
pub mod places;
pub mod sentiment;
mod tokens;
mod words;

pub use annotator::Annotator;
