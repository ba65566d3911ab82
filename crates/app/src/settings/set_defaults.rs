//! What is preselected for new topics (SEA-132), and whether previews stay local (SEA-054).

use super::{Settings, get::save, offered::search_languages};
use crate::{App, Caller, Result, checks::Problems};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, Language, Source};
use hearken_store::OrganizationSettings;

/// Defaults as typed; fields `languages` and `sources`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupDefaults {
    /// Languages, of the organization's search languages; empty: every one.
    pub languages: Vec<String>,
    /// Sources; empty: every one.
    pub sources: Vec<String>,
    /// Whether previews look at stored posts alone (SEA-054); none: as before.
    pub local_previews: Option<bool>,
}

/// Saves the search setup defaults.
pub async fn set_defaults(app: &App, caller: &Caller, input: SetupDefaults) -> Result<Settings> {
    let scope = caller.scope(Permission::EditSettings, app.now())?;
    let organization = app.store.load_organization(&scope).await?;
    let allowed = search_languages(&organization.settings);
    let mut problems = Problems::default();
    let mut languages: Vec<Language> = Vec::new();
    for code in input
        .languages
        .iter()
        .map(|code| code.trim())
        .filter(|code| !code.is_empty())
    {
        match code.parse::<Language>() {
            Ok(language) if language.is_und() || allowed.contains(&language) => {
                languages.push(language);
            }
            _ => problems.add(Diagnostic::new("not_a_search_language", "languages").entry(code)),
        }
    }
    let mut sources: Vec<Source> = Vec::new();
    for key in input
        .sources
        .iter()
        .map(|key| key.trim())
        .filter(|key| !key.is_empty())
    {
        match key.parse() {
            Ok(source) => sources.push(source),
            Err(_) => problems.add(Diagnostic::new("not_a_source", "sources").entry(key)),
        }
    }
    problems.settle()?;
    languages.sort_unstable();
    languages.dedup();
    sources.sort_unstable();
    sources.dedup();
    let before = &organization.settings.setup_defaults;
    let settings = OrganizationSettings {
        setup_defaults: hearken_store::SetupDefaults {
            local_previews: input.local_previews.unwrap_or(before.local_previews),
            sources,
            languages,
        },
        ..organization.settings
    };
    save(
        app,
        caller,
        &scope,
        (organization.version, settings),
        "defaults",
    )
    .await
}
