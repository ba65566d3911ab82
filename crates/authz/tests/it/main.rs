//! Decisions against the transcribed matrix, against properties, and against a second statement of
//! the same rules in Cedar.

mod cedar;
mod matrix;
mod properties;
mod requests;
