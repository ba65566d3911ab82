//! `/me`: one's own preferences (GLO-30, GLO-31).

use crate::{
    cookies,
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    select::{Select, StyleSelects, style_pairs, typed_style},
    shell::Shell,
    visit::Person,
};
use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{Code, session, users};
use hearken_model::{ChartFormat, DefaultFrame, Theme};

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
    style: StyleSelects,
    saved: bool,
    has_second_factor: bool,
    is_operator: bool,
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
            style: typed_style(&fields),
        },
    };
    let theme = users::choices(&person.caller)?.preferences.style.theme;
    let is_theme_new = input.choices.style.theme != theme.map_or("", Theme::as_str);
    match users::update_me(&person.app, &person.caller, input).await {
        Ok(_) => {
            let mut response = Redirect::to("/me?saved").into_response();
            if is_theme_new {
                response
                    .headers_mut()
                    .append(header::SET_COOKIE, cookies::clear_theme());
            }
            Ok(response)
        }
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
    let preferences = chosen.preferences;
    let (frame, charts) = (preferences.time_frame, preferences.charts);
    let zone = view.and_then(|view| view.zone.as_ref());
    let text = |value: Option<String>| value.unwrap_or_default();
    let own = [
        ("name", text(view.map(|view| view.name.clone()))),
        ("zone", text(zone.map(|zone| zone.name().to_owned()))),
        ("locale", text(chosen.locale)),
        ("time_frame", text(frame.map(|frame| frame.to_string()))),
        ("charts", text(charts.map(|format| format.to_string()))),
    ];
    Ok(Fields::from_pairs(
        own.into_iter().chain(style_pairs(preferences.style)),
    ))
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
        style: StyleSelects::of(
            texts,
            &fields,
            defaults.style,
            person.caller.zone().date(person.app.now()),
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
