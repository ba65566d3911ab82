//! The search languages, with what removing one does to rules (SEA-130, SEA-131).

use super::{Choice, Link, nav, only, shell};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    shell::Shell,
    visit::Visit,
    widgets::language_name,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    settings::{self, LanguageImpact},
};
use hearken_authz::Permission;
use hearken_model::{Language, PublicId, language::FIRST_CLASS};

#[derive(Template)]
#[template(path = "pages/settings/languages.html")]
struct LanguagesPage {
    shell: Shell,
    nav: Vec<Link>,
    first_class: Vec<Choice>,
    others: Vec<Choice>,
    problems: Problems,
    saved: bool,
    action: String,
}

#[derive(Template)]
#[template(path = "pages/settings/languages_confirm.html")]
struct ConfirmPage {
    shell: Shell,
    nav: Vec<Link>,
    chosen: Vec<String>,
    removed: String,
    narrowed: Vec<Effect>,
    rules_deleted: Vec<Effect>,
    topics_deleted: Vec<Effect>,
    action: String,
}

/// A topic that changes.
struct Effect {
    href: String,
    name: String,
    rules: u64,
}

/// `GET /o/{slug}/settings/languages`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, None, Problems::default()).await
}

/// `POST /o/{slug}/settings/languages`: what would change rules or topics is listed first.
pub(super) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let chosen: Vec<String> = fields.all("languages").map(str::to_owned).collect();
    let (app, caller) = (visit.app(), &visit.caller);
    let confirmed = fields.has("confirmed");
    match settings::set_languages(app, caller, &chosen, confirmed).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/settings/languages?saved")).into_response()),
        Err(error) if error.code == Code::ConfirmationRequired => confirm(&visit, chosen).await,
        Err(error) => refuse(&visit, &chosen, error).await,
    }
}

async fn refuse(visit: &Visit, chosen: &[String], error: AppError) -> Result<Response, WebError> {
    if error.code != Code::Invalid {
        return Err(error.into());
    }
    let problems = Problems::of(&error.diagnostics, visit.texts());
    page(
        visit,
        StatusCode::UNPROCESSABLE_ENTITY,
        Some(chosen),
        problems,
    )
    .await
}

async fn confirm(visit: &Visit, chosen: Vec<String>) -> Result<Response, WebError> {
    let impact = settings::language_impact(visit.app(), &visit.caller, &chosen).await?;
    let LanguageImpact {
        removed,
        rules_narrowed,
        rules_deleted,
        topics_deleted,
    } = impact;
    let texts = visit.texts();
    let removed: Vec<String> = removed.iter().map(|l| language_name(l, texts)).collect();
    let effect = |(id, name, rules): (PublicId, String, u64)| Effect {
        href: visit.path(&format!("/search-setup/topics/{id}")),
        name,
        rules,
    };
    let page = ConfirmPage {
        shell: shell(visit, "languages-confirm").await,
        nav: nav(visit, "languages"),
        chosen,
        removed: removed.join(", "),
        narrowed: rules_narrowed.into_iter().map(effect).collect(),
        rules_deleted: rules_deleted.into_iter().map(effect).collect(),
        topics_deleted: topics_deleted
            .into_iter()
            .map(|(id, name)| effect((id, name, 0)))
            .collect(),
        action: visit.path("/settings/languages"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `typed` are the codes that a form sent; none: what is stored.
async fn page(
    visit: &Visit,
    status: StatusCode,
    typed: Option<&[String]>,
    problems: Problems,
) -> Result<Response, WebError> {
    only(visit, Permission::EditSettings)?;
    let stored = settings::get(visit.app(), &visit.caller).await?;
    let chosen = |language: &Language| match typed {
        Some(codes) => codes.iter().any(|code| code == language.as_str()),
        None => stored.languages.contains(language),
    };
    let mut offered = stored.offered_languages.clone();
    for language in &stored.languages {
        if !offered.contains(language) {
            offered.push(language.clone());
        }
    }
    let texts = visit.texts();
    let (first_class, others): (Vec<_>, Vec<_>) = offered
        .iter()
        .partition(|language| FIRST_CLASS.contains(&language.as_str()));
    let page = LanguagesPage {
        shell: shell(visit, "settings-languages").await,
        nav: nav(visit, "languages"),
        first_class: by_name(first_class, texts, chosen),
        others: by_name(others, texts, chosen),
        problems,
        saved: visit.person.guest.here.ends_with("?saved"),
        action: visit.path("/settings/languages"),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn by_name(
    languages: Vec<&Language>,
    texts: Texts,
    chosen: impl Fn(&Language) -> bool,
) -> Vec<Choice> {
    let mut choices: Vec<Choice> = languages
        .into_iter()
        .map(|language| Choice {
            value: language.to_string(),
            text: language_name(language, texts),
            chosen: chosen(language),
        })
        .collect();
    choices.sort_by_cached_key(|choice| choice.text.to_lowercase());
    choices
}
