//! Provisioning by a directory (SCIM): the people and groups of an organization as its directory
//! keeps them (ADM-20, ADM-40). How they are written on the wire is the edge's.
//!
//! A directory says who is there, how they are called and whether they are active. It gives no
//! roles, and takes no place away from anybody but those whom it deletes.

mod groups;
mod users;

pub use groups::{
    DirectoryGroup, SaveDirectoryGroup, create_group, delete_group, find_group, list_groups,
    replace_group,
};
pub use users::{
    DirectoryUser, SaveDirectoryUser, create_user, delete_user, find_user, list_users, replace_user,
};

use crate::{Caller, Result};
use hearken_authz::{OrgScope, Permission};
use hearken_model::Timestamp;

/// Whoever provisions governs the organization: a directory can shut out its global administrators,
/// which no delegated admin may (DEL-45).
fn scope(caller: &Caller, now: Timestamp) -> Result<OrgScope> {
    caller.native_scope(Permission::ManageGlobalAdministrators, now)
}
