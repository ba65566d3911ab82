//! Name, zone, default time frame, language and style of pages (GLO-02..04). The country is the operator's to change.

use super::{Settings, get::save};
use crate::{App, Caller, Result, checks::Problems, style::TypedStyle};
use hearken_authz::Permission;
use hearken_model::{DefaultFrame, Diagnostic};
use hearken_store::OrganizationSettings;

/// General settings as typed. Fields of problems are named like the fields here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct General {
    /// Name, 1 to 80 characters.
    pub name: String,
    /// IANA name of the time zone; empty: UTC.
    pub zone: String,
    /// `today`, `week` or `month`.
    pub time_frame: String,
    /// Language of pages and mails for people who chose none; empty: as their browsers say.
    pub locale: String,
    /// How pages look and write for people who chose nothing.
    pub style: TypedStyle,
}

/// Saves the general settings.
pub async fn set_general(app: &App, caller: &Caller, input: General) -> Result<Settings> {
    let scope = caller.scope(Permission::EditSettings, app.now())?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let time_zone = problems.zone(&input.zone, "zone");
    let frame = DefaultFrame::from_word(input.time_frame.trim());
    if frame.is_none() {
        let problem = Diagnostic::new("bad_time_frame", "time_frame");
        problems.add(problem.entry(input.time_frame.trim()));
    }
    let locale = problems.locale(&input.locale, "locale");
    let style = input.style.read(&mut problems);
    problems.settle()?;
    let organization = app.store.load_organization(&scope).await?;
    let settings = OrganizationSettings {
        name,
        time_zone,
        default_frame: frame.unwrap_or(organization.settings.default_frame),
        locale,
        style,
        ..organization.settings
    };
    save(
        app,
        caller,
        &scope,
        (organization.version, settings),
        "general",
    )
    .await
}
