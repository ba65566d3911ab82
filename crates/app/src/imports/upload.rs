//! A file that somebody sends: kept on disk as it comes, gone when no import starts from it.

use super::{ImportView, StartImport, start};
use crate::{App, AppError, Caller, Result};
use hearken_authz::Permission;
use hearken_model::Diagnostic;
use std::{collections::BTreeMap, path::PathBuf};
use tokio::{fs::File, io::AsyncWriteExt};

/// A file that is being received. Dropped before [`Upload::start`] has started its import, it
/// leaves nothing behind.
#[derive(Debug)]
pub struct Upload {
    file: File,
    path: PathBuf,
    bytes: u64,
    most: u64,
    kept: bool,
}

/// What was sent. Fields of problems: `file`, `format`, `columns`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uploaded {
    /// Its name as people see it.
    pub name: String,
    /// One of [`super::FORMATS`].
    pub format: String,
    /// For `csv`: field of a post -> column of the file.
    pub columns: BTreeMap<String, String>,
}

impl Upload {
    /// Asks whether the caller may import at all, before a byte is kept, and makes the file.
    pub async fn begin(app: &App, caller: &Caller) -> Result<Self> {
        caller.scope(Permission::ImportPosts, app.now())?;
        let path = app.new_upload();
        let file = File::create(&path).await.map_err(AppError::internal)?;
        Ok(Self {
            file,
            path,
            bytes: 0,
            most: app.limits().upload_bytes,
            kept: false,
        })
    }

    /// Keeps what came; `file_too_large` (field `file`) above the limit.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<()> {
        self.bytes += chunk.len() as u64;
        if self.bytes > self.most {
            let limit = (self.most >> 20) as i64;
            let problem = Diagnostic::new("file_too_large", "file").with("limit", limit);
            return Err(AppError::invalid(vec![problem]));
        }
        let written = self.file.write_all(chunk).await;
        written.map_err(AppError::internal)
    }

    /// Starts the import of the whole file; see [`start`].
    pub async fn start(mut self, app: &App, caller: &Caller, sent: Uploaded) -> Result<ImportView> {
        if sent.name.trim().is_empty() {
            return Err(AppError::invalid(vec![Diagnostic::new("required", "file")]));
        }
        self.file.flush().await.map_err(AppError::internal)?;
        let input = StartImport {
            path: self.path.clone(),
            name: sent.name,
            format: sent.format,
            columns: sent.columns,
            temporary: true,
        };
        let started = start(app, caller, input).await?;
        self.kept = true;
        Ok(started)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "an upload that nobody needs could not be removed");
        }
    }
}
