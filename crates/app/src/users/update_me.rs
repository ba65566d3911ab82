//! One's own profile and preferences (GLO-30).

use super::PersonView;
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_store::UserEdit;

/// What a person may set for themselves.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// IANA name of a zone, or empty for the browser's; field `zone`.
    pub zone: String,
    /// Language of the pages, or empty for the organization's or the browser's; field `locale`. Of
    /// somebody who acts for a customer: the language there alone.
    pub locale: String,
}

/// Saves the caller's own profile. Persons only.
pub async fn update_me(app: &App, caller: &Caller, input: Me) -> Result<PersonView> {
    let person = caller.person().filter(|_| caller.only.is_none());
    let person = person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let zone = problems.zone(&input.zone, "zone");
    let locale = problems.locale(&input.locale, "locale");
    problems.settle()?;
    let acting = caller.principal.acting();
    let edit = UserEdit {
        name: Some(name),
        // While one acts for a customer, the language is chosen for that customer (DEL-59).
        locale: acting.is_none().then(|| locale.clone()),
        time_zone: Some(zone),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    let user = tx.update_user(&app.install, person.id, &edit).await?;
    if let Some(acting) = acting {
        tx.set_entry_locale(&app.install, acting.relationship, user.id, locale)
            .await?;
    }
    let entry = deed(
        "user.profile_changed",
        user.public_id,
        serde_json::json!({}),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(PersonView::of(user))
}
