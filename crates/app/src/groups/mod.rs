//! Groups of people of an organization (ADM-40..42). Those that a directory provisions are changed
//! there and read here.

mod delete;
mod list;
mod save;

pub use delete::delete;
pub use list::{GroupRow, GroupView, get, list};
pub use save::{SaveGroup, save};
