//! Operating the installation: rebuilding indexes, sizes for backups, people who are locked out.

mod backup;
mod forget_second_factor;
mod info;
mod rebuild;

pub use backup::backup;
pub use forget_second_factor::forget_second_factor;
pub use info::{Installation, info};
pub use rebuild::rebuild;

use crate::{App, Result};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::OrgId;

/// The operator looks after the index of an organization without looking into it: as a job, which
/// the audit and the permission table know.
fn index_scope(app: &App, org: OrgId) -> Result<OrgScope> {
    let job = Principal::System { job: "operations" };
    let resource = Resource::organization(org);
    Ok(decide(&job, Permission::RecordPosts, &resource, app.now())?)
}
