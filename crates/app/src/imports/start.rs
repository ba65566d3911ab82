//! Starting an import.

use super::{FORMATS, ImportView, view};
use crate::{App, Caller, Result, act::deed, error::AppError, ports::ImportFile};
use hearken_authz::Permission;
use hearken_model::Diagnostic;
use hearken_store::{ImportState, NewImport};
use serde_json::json;
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
/// against the visited organization's topics alone. The same file (path, form and length) whose
/// import was interrupted goes on where it was.
pub async fn start(app: &App, caller: &Caller, input: StartImport) -> Result<ImportView> {
    let scope = caller.scope(Permission::ImportPosts, app.now())?;
    let file = check(&input).await?;
    let import = match interrupted(app, &scope, &file).await? {
        Some(import) => import,
        None => {
            let new = NewImport {
                file_name: name_of(&input),
                format: input.format.clone(),
                options: serde_json::to_value(&file).map_err(AppError::internal)?,
            };
            let mut tx = app.store.begin().await?;
            let import = tx.create_import(&scope, &new).await?;
            let detail = json!({ "file": import.file_name, "format": import.format });
            tx.audit(&scope, deed("import.started", import.public_id, detail))
                .await?;
            tx.commit().await?;
            import
        }
    };
    if let Err(error) = app.ingest.start_import(&scope, import.id, file).await {
        let mut tx = app.store.begin().await?;
        tx.set_import_state(&scope, import.id, ImportState::Failed, Some("not_started"))
            .await?;
        tx.commit().await?;
        return Err(error.into());
    }
    view(app, &scope, app.store.load_import(&scope, import.id).await?).await
}

/// The import of the same file that has not ended, if there is one: a process that read it is gone.
async fn interrupted(
    app: &App,
    scope: &hearken_authz::OrgScope,
    file: &ImportFile,
) -> Result<Option<hearken_store::Import>> {
    let open = app.store.list_imports(scope, super::MOST).await?;
    Ok(open.into_iter().find(|import| {
        let same = serde_json::from_value::<ImportFile>(import.options.clone());
        !import.state.is_over() && same.is_ok_and(|same| same == *file)
    }))
}

async fn check(input: &StartImport) -> Result<ImportFile> {
    let mut problems = Vec::new();
    if !FORMATS.contains(&input.format.as_str()) {
        problems.push(Diagnostic::new("unknown_value", "format").entry(input.format.clone()));
    }
    let path = tokio::fs::canonicalize(&input.path).await.ok();
    let metadata = match &path {
        Some(path) => tokio::fs::metadata(path)
            .await
            .ok()
            .filter(std::fs::Metadata::is_file),
        None => None,
    };
    if metadata.is_none() {
        let name = input.path.display().to_string();
        problems.push(Diagnostic::new("unreadable_file", "file").entry(name));
    }
    match (path, metadata) {
        (Some(path), Some(metadata)) if problems.is_empty() => Ok(ImportFile {
            path,
            format: input.format.clone(),
            columns: input.columns.clone(),
            temporary: input.temporary,
            bytes: metadata.len(),
        }),
        _ => Err(problems.into()),
    }
}

fn name_of(input: &StartImport) -> String {
    let given = input.name.trim();
    if !given.is_empty() {
        return given.chars().take(200).collect();
    }
    input
        .path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
