//! One's own profile and preferences (GLO-30).

use super::PersonView;
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_model::{Diagnostic, Language};
use hearken_store::UserEdit;

/// What a person may set for themselves.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// IANA name of a zone, or empty for the browser's; field `zone`.
    pub zone: String,
    /// Language of the pages, or empty for the browser's; field `locale`.
    pub locale: String,
}

/// Saves the caller's own profile. Persons only.
pub async fn update_me(app: &App, caller: &Caller, input: Me) -> Result<PersonView> {
    let person = caller.person().filter(|_| caller.only.is_none());
    let person = person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let zone = problems.zone(&input.zone, "zone");
    let locale = Some(input.locale.trim()).filter(|locale| !locale.is_empty());
    if locale.is_some_and(|locale| locale.parse::<Language>().is_err()) {
        problems.add(Diagnostic::new("not_a_language", "locale"));
    }
    problems.settle()?;
    let edit = UserEdit {
        name: Some(name),
        locale: Some(locale.map(str::to_owned)),
        time_zone: Some(zone),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    let user = tx.update_user(&app.install, person.id, &edit).await?;
    let entry = deed(
        "user.profile_changed",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(PersonView::of(user))
}
