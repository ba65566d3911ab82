//! Imports of files of posts.

mod cancel;
mod get;
mod list;
mod start;

pub use cancel::cancel;
pub use get::get;
pub use list::list;
pub use start::{StartImport, start};

use hearken_model::{PublicId, Timestamp};

/// Formats of files, as `import --format` and the form name them.
pub const FORMATS: [&str; 4] = ["reddit", "ndjson", "csv", "jetstream"];

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportState {
    /// Waits for its turn, or for a restart to go on.
    Waiting,
    /// Reads.
    Running,
    /// Has read everything.
    Done,
    /// Was stopped by a person.
    Canceled,
    /// Could not go on; see `problem`.
    Failed,
}

impl ImportState {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Canceled,
        Self::Failed,
    ];

    /// The word in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Canceled => "canceled",
            Self::Failed => "failed",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether nothing more will happen.
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Canceled | Self::Failed)
    }
}

/// An import with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportView {
    /// Its id.
    pub id: PublicId,
    /// Name of the file.
    pub name: String,
    /// Its format.
    pub format: String,
    /// Where it stands.
    pub state: ImportState,
    /// Posts read.
    pub read: u64,
    /// Of these, posts that match a topic.
    pub matched: u64,
    /// Of these, posts recorded.
    pub recorded: u64,
    /// Matched, and recorded already.
    pub duplicates: u64,
    /// Lines that are no post.
    pub rejected: u64,
    /// Bytes read of the file, unpacked.
    pub bytes: u64,
    /// Bytes of the file; none when it is packed, so that nobody knows how many will come out.
    pub total_bytes: Option<u64>,
    /// Who started it.
    pub started_by: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Seconds of reading, over all restarts.
    pub seconds: f64,
    /// Why it failed: a code of the catalogues.
    pub problem: Option<String>,
}
