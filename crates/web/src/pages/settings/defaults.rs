//! What is preselected for new topics (SEA-132).

use super::{Choice, Link, nav, only, shell};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
    widgets::{language_name, source_name},
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    settings::{self, SetupDefaults},
};
use hearken_authz::Permission;
use hearken_model::Language;

#[derive(Template)]
#[template(path = "pages/settings/defaults.html")]
struct DefaultsPage {
    shell: Shell,
    nav: Vec<Link>,
    sources: Vec<Choice>,
    languages: Vec<Choice>,
    local_previews: bool,
    problems: Problems,
    saved: bool,
    action: String,
}

/// `GET /o/{slug}/settings/defaults`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, None, Problems::default()).await
}

/// `POST /o/{slug}/settings/defaults`
pub(super) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let input = SetupDefaults {
        languages: fields.all("languages").map(str::to_owned).collect(),
        sources: fields.all("sources").map(str::to_owned).collect(),
        local_previews: Some(fields.has("local_previews")),
    };
    match settings::set_defaults(visit.app(), &visit.caller, input.clone()).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/settings/defaults?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, Some(&input), problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `typed` is what a form sent; none: what is stored.
async fn page(
    visit: &Visit,
    status: StatusCode,
    typed: Option<&SetupDefaults>,
    problems: Problems,
) -> Result<Response, WebError> {
    only(visit, Permission::EditSettings)?;
    let stored = settings::get(visit.app(), &visit.caller).await?;
    let chosen = |typed: Option<&Vec<String>>, word: &str, stored: bool| match typed {
        Some(words) => words.iter().any(|each| each == word),
        None => stored,
    };
    let texts = visit.texts();
    let source = |source: &hearken_model::Source| Choice {
        value: source.to_string(),
        text: source_name(source, texts),
        chosen: chosen(
            typed.map(|t| &t.sources),
            source.as_str(),
            stored.default_sources.contains(source),
        ),
    };
    let language = |language: &Language| Choice {
        value: language.to_string(),
        text: language_name(language, texts),
        chosen: chosen(
            typed.map(|t| &t.languages),
            language.as_str(),
            stored.default_languages.contains(language),
        ),
    };
    let mut languages: Vec<Choice> = stored.languages.iter().map(language).collect();
    languages.sort_by_cached_key(|choice| choice.text.to_lowercase());
    languages.push(language(&Language::UND));
    let page = DefaultsPage {
        shell: shell(visit, "settings-defaults").await,
        nav: nav(visit, "defaults"),
        sources: stored.offered_sources.iter().map(source).collect(),
        languages,
        local_previews: typed
            .and_then(|typed| typed.local_previews)
            .unwrap_or(stored.local_previews),
        problems,
        saved: visit.person.guest.here.ends_with("?saved"),
        action: visit.path("/settings/defaults"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
