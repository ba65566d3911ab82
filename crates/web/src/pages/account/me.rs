//! `/me`: one's own preferences (GLO-30, GLO-31).

use crate::{
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    shell::Shell,
    visit::Person,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session, users};
use hearken_model::{ChartFormat, DefaultFrame};

#[derive(Template)]
#[template(path = "pages/account/me.html")]
struct MePage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    locales: Vec<(String, String)>,
    locale: String,
    /// For which customer the language is chosen, while one acts.
    acting_for: Option<String>,
    frames: Select,
    charts: Select,
    saved: bool,
    has_second_factor: bool,
    is_operator: bool,
}

/// A closed list to choose from, whose first entry follows the default.
struct Select {
    default: String,
    /// Word, text and whether it is chosen.
    options: Vec<(&'static str, String, bool)>,
}

impl Select {
    /// The texts of the words are `<family>-<word>`.
    fn of(
        (texts, family): (Texts, &str),
        words: impl Iterator<Item = &'static str>,
        chosen: &str,
        default: Option<&str>,
    ) -> Self {
        let text = |word: &str| texts.get(&format!("{family}-{word}"));
        Self {
            default: default.map_or_else(
                || texts.get("default-of-each"),
                |word| texts.with("default-is", &[("value", text(word).into())]),
            ),
            options: words
                .map(|word| (word, text(word), word == chosen))
                .collect(),
        }
    }
}

/// `GET /me`
pub(super) async fn show(person: Person) -> Result<Response, WebError> {
    let saved = person.guest.here.contains("saved");
    page(
        &person,
        StatusCode::OK,
        own_fields(&person)?,
        Problems::default(),
        saved,
    )
    .await
}

/// `POST /me`
pub(super) async fn save(person: Person, fields: Fields) -> Result<Response, WebError> {
    let input = users::Me {
        name: fields.get("name").to_owned(),
        zone: fields.get("zone").to_owned(),
        choices: users::MyChoices {
            locale: fields.get("locale").to_owned(),
            time_frame: fields.get("time_frame").to_owned(),
            charts: fields.get("charts").to_owned(),
        },
    };
    match users::update_me(&person.app, &person.caller, input).await {
        Ok(_) => Ok(Redirect::to("/me?saved").into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, person.guest.texts);
            page(
                &person,
                StatusCode::UNPROCESSABLE_ENTITY,
                fields,
                problems,
                false,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

fn own_fields(person: &Person) -> Result<Fields, WebError> {
    let view = person.caller.person();
    let chosen = users::choices(&person.caller)?;
    let (frame, charts) = (chosen.preferences.time_frame, chosen.preferences.charts);
    let text = |value: Option<String>| value.unwrap_or_default();
    Ok(Fields::from_pairs([
        ("name", text(view.map(|v| v.name.clone()))),
        (
            "zone",
            text(
                view.and_then(|v| v.zone.as_ref())
                    .map(|z| z.name().to_owned()),
            ),
        ),
        ("locale", text(chosen.locale)),
        ("time_frame", text(frame.map(|frame| frame.to_string()))),
        ("charts", text(charts.map(|format| format.to_string()))),
    ]))
}

async fn page(
    person: &Person,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    saved: bool,
) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let defaults = users::defaults(&person.app, &person.caller).await?;
    let page = MePage {
        frames: Select::of(
            (texts, "default-frame"),
            DefaultFrame::ALL.iter().map(|frame| frame.as_str()),
            fields.get("time_frame"),
            defaults.time_frame.map(DefaultFrame::as_str),
        ),
        charts: Select::of(
            (texts, "chart-format"),
            ChartFormat::ALL.iter().map(|format| format.as_str()),
            fields.get("charts"),
            defaults.charts.map(ChartFormat::as_str),
        ),
        shell: Shell::of_person(person, texts.get("my-preferences")).await,
        locale: fields.get("locale").to_owned(),
        acting_for: person.caller.acting().map(|acting| acting.customer.clone()),
        fields,
        problems,
        locales: Texts::locales()
            .map(|l| (l.to_owned(), texts.get(&format!("locale-{l}"))))
            .collect(),
        saved,
        is_operator: person.caller.is_operator(),
        has_second_factor: session::second_factor(&person.app, &person.caller)
            .await?
            .is_some(),
    };
    Ok((status, Html(page.render()?)).into_response())
}
