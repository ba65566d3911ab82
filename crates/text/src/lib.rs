//! Understanding of a text: language, sentiment, phrases, places.
//!
//! Pure functions over text with the tables they need; no I/O, no clock, no randomness: the same
//! post always gets the same [`hearken_model::Annotations`]. What a rule matches is not decided
//! here (that is `rules`), and nothing is stored here.

mod annotator;
mod fold;
pub mod language;
pub mod phrases;
pub mod places;
pub mod sentiment;
mod tokens;
mod words;

pub use annotator::Annotator;
