//! Decisions against the transcribed matrix, against properties, and against a second statement of
//! the same rules in Cedar.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails loudly"
)]

mod cedar;
mod matrix;
mod model;
mod oracle;
mod properties;
mod requests;
