//! Starting an import.

use super::ImportView;
use crate::{App, Caller, Result};
use std::{collections::BTreeMap, path::PathBuf};

/// A file on this machine. Fields of problems: `file`, `format`, `columns`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartImport {
    /// Where it lies (the command line names it, an edge has written an upload under
    /// [`App::uploads`]).
    pub path: PathBuf,
    /// Its name as people see it; empty: the last part of the path.
    pub name: String,
    /// One of [`super::FORMATS`].
    pub format: String,
    /// For `csv`: field of a post -> column of the file.
    pub columns: BTreeMap<String, String>,
    /// Whether the file goes when the import has ended.
    pub temporary: bool,
}

/// Starts an import and returns at once; [`super::get`] tells its progress. What is read is matched
/// against the visited organization's topics alone.
pub async fn start(app: &App, caller: &Caller, input: StartImport) -> Result<ImportView> {
    Err(crate::error::unfinished((app, caller, input)))
}
