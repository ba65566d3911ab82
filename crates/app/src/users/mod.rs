//! People of an organization (administration section 2), and one's own profile.

mod change_roles;
mod create;
mod list;
mod reset_password;
mod set_access;
mod update_me;

pub use change_roles::{ChangeRoles, change_roles};
pub use create::{NewUser, UserCreated, create};
pub use list::{UserFilter, UserRow, list};
pub use reset_password::reset_password;
pub use set_access::set_access;
pub use update_me::{Me, update_me};

use hearken_model::{PublicId, UserId, Zone};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub(crate) id: UserId,
    /// Their id.
    pub public_id: PublicId,
    /// Name as shown.
    pub name: String,
    /// Mail address, lower case.
    pub email: String,
    /// The zone they chose; none: the browser's.
    pub zone: Option<Zone>,
    /// The language of the pages they chose (`en`, `de`); none: the browser's.
    pub locale: Option<String>,
    /// Whether they operate the installation.
    pub operator: bool,
}
