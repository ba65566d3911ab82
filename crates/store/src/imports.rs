//! Imports of files: what runs, how far, and what came of it. Counters and checkpoint move with
//! the posts, in [`Store::record`].

use crate::{
    Error, ImportStep, OrgRecorded, Result, Store, Tx,
    db::{Reader, q},
    store::{json, public_id, to_json, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{ImportId, OrgId, PublicId, Timestamp, UserId};
use serde_json::Value;

/// An import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Id inside.
    pub id: ImportId,
    /// Id outside.
    pub public_id: PublicId,
    /// Name of the file, as the person knows it.
    pub file_name: String,
    /// Its format (`reddit`, `ndjson`, `csv`, `jetstream`).
    pub format: String,
    /// Settings of the format, such as a column map; also where the file is kept.
    pub options: Value,
    /// How it stands.
    pub state: ImportState,
    /// Where reading goes on.
    pub checkpoint: Option<String>,
    /// Items read so far, rejected ones included.
    pub read: u64,
    /// Posts that matched a topic.
    pub matched: u64,
    /// Posts recorded anew.
    pub recorded: u64,
    /// Posts that matched and were recorded already.
    pub duplicates: u64,
    /// Items that could not be used.
    pub rejected: u64,
    /// Why it failed.
    pub error: Option<String>,
    /// Who started it.
    pub started_by: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Waits for its turn.
    Queued,
    /// Is being read; after a restart it goes on at its checkpoint.
    Running,
    /// Was read to the end.
    Done,
    /// Ended with an error.
    Failed,
    /// Was stopped by a person.
    Cancelled,
}

impl ImportState {
    const ALL: [Self; 5] = [
        Self::Queued,
        Self::Running,
        Self::Done,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The stored word, also of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it has ended.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }

    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// An import to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewImport {
    /// Name of the file.
    pub file_name: String,
    /// Its format.
    pub format: String,
    /// Settings of the format.
    pub options: Value,
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    org_id: i64,
    id: i64,
    public_id: Vec<u8>,
    file_name: String,
    format: String,
    options: String,
    state: String,
    checkpoint: Option<String>,
    posts_read: i64,
    posts_matched: i64,
    posts_recorded: i64,
    posts_duplicate: i64,
    posts_rejected: i64,
    error: Option<String>,
    started_by: Option<i64>,
    created_at: i64,
    updated_at: i64,
    finished_at: Option<i64>,
}

impl ImportRow {
    fn read(self) -> Result<Import> {
        Ok(Import {
            id: ImportId(self.id),
            public_id: public_id(&self.public_id)?,
            file_name: self.file_name,
            format: self.format,
            options: json("import options", &self.options)?,
            state: word("state", &self.state, ImportState::from_word(&self.state))?,
            checkpoint: self.checkpoint,
            read: self.posts_read.max(0) as u64,
            matched: self.posts_matched.max(0) as u64,
            recorded: self.posts_recorded.max(0) as u64,
            duplicates: self.posts_duplicate.max(0) as u64,
            rejected: self.posts_rejected.max(0) as u64,
            error: self.error,
            started_by: self.started_by.map(UserId),
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            finished_at: self.finished_at.map(Timestamp),
        })
    }
}

impl Store {
    /// The organization's imports, newest first.
    pub async fn list_imports(&self, scope: &OrgScope, limit: u32) -> Result<Vec<Import>> {
        let rows: Vec<ImportRow> = self
            .db
            .all(q!(
                "SELECT * FROM imports WHERE org_id = $1 ORDER BY id DESC LIMIT $2",
                scope.org(),
                i64::from(limit)
            ))
            .await?;
        rows.into_iter().map(ImportRow::read).collect()
    }

    /// An import by its id inside.
    pub async fn load_import(&self, scope: &OrgScope, id: ImportId) -> Result<Import> {
        load(self.reader(), scope.org(), id).await
    }

    /// An import by its id outside.
    pub async fn find_import(&self, scope: &OrgScope, id: PublicId) -> Result<Option<Import>> {
        let row: Option<ImportRow> = self
            .db
            .opt(q!(
                "SELECT * FROM imports WHERE org_id = $1 AND public_id = $2",
                scope.org(),
                id
            ))
            .await?;
        row.map(ImportRow::read).transpose()
    }

    /// Imports that have not ended, of all organizations, oldest first: to go on after a restart.
    pub async fn list_open_imports(&self, _scope: &InstallScope) -> Result<Vec<(OrgId, Import)>> {
        let rows: Vec<ImportRow> = self
            .db
            .all(q!(
                "SELECT * FROM imports WHERE org_id > 0 AND state IN ('queued', 'running') \
                 ORDER BY created_at, org_id, id"
            ))
            .await?;
        rows.into_iter()
            .map(|row| Ok((OrgId(row.org_id), row.read()?)))
            .collect()
    }
}

async fn load(mut reader: Reader<'_>, org: OrgId, id: ImportId) -> Result<Import> {
    let row: Option<ImportRow> = reader
        .opt(q!(
            "SELECT * FROM imports WHERE org_id = $1 AND id = $2",
            org,
            id
        ))
        .await?;
    row.ok_or(Error::NotFound)?.read()
}

impl Tx {
    /// Makes an import; it is queued.
    pub async fn create_import(&mut self, scope: &OrgScope, new: &NewImport) -> Result<Import> {
        let id = ImportId(self.take_id(scope.org(), "import").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO imports (org_id, id, public_id, file_name, format, options, state, \
                 posts_read, posts_matched, posts_recorded, posts_duplicate, posts_rejected, \
                 started_by, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, 0, 0, 0, 0, $7, $8, $8)",
                scope.org(),
                id,
                public,
                &new.file_name,
                &new.format,
                to_json(&new.options)?,
                scope.actor().user(),
                self.now
            ))
            .await?;
        load(self.reader(), scope.org(), id).await
    }

    /// Moves an import to another state. One that is over stays so: [`Error::Stale`].
    pub async fn set_import_state(
        &mut self,
        scope: &OrgScope,
        id: ImportId,
        state: ImportState,
        error: Option<&str>,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE imports SET state = $1, error = $2, updated_at = $3, finished_at = $4 \
                 WHERE org_id = $5 AND id = $6 AND state IN ('queued', 'running')",
                state.as_str(),
                error,
                self.now,
                state.is_over().then_some(self.now),
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            load(self.reader(), scope.org(), id).await?;
            return Err(Error::Stale);
        }
        Ok(())
    }

    /// Moves the counters and the checkpoint of a running import.
    pub(crate) async fn step_import(
        &mut self,
        org: OrgId,
        step: &ImportStep,
        outcome: &OrgRecorded,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE imports SET posts_read = posts_read + $1, \
                 posts_matched = posts_matched + $2, posts_recorded = posts_recorded + $3, \
                 posts_duplicate = posts_duplicate + $4, posts_rejected = posts_rejected + $5, \
                 checkpoint = COALESCE($6, checkpoint), updated_at = $7 \
                 WHERE org_id = $8 AND id = $9 AND state IN ('queued', 'running') \
                 AND COALESCE(checkpoint, '') = $10",
                step.read as i64,
                outcome.matched as i64,
                outcome.recorded as i64,
                outcome.duplicates as i64,
                step.rejected as i64,
                step.checkpoint.as_deref(),
                self.now,
                org,
                step.import,
                step.from.as_deref().unwrap_or_default()
            ))
            .await?;
        // A person cancelled it meanwhile, or another process moved it: the batch must not count,
        // nor be recorded.
        if changed == 0 {
            return Err(Error::Stale);
        }
        Ok(())
    }
}
