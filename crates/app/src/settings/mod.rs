//! Settings of an organization: name, zone, search languages, defaults (GLO-01..07).

mod get;
mod offered;
mod set_defaults;
mod set_general;
mod set_languages;

pub use get::{Settings, get};
pub(crate) use offered::{offered_sources, search_languages};
pub use set_defaults::{SetupDefaults, set_defaults};
pub use set_general::{General, set_general};
pub use set_languages::{LanguageImpact, language_impact, set_languages};
