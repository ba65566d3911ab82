//! Name, zone, default time frame and language (GLO-02..04). The country is the operator's to change.

use super::{Settings, get::save};
use crate::{App, Caller, Result, checks::Problems};
use hearken_authz::Permission;
use hearken_model::Diagnostic;
use hearken_store::OrganizationSettings;

/// Default time frames that can be chosen, in the words of dataset URLs (GLO-04).
const FRAMES: [&str; 3] = ["today", "week", "month"];

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
}

/// Saves the general settings.
pub async fn set_general(app: &App, caller: &Caller, input: General) -> Result<Settings> {
    let scope = caller.scope(Permission::EditSettings, app.now())?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let time_zone = problems.zone(&input.zone, "zone");
    let frame = input.time_frame.trim();
    if !FRAMES.contains(&frame) {
        problems.add(Diagnostic::new("bad_time_frame", "time_frame").entry(frame));
    }
    let locale = problems.locale(&input.locale, "locale");
    problems.settle()?;
    let organization = app.store.load_organization(&scope).await?;
    let settings = OrganizationSettings {
        name,
        time_zone,
        default_frame: frame.to_owned(),
        locale,
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
