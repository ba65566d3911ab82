//! People of an organization (administration section 2), and one's own profile.

mod approve;
mod change_roles;
mod create;
mod delete;
mod edit;
mod list;
mod locked;
mod reset_password;
mod set_access;
mod update_me;
mod view;

pub use approve::{automatic_approval, set_automatic_approval};
pub use change_roles::{ChangeRoles, EditSelected, change_roles, edit_selected};
pub use create::{NewUser, UserCreated, create};
pub use delete::delete;
pub use edit::Edited;
pub use list::{LicenceFilter, PAGE, UserFilter, UserPage, UserRow, get, list, page};
pub use locked::Delegate;
pub use reset_password::reset_password;
pub use set_access::set_access;
pub use update_me::{Choices, Me, MyChoices, choices, defaults, set_choices, update_me};
pub use view::PersonView;

pub(crate) use create::invite;
pub(crate) use edit::{edit_members, refuse_locked, refuse_reach, told, written};
pub(crate) use locked::locked_people;
