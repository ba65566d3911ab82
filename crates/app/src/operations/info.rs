//! What an operator wants to know at a glance.

use super::index_scope;
use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::Timestamp;

/// The installation in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installation {
    /// Organizations.
    pub organizations: u64,
    /// Stored posts of all organizations.
    pub posts: u64,
    /// Publication of the newest of them.
    pub newest: Option<Timestamp>,
    /// Memory that the indexes use, bytes.
    pub index_bytes: u64,
}

/// The installation in numbers. Operators only.
pub async fn info(app: &App, caller: &Caller) -> Result<Installation> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let mut info = Installation::default();
    for organization in app.store.list_organizations(&scope).await? {
        let scope = index_scope(app, organization.id)?;
        let status = app.archive.status(&scope)?;
        info.organizations += 1;
        info.posts += app.store.count_posts(&scope).await?.posts;
        info.newest = info.newest.max(status.newest);
        info.index_bytes += status.memory_bytes;
    }
    Ok(info)
}
