//! What to import, and in which form.

use hearken_model::{OrgId, Source};
use std::{fmt, path::PathBuf, str::FromStr};

/// A file to import for one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportJob {
    /// Whose topics it is matched against.
    pub org: OrgId,
    /// Its form.
    pub format: Format,
    /// Where it is; plain, `.gz` or `.zst`, told by its first bytes.
    pub path: PathBuf,
    /// How the columns of a CSV file are called, where not as usual.
    pub columns: ColumnMap,
}

/// Forms of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Dump of Reddit submissions, one JSON object a line.
    Reddit,
    /// Our own post form, one JSON object a line; see `docs/reference/post-form.md`.
    Ndjson,
    /// Comma, semicolon or tab separated, with a header line.
    Csv,
    /// Lines captured from Jetstream, v1 or v2.
    Jetstream,
}

impl Format {
    /// All.
    pub const ALL: [Self; 4] = [Self::Reddit, Self::Ndjson, Self::Csv, Self::Jetstream];

    /// The word on the command line and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reddit => "reddit",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Jetstream => "jetstream",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a format: reddit, ndjson, csv or jetstream expected")]
pub struct ParseFormatError;

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(text: &str) -> Result<Self, ParseFormatError> {
        Self::ALL
            .into_iter()
            .find(|f| f.as_str() == text)
            .ok_or(ParseFormatError)
    }
}

/// How a CSV file is to be read; what is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// Field of the post form (`text`, `author_handle`) and the header of its column. Fields that
    /// are not named are looked for under their usual headers.
    pub columns: Vec<(String, String)>,
    /// Form of the times, as `strptime` has it: `%d/%m/%Y %H:%M`. UTC unless it has an offset.
    pub time_format: Option<String>,
    /// Byte between columns.
    pub delimiter: Option<u8>,
    /// Source of posts of which no column tells it.
    pub source: Option<Source>,
}
