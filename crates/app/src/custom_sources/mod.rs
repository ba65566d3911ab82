//! Custom sources: groups of feeds (SEA-126..129).

mod check_feed;
mod delete;
mod list;
mod save;

pub use check_feed::check_feed;
pub use delete::{DeleteEffects, delete, delete_effects};
pub use list::{FeedRow, GroupRow, get, list};
pub use save::{SaveGroup, save};

pub use crate::ports::FeedCheck;
