//! Search topics: what an organization listens to (searches sections 3 to 6).

pub mod back_test;
mod change_owner;
mod delete;
mod form;
mod get;
mod list;
mod newest;
mod preview;
mod rules;
mod save;
mod translate;

pub use change_owner::change_owner;
pub use delete::{DeleteEffects, delete, delete_effects};
pub use form::{FormChoices, form};
pub use get::{RuleView, TopicView, get};
pub use list::{TopicFilter, TopicRow, TopicSort, list};
pub use preview::{Preview, PreviewPost, PreviewTopic, SourcePreview, preview};
pub use save::{CategoryChoice, RuleInput, SaveTopic, save};
pub use translate::{Translate, Translated, translate};
