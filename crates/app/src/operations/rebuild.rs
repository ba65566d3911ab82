//! Building an index again from the store.

use super::index_scope;
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;

/// Another process holds the files of the index.
#[derive(Debug, thiserror::Error)]
#[error("another process, such as the server, has the index open; stop it first")]
struct InUse;

/// Builds the index of one organization (by slug), or of all, again from the store; returns when it
/// is done, with the number of posts per organization. Operators only. An index that does not hold
/// what is stored afterwards is an `internal` error, one that another process has open `unavailable`.
pub async fn rebuild(app: &App, caller: &Caller, slug: Option<&str>) -> Result<Vec<(String, u64)>> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let organizations = app.store.list_organizations(&scope).await?;
    let wanted = organizations
        .into_iter()
        .filter(|o| slug.is_none_or(|slug| o.slug.as_str() == slug));
    let mut done = Vec::new();
    for organization in wanted {
        let scope = index_scope(app, organization.id)?;
        app.ingest.rebuild(&scope).await?;
        let status = app.archive.status(&scope)?;
        if app.archive.persist(&scope)? < status.applied {
            // A server is running: it has the files, and would not see what was built here.
            return Err(AppError::new(Code::Unavailable).because(InUse));
        }
        done.push((organization.slug.to_string(), status.posts));
    }
    if done.is_empty() && slug.is_some() {
        return Err(AppError::new(Code::NotFound));
    }
    Ok(done)
}
