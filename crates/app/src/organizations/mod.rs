//! Organizations: listing, entering, creating further ones.

mod create;
mod declare;
mod enter;
mod list;
mod list_mine;
mod view;

pub use create::create;
pub use declare::{declare, who_declares};
pub use enter::enter;
pub use list::list;
pub use list_mine::{MyOrganization, list_mine};
pub use view::OrganizationView;
