//! Name, language, time zone, default time frame and style of pages of the organization (GLO-02..04).

use super::{Choice, Link, choices, nav, only, shell};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    select::{StyleSelects, style_pairs, typed_style},
    shell::Shell,
    visit::Visit,
    widgets::country_name,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    settings::{self, General},
};
use hearken_authz::Permission;
use hearken_model::{DefaultFrame, PageStyle};

#[derive(Template)]
#[template(path = "pages/settings/general.html")]
struct GeneralPage {
    shell: Shell,
    nav: Vec<Link>,
    fields: Fields,
    problems: Problems,
    frames: Vec<Choice>,
    locales: Vec<Choice>,
    style: StyleSelects,
    country: String,
    saved: bool,
    action: String,
}

/// `GET /o/{slug}/settings/general`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let organization = &visit.organization;
    let own = [
        ("name", organization.name.clone()),
        ("zone", organization.zone.name().to_owned()),
        ("time_frame", organization.time_frame.to_string()),
        ("locale", organization.locale.clone().unwrap_or_default()),
    ];
    let style = style_pairs(organization.style);
    let fields = Fields::from_pairs(own.into_iter().chain(style));
    page(&visit, StatusCode::OK, fields, Problems::default()).await
}

/// `POST /o/{slug}/settings/general`
pub(super) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let input = General {
        name: fields.get("name").to_owned(),
        zone: fields.get("zone").to_owned(),
        time_frame: fields.get("time_frame").to_owned(),
        locale: fields.get("locale").to_owned(),
        style: typed_style(&fields),
    };
    match settings::set_general(visit.app(), &visit.caller, input).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/settings/general?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    only(visit, Permission::EditSettings)?;
    let page = GeneralPage {
        shell: shell(visit, "settings-general").await,
        nav: nav(visit, "general"),
        frames: choices(
            visit,
            "default-frame",
            DefaultFrame::ALL.iter().map(|frame| frame.as_str()),
            fields.get("time_frame"),
        ),
        locales: choices(visit, "locale", Texts::locales(), fields.get("locale")),
        style: StyleSelects::of(
            visit.texts(),
            &fields,
            PageStyle::default(),
            visit.zone().date(visit.now()),
        ),
        country: country_name(visit.organization.country, visit.texts()),
        fields,
        problems,
        saved: visit.person.guest.here.ends_with("?saved"),
        action: visit.path("/settings/general"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
