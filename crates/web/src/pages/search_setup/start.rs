//! The first topic by three questions (SEA-014). Overview shows the form while an organization has
//! no topic; the page of its own shows it again with what is wrong.

use super::shell;
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    topics::{self, CategoryChoice, RuleInput, SaveTopic},
};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, KeywordsRule};

#[derive(Template)]
#[template(path = "pages/search_setup/start.html")]
struct StartPage {
    shell: Shell,
    start: Start,
}

/// The form, wherever it stands.
pub(in crate::pages) struct Start {
    pub(in crate::pages) fields: Fields,
    pub(in crate::pages) problems: Problems,
    pub(in crate::pages) action: String,
    /// The whole form of a topic.
    pub(in crate::pages) more: String,
}

impl Start {
    /// The empty form, for whoever may make topics.
    pub(in crate::pages) fn offered(visit: &Visit) -> Option<Self> {
        let may = visit.caller.may(Permission::EditTopics);
        may.then(|| Self::of(visit, Fields::default(), Problems::default()))
    }

    fn of(visit: &Visit, fields: Fields, problems: Problems) -> Self {
        Self {
            fields,
            problems,
            action: visit.path("/search-setup/start"),
            more: visit.path("/search-setup/topics/new"),
        }
    }
}

/// `GET /o/{slug}/search-setup/start`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(
        &visit,
        StatusCode::OK,
        Fields::default(),
        Problems::default(),
    )
    .await
}

/// `POST /o/{slug}/search-setup/start`
pub(super) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let name = fields.get("name").to_owned();
    let rule = KeywordsRule {
        keywords: vec![name.clone(), fields.get("keywords").to_owned()],
        exclusions: vec![fields.get("exclusions").to_owned()],
        ..KeywordsRule::default()
    };
    let input = SaveTopic {
        id: None,
        version: None,
        name,
        category: CategoryChoice::Named(visit.texts().get("start-category")),
        owner: None,
        rules: vec![RuleInput::Keywords { id: None, rule }],
    };
    match topics::save(visit.app(), &visit.caller, input).await {
        Ok(topic) => {
            let target = format!("/analytics?focus=topic-{}&time=all", topic.row.id);
            Ok(Redirect::to(&visit.path(&target)).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let diagnostics: Vec<Diagnostic> = error.diagnostics.into_iter().map(here).collect();
            let problems = Problems::of(&diagnostics, visit.texts());
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Problems of the one rule belong to the fields that it was made of.
fn here(mut problem: Diagnostic) -> Diagnostic {
    if let Some(list) = problem.field.strip_prefix("rules.0.") {
        problem.field = list.to_owned();
    }
    problem
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    if !visit.caller.may(Permission::EditTopics) {
        return Err(WebError::new(Code::Forbidden));
    }
    let page = StartPage {
        shell: shell(visit, "start-title").await,
        start: Start::of(visit, fields, problems),
    };
    Ok((status, Html(page.render()?)).into_response())
}
