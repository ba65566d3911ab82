//! Imports of files of posts.

mod cancel;
mod get;
mod list;
mod start;
mod upload;

pub use cancel::cancel;
pub use get::get;
pub use list::list;
pub use start::{StartImport, start};
pub use upload::{Upload, Uploaded};

use crate::{App, Result, act::People, ports::ImportFile};
use hearken_authz::OrgScope;
use hearken_model::{PublicId, Timestamp, time::SECOND};
use hearken_store::Import;
use serde_json::Value;

/// Formats of files, as `import --format` and the form name them.
pub const FORMATS: [&str; 4] = ["reddit", "ndjson", "csv", "jetstream"];

/// Imports that are listed.
const MOST: u32 = 100;

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
    /// Why it failed, or stands still until that is over: a code of the catalogues.
    pub problem: Option<String>,
}

/// An import as people see it.
async fn view(app: &App, scope: &OrgScope, import: Import) -> Result<ImportView> {
    Ok(shown(app, &app.people(scope).await?, scope, import))
}

fn shown(app: &App, people: &People, scope: &OrgScope, import: Import) -> ImportView {
    use hearken_store::ImportState as Stored;
    let file: Option<ImportFile> = serde_json::from_value(import.options.clone()).ok();
    let checkpoint: Value = import
        .checkpoint
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let is_packed = file.as_ref().is_some_and(|file| {
        let name = file.path.to_string_lossy().to_lowercase();
        name.ends_with(".gz") || name.ends_with(".zst")
    });
    let trouble = app.ingest.import_trouble(scope.org(), import.id);
    let ended = import.finished_at.unwrap_or(import.updated_at);
    ImportView {
        id: import.public_id,
        name: import.file_name,
        format: import.format,
        state: match import.state {
            Stored::Queued => ImportState::Waiting,
            Stored::Running => ImportState::Running,
            Stored::Done => ImportState::Done,
            Stored::Failed => ImportState::Failed,
            Stored::Cancelled => ImportState::Canceled,
        },
        read: import.read,
        matched: import.matched,
        recorded: import.recorded,
        duplicates: import.duplicates,
        rejected: import.rejected,
        bytes: checkpoint
            .get("position")
            .and_then(Value::as_u64)
            .unwrap_or_default(),
        total_bytes: file.map(|file| file.bytes).filter(|_| !is_packed),
        started_by: people.name(import.started_by),
        started_at: import.created_at,
        ended_at: import.finished_at,
        seconds: (ended.0 - import.created_at.0).max(0) as f64 / SECOND as f64,
        problem: import.error.or_else(|| trouble.map(str::to_owned)),
    }
}
