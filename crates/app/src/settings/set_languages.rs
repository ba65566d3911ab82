//! The search languages, and what removing one does to rules (SEA-130, SEA-131).

use super::Settings;
use crate::{App, Caller, Result};
use hearken_model::{Language, PublicId};

/// What a new list of search languages does to what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageImpact {
    /// Languages that go.
    pub removed: Vec<Language>,
    /// Topics with rules that lose a language: id, name, number of rules.
    pub rules_narrowed: Vec<(PublicId, String, u64)>,
    /// Topics with rules that are deleted, and go on with others: id, name, number of rules.
    pub rules_deleted: Vec<(PublicId, String, u64)>,
    /// Topics that are deleted, because no rule would be left: id and name.
    pub topics_deleted: Vec<(PublicId, String)>,
}

impl LanguageImpact {
    /// Whether rules or topics would change.
    pub fn is_harmless(&self) -> bool {
        self.rules_narrowed.is_empty()
            && self.rules_deleted.is_empty()
            && self.topics_deleted.is_empty()
    }
}

/// What this list of languages would do; field `languages`.
pub async fn language_impact(
    app: &App,
    caller: &Caller,
    languages: &[String],
) -> Result<LanguageImpact> {
    Err(crate::error::unfinished((app, caller, languages)))
}

/// Saves the search languages. When rules or topics would change and `confirmed` is not set,
/// answers `confirmation_required`; [`language_impact`] has the list.
pub async fn set_languages(
    app: &App,
    caller: &Caller,
    languages: &[String],
    confirmed: bool,
) -> Result<Settings> {
    Err(crate::error::unfinished((
        app, caller, languages, confirmed,
    )))
}
