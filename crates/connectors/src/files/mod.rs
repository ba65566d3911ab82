//! Importers: posts from files (`hearken import`, Search Setup > Import).
//!
//! One reader serves all forms: it unpacks by the file's first bytes, cuts lines under a cap and
//! remembers where it is, so that an import goes on where it was stopped. What a line means is a
//! pure [`decode::Decode`] per form. A bad line is a reject with its number; it never stops the
//! import.

mod csv;
pub mod decode;
mod form;
mod importer;
mod job;
mod lines;
mod ndjson;
mod open;
mod reddit;
mod when;

pub use csv::CsvDecoder;
pub use importer::{BATCH_LINES, FileImporter, Importer};
pub use job::{ColumnMap, Format, ImportJob, ParseFormatError};
pub use lines::LINE_LIMIT;
pub use ndjson::NdjsonDecoder;
pub use reddit::RedditDecoder;
