//! All settings.

use super::offered::{offered_languages, offered_sources, search_languages};
use crate::{App, Caller, Result, act::deed, organizations::OrganizationView};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Language, Source};
use hearken_store::{Organization, OrganizationSettings};
use serde_json::json;

/// The settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Name, country, zone, default time frame.
    pub organization: OrganizationView,
    /// Languages that keywords rules may name (SEA-130).
    pub languages: Vec<Language>,
    /// Languages that can be chosen, first-class ones first (SEA-136).
    pub offered_languages: Vec<Language>,
    /// Languages preselected for new rules; empty: every one (SEA-132).
    pub default_languages: Vec<Language>,
    /// Sources that can be chosen.
    pub offered_sources: Vec<Source>,
    /// Sources preselected for new rules; empty: every one.
    pub default_sources: Vec<Source>,
    /// Whether previews look at stored posts alone (SEA-054).
    pub local_previews: bool,
}

/// The settings of the visited organization; every member may look.
pub async fn get(app: &App, caller: &Caller) -> Result<Settings> {
    let scope = caller.scope(Permission::EnterSolution, app.now())?;
    let organization = app.store.load_organization(&scope).await?;
    shown(app, caller, organization).await
}

/// The settings as shown.
pub(super) async fn shown(
    app: &App,
    caller: &Caller,
    organization: Organization,
) -> Result<Settings> {
    let settings = &organization.settings;
    Ok(Settings {
        languages: search_languages(settings),
        offered_languages: offered_languages(),
        default_languages: settings.setup_defaults.languages.clone(),
        offered_sources: offered_sources(app, caller).await?,
        default_sources: settings.setup_defaults.sources.clone(),
        local_previews: settings.setup_defaults.local_previews,
        organization: OrganizationView::of(organization),
    })
}

/// Saves settings, notes it, and shows them.
pub(super) async fn save(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    (version, settings): (i64, OrganizationSettings),
    what: &'static str,
) -> Result<Settings> {
    let mut tx = app.store.begin().await?;
    let saved = tx.update_organization(scope, version, &settings).await?;
    let detail = json!({ "what": what });
    tx.audit(scope, deed("settings.changed", saved.public_id, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    shown(app, caller, saved).await
}
