//! People of an organization (administration section 2), and one's own profile.

mod change_roles;
mod create;
mod edit;
mod get;
mod list;
mod reset_password;
mod set_access;
mod update_me;
mod view;

pub use change_roles::{ChangeRoles, change_roles};
pub use create::{NewUser, UserCreated, create};
pub use get::get;
pub use list::{UserFilter, UserRow, list};
pub use reset_password::reset_password;
pub use set_access::set_access;
pub use update_me::{Me, update_me};
pub use view::PersonView;

pub(crate) use edit::edit_members;
