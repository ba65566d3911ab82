//! Location groups: sets of countries and of other groups, as a filter (GLO-11, GLO-12; ANA-138,
//! ANA-140). Those that every organization has are in the list and can't be changed.

mod delete;
mod list;
mod save;

pub use delete::delete;
pub use list::{LocationGroupRow, list};
pub use save::{SaveLocationGroup, save};
