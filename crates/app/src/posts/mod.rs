//! Posts: pages of them, one, deleting, correcting their sentiment.

mod card;
mod delete;
mod get;
mod page;
mod set_sentiment;

pub use card::{AuthorCard, GroupTag, PlaceTag, PostCard, TopicTag};
pub(crate) use card::{Cards, author_card, author_name};
pub use delete::delete;
pub use get::get;
pub use page::{PostPage, page};
pub use set_sentiment::set_sentiment;

/// Posts of a page.
pub const PAGE: usize = 50;
