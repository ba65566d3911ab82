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
        own_fields(&person),
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
        locale: fields.get("locale").to_owned(),
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

fn own_fields(person: &Person) -> Fields {
    let view = person.caller.person();
    let chosen = match person.caller.acting() {
        Some(acting) => acting.own_locale.clone(),
        None => view.and_then(|v| v.locale.clone()),
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    Fields::from_pairs([
        ("name", text(view.map(|v| v.name.clone()))),
        (
            "zone",
            text(
                view.and_then(|v| v.zone.as_ref())
                    .map(|z| z.name().to_owned()),
            ),
        ),
        ("locale", text(chosen)),
    ])
}

async fn page(
    person: &Person,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    saved: bool,
) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let page = MePage {
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
