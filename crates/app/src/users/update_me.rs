//! One's own profile and preferences (GLO-30).

use super::PersonView;
use crate::{
    App, AppError, Caller, Code, Result, act::deed, checks::Problems, organizations,
    style::TypedStyle,
};
use hearken_model::{ChartFormat, DefaultFrame, PageStyle, Preferences};
use hearken_store::UserEdit;

/// What a person may set for themselves.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// IANA name of a zone, or empty for the browser's; field `zone`.
    pub zone: String,
    /// Language and preferences.
    pub choices: MyChoices,
}

/// Language and preferences as typed; empty is the default. Of somebody who acts for a customer: for
/// that customer alone (DEL-59).
#[derive(Clone, Debug, Default)]
pub struct MyChoices {
    /// Language of the pages, or empty for the organization's or the browser's; field `locale`.
    pub locale: String,
    /// `today`, `week` or `month`; field `time_frame`.
    pub time_frame: String,
    /// `chart` or `table`; field `charts`.
    pub charts: String,
    /// How pages look and write.
    pub style: TypedStyle,
}

/// What a person chose; none: the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Language of the pages.
    pub locale: Option<String>,
    /// How Analytics begins, and pages look.
    pub preferences: Preferences,
}

impl Choices {
    fn of(typed: &MyChoices, problems: &mut Problems) -> Self {
        Self {
            locale: problems.locale(&typed.locale, "locale"),
            preferences: Preferences {
                time_frame: problems.choice(
                    &typed.time_frame,
                    "time_frame",
                    DefaultFrame::from_word,
                ),
                charts: problems.choice(&typed.charts, "charts", ChartFormat::from_word),
                style: typed.style.read(problems),
            },
        }
    }
}

/// What the caller chose: for themselves, or for the customer they act for. Persons only.
pub fn choices(caller: &Caller) -> Result<Choices> {
    let person = caller.person();
    let person = person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    Ok(match caller.acting() {
        Some(acting) => Choices {
            locale: acting.own_locale.clone(),
            preferences: acting.own_preferences,
        },
        None => Choices {
            locale: person.locale.clone(),
            preferences: person.preferences,
        },
    })
}

/// What holds where the caller chooses nothing. The time frame is none where their organizations
/// differ in it, and so is each part of the style.
pub async fn defaults(app: &App, caller: &Caller) -> Result<Preferences> {
    let own = caller.person().and_then(|person| person.preferences.charts);
    if let Some(acting) = caller.acting() {
        return Ok(Preferences {
            time_frame: Some(acting.time_frame),
            charts: Some(own.unwrap_or(ChartFormat::Chart)),
            style: acting.style,
        });
    }
    let mine = organizations::list_mine(app, caller).await?;
    let styles = || mine.iter().map(|mine| mine.organization.style);
    Ok(Preferences {
        time_frame: same(mine.iter().map(|mine| mine.organization.time_frame)),
        charts: Some(ChartFormat::Chart),
        style: PageStyle {
            theme: same(styles().map(|style| style.theme)).flatten(),
            dates: same(styles().map(|style| style.dates)).flatten(),
            clock: same(styles().map(|style| style.clock)).flatten(),
            numbers: same(styles().map(|style| style.numbers)).flatten(),
            filling: same(styles().map(|style| style.filling)).flatten(),
        },
    })
}

/// What all of them are.
fn same<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|one| one == first).then_some(first)
}

/// Saves the caller's own profile. Persons only, and no token.
pub async fn update_me(app: &App, caller: &Caller, input: Me) -> Result<PersonView> {
    if caller.only.is_some() {
        return Err(AppError::new(Code::Forbidden));
    }
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let zone = problems.zone(&input.zone, "zone");
    let choices = Choices::of(&input.choices, &mut problems);
    problems.settle()?;
    let edit = UserEdit {
        name: Some(name),
        time_zone: Some(zone),
        ..UserEdit::default()
    };
    save(app, caller, edit, choices).await
}

/// Saves the caller's language and preferences. A token's are those of its person.
pub async fn set_choices(app: &App, caller: &Caller, input: MyChoices) -> Result<Choices> {
    let mut problems = Problems::default();
    let choices = Choices::of(&input, &mut problems);
    problems.settle()?;
    save(app, caller, UserEdit::default(), choices.clone()).await?;
    Ok(choices)
}

async fn save(
    app: &App,
    caller: &Caller,
    mut edit: UserEdit,
    choices: Choices,
) -> Result<PersonView> {
    let person = caller.person();
    let person = person.ok_or_else(|| AppError::new(Code::Forbidden))?;
    let acting = caller.principal.acting();
    if acting.is_none() {
        edit.locale = Some(choices.locale.clone());
        edit.preferences = Some(choices.preferences);
    }
    let mut tx = app.store.begin().await?;
    let user = tx.update_user(&app.install, person.id, &edit).await?;
    if let Some(acting) = acting {
        // While one acts for a customer, it is chosen for that customer (DEL-59).
        let chosen = (choices.locale, choices.preferences);
        tx.set_entry_choices(&app.install, acting.relationship, user.id, chosen)
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
