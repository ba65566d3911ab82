//! Categories of search topics (SEA-040..046).

mod create;
mod delete;
mod list;
mod rename;

pub use create::create;
pub use delete::delete;
pub use list::list;
pub use rename::rename;

use hearken_model::PublicId;

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<PublicId>,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Topics in it.
    pub topics: u64,
    /// Whether the caller may rename and delete it.
    pub editable: bool,
}
