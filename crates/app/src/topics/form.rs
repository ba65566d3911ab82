//! What the topic form offers: categories, languages, sources, groups, owners.

use crate::{App, Caller, Result};
use hearken_model::{Language, PublicId, Source};

/// Choices of the form, with what is preselected for a new topic (SEA-024, SEA-130, SEA-132).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormChoices {
    /// Categories by name.
    pub categories: Vec<(PublicId, String)>,
    /// Preselected category: the one with the most topics.
    pub category: Option<PublicId>,
    /// The organization's search languages; `und` besides them is always allowed.
    pub languages: Vec<Language>,
    /// Preselected languages; empty: every one.
    pub default_languages: Vec<Language>,
    /// Sources that a keywords rule may name.
    pub sources: Vec<Source>,
    /// Preselected sources; empty: every one.
    pub default_sources: Vec<Source>,
    /// Custom-source groups: id, name, initials.
    pub groups: Vec<(PublicId, String, String)>,
    /// People who may own a topic: id and name; only for callers who may change owners.
    pub owners: Vec<(PublicId, String)>,
    /// Networks that a preview would ask (SEA-054: people are told).
    pub asked_sources: Vec<Source>,
}

/// The choices of the topic form. Needs the permission to edit topics.
pub async fn form(app: &App, caller: &Caller) -> Result<FormChoices> {
    Err(crate::error::unfinished((app, caller)))
}
