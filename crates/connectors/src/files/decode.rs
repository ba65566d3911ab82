//! What every form of file implements: one line in, at most one item out.

use crate::{Item, Reject, RejectCode};
use hearken_model::{Timestamp, time::DAY};

/// Makes items of lines; pure, but for lines that continue an earlier one.
pub trait Decode: Send {
    /// The next line, without its end.
    fn line(&mut self, line: &[u8]) -> Step;

    /// The file is at its end.
    fn end(&mut self) -> Step {
        Step::Nothing
    }

    /// A line was passed over because of its size.
    fn lost_line(&mut self) {}

    /// What the decoder has to be told when the import goes on: the header of a CSV file.
    fn memory(&self) -> Option<&str> {
        None
    }
}

/// What a line was.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Something that happened.
    Item(Item),
    /// Not an entry: an empty line, a header.
    Nothing,
    /// An entry of no interest.
    Passed,
    /// An entry that goes on in the next line; no checkpoint may stand here.
    More,
    /// Not understood.
    Reject(Reject),
    /// Nothing of this file can be understood; says why.
    Stop(String),
}

impl From<Result<Item, Reject>> for Step {
    fn from(result: Result<Item, Reject>) -> Self {
        match result {
            Ok(item) => Self::Item(item),
            Err(reject) => Self::Reject(reject),
        }
    }
}

/// JSON of a line.
pub(super) fn json<'l, T: serde::Deserialize<'l>>(line: &'l [u8]) -> Result<T, Reject> {
    let text = std::str::from_utf8(line)
        .map_err(|_| Reject::new(RejectCode::Encoding, "the line is not UTF-8"))?;
    serde_json::from_str(text).map_err(|error| Reject::new(RejectCode::Malformed, told(&error)))
}

/// What is wrong with JSON, without the text itself: serde names the offending value.
fn told(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Syntax => "not JSON",
        serde_json::error::Category::Eof => "the JSON ends too early",
        serde_json::error::Category::Data => "a field has the wrong type",
        serde_json::error::Category::Io => "unreadable",
    };
    format!("{what}, at column {}", error.column())
}

/// A time that a post can have been published at: since 1970, not after tomorrow.
pub(super) fn plausible(
    field: &str,
    published_at: Timestamp,
    now: Timestamp,
) -> Result<Timestamp, Reject> {
    if published_at < Timestamp(0) {
        return Err(Reject::bad(field, "before 1970"));
    }
    if published_at > now.plus(DAY) {
        return Err(Reject::bad(field, "in the future"));
    }
    Ok(published_at)
}
