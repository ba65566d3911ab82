//! The use-cases: authorize, validate, act, audit. The only crate that the edges call.
//!
//! One folder per noun, one file per verb: `app::topics::save(&app, &caller, input)`. Inputs are
//! what a person or program typed, unchecked; outputs are values ready to be shown, with public ids
//! only. No HTML, no JSON, no command line in here (that is `web`, `api`, `hearken`), no SQL
//! (`store`), no index (`archive`), and no connection to a network: what needs one goes through the
//! ports of [`ports`], which `hearken` binds.

mod act;
mod app;
mod caller;
mod checks;
mod error;
mod secret;

pub mod analytics;
pub mod audit;
pub mod blocked;
pub mod categories;
pub mod custom_sources;
pub mod delegation;
pub mod directory;
pub mod domains;
pub mod groups;
pub mod idempotency;
pub mod imports;
pub mod jobs;
pub mod licences;
pub mod location_groups;
pub mod mail;
pub mod operations;
pub mod organizations;
pub mod ports;
pub mod posts;
pub mod quota;
pub mod report;
pub mod session;
pub mod settings;
pub mod setup;
pub mod sign_up;
pub mod style;
pub mod texts;
pub mod tokens;
pub mod topics;
pub mod users;

pub use app::{App, Limits, Parts};
pub use caller::Caller;
pub use error::{AppError, Code};
pub use secret::Secret;

/// What every use-case answers.
pub type Result<T> = std::result::Result<T, AppError>;
