//! Creating and changing a topic (SEA-020..029, SEA-050..055). Everything typed survives an error;
//! all problems are shown at once.

use super::{
    rule_form::{self, RuleForm},
    shell,
};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    topics::{self, CategoryChoice, FormChoices, RuleInput, SaveTopic, TopicView, Translate},
};
use hearken_model::PublicId;

#[derive(Template)]
#[template(path = "pages/search_setup/topic.html")]
struct TopicPage {
    shell: Shell,
    name: String,
    category: String,
    new_category: String,
    owner: String,
    version: String,
    choices: FormChoices,
    rules: Vec<RuleForm>,
    problems: Problems,
    action: String,
    back: String,
    analytics: Option<String>,
    delete: Option<String>,
    readonly: bool,
    rematching: Option<u8>,
    stale: bool,
    saved: bool,
    asked: String,
    query: String,
    query_is_x: bool,
    notes: Vec<String>,
}

/// What stands in the form.
struct Typed {
    name: String,
    category: String,
    new_category: String,
    owner: String,
    version: String,
    rules: Vec<RuleInput>,
    /// A rule of another product that is to be read, whether it is in X's syntax, and what of the last
    /// one could not be said.
    query: String,
    query_is_x: bool,
    notes: Vec<String>,
}

/// `GET /o/{slug}/search-setup/topics/new`
pub(super) async fn new(visit: Visit) -> Result<Response, WebError> {
    let choices = topics::form(visit.app(), &visit.caller).await?;
    let typed = Typed {
        name: String::new(),
        category: choices
            .category
            .map(|id| id.to_string())
            .unwrap_or_default(),
        new_category: String::new(),
        owner: String::new(),
        version: String::new(),
        rules: vec![rule_form::fresh(&choices)],
        query: String::new(),
        query_is_x: false,
        notes: Vec::new(),
    };
    page(
        &visit,
        StatusCode::OK,
        None,
        choices,
        typed,
        Problems::default(),
        false,
    )
    .await
}

/// `GET /o/{slug}/search-setup/topics/{id}`
pub(super) async fn edit(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let topic = topics::get(visit.app(), &visit.caller, id).await?;
    let choices = choices_of(&visit, &topic).await?;
    let typed = Typed {
        name: topic.row.name.clone(),
        category: topic.row.category.to_string(),
        new_category: String::new(),
        owner: topic
            .row
            .owner
            .map(|owner| owner.to_string())
            .unwrap_or_default(),
        version: topic.row.version.to_string(),
        rules: topic.rules.iter().map(rule_form::stored).collect(),
        query: String::new(),
        query_is_x: false,
        notes: Vec::new(),
    };
    page(
        &visit,
        StatusCode::OK,
        Some(topic),
        choices,
        typed,
        Problems::default(),
        false,
    )
    .await
}

/// A reader sees the form with what the topic itself names.
async fn choices_of(visit: &Visit, topic: &TopicView) -> Result<FormChoices, WebError> {
    if topic.row.editable {
        return Ok(topics::form(visit.app(), &visit.caller).await?);
    }
    let mut choices = FormChoices {
        categories: vec![(topic.row.category, topic.row.category_name.clone())],
        category: Some(topic.row.category),
        languages: Vec::new(),
        default_languages: Vec::new(),
        sources: Vec::new(),
        default_sources: Vec::new(),
        groups: Vec::new(),
        owners: Vec::new(),
        asked_sources: Vec::new(),
    };
    for rule in &topic.rules {
        let (topics::RuleView::Keywords { groups, .. }
        | topics::RuleView::CustomSources { groups, .. }) = rule;
        for (id, name) in groups {
            if !choices.groups.iter().any(|(known, _, _)| known == id) {
                choices.groups.push((*id, name.clone(), String::new()));
            }
        }
        if let topics::RuleView::Keywords { rule, .. } = rule {
            let languages = rule.languages.iter().filter(|l| !l.is_und());
            choices.languages.extend(languages.cloned());
            choices.sources.extend(rule.sources.iter().cloned());
        }
    }
    Ok(choices)
}

/// `POST /o/{slug}/search-setup/topics/new` and `.../{id}`
pub(super) async fn save(
    visit: Visit,
    named: Option<Named>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = named.map(|Named(id)| id);
    let typed = Typed {
        name: fields.get("name").to_owned(),
        category: fields.get("category").to_owned(),
        new_category: fields.get("new_category").to_owned(),
        owner: fields.get("owner").to_owned(),
        version: fields.get("version").to_owned(),
        rules: rule_form::inputs(&fields),
        query: fields.get("query").to_owned(),
        query_is_x: fields.get("query_syntax") == "x",
        notes: Vec::new(),
    };
    if fields.has("add") {
        return with_another_rule(&visit, id, typed, fields.get("add")).await;
    }
    let input = SaveTopic {
        id,
        version: typed.version.parse().ok(),
        name: typed.name.clone(),
        category: category(&typed),
        owner: typed.owner.parse().ok(),
        rules: typed.rules.clone(),
    };
    match topics::save(visit.app(), &visit.caller, input).await {
        Ok(topic) => {
            let target = visit.path(&format!("/search-setup/topics/{}?saved", topic.row.id));
            Ok(Redirect::to(&target).into_response())
        }
        Err(error) if matches!(error.code, Code::Invalid | Code::StaleVersion) => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let choices = topics::form(visit.app(), &visit.caller).await?;
            let topic = stored(&visit, id).await?;
            let stale = error.code == Code::StaleVersion;
            let status = StatusCode::from_u16(error.code.status());
            let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            page(&visit, status, topic, choices, typed, problems, stale).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The same form with one rule more; nothing is saved.
async fn with_another_rule(
    visit: &Visit,
    id: Option<PublicId>,
    mut typed: Typed,
    kind: &str,
) -> Result<Response, WebError> {
    let choices = topics::form(visit.app(), &visit.caller).await?;
    match kind {
        "query" => read_query(visit, &mut typed)?,
        "custom_sources" => typed.rules.push(RuleInput::CustomSources {
            id: None,
            groups: Vec::new(),
        }),
        _ => typed.rules.push(rule_form::fresh(&choices)),
    }
    let topic = stored(visit, id).await?;
    page(
        visit,
        StatusCode::OK,
        topic,
        choices,
        typed,
        Problems::default(),
        false,
    )
    .await
}

/// Puts what a rule of another product says in the place of rules that say nothing yet.
fn read_query(visit: &Visit, typed: &mut Typed) -> Result<(), WebError> {
    let input = Translate {
        text: typed.query.clone(),
        is_x: typed.query_is_x,
    };
    let read = topics::translate(visit.app(), &visit.caller, &input)?;
    let texts = visit.texts();
    let problems = read.problems.iter();
    typed.notes = problems.map(|p| crate::error::problem(p, texts)).collect();
    if read.rules.is_empty() {
        return Ok(());
    }
    typed.rules.retain(|rule| !rule_form::is_blank(rule));
    let rules = read.rules.into_iter();
    typed
        .rules
        .extend(rules.map(|rule| RuleInput::Keywords { id: None, rule }));
    // It stands in the rules now.
    typed.query.clear();
    Ok(())
}

async fn stored(visit: &Visit, id: Option<PublicId>) -> Result<Option<TopicView>, WebError> {
    Ok(match id {
        Some(id) => Some(topics::get(visit.app(), &visit.caller, id).await?),
        None => None,
    })
}

/// A new category wins over the chosen one.
fn category(typed: &Typed) -> CategoryChoice {
    match (typed.new_category.is_empty(), typed.category.parse()) {
        (true, Ok(id)) => CategoryChoice::Existing(id),
        _ => CategoryChoice::Named(typed.new_category.clone()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    topic: Option<TopicView>,
    choices: FormChoices,
    typed: Typed,
    problems: Problems,
    stale: bool,
) -> Result<Response, WebError> {
    let texts = visit.texts();
    let rule =
        |(n, input): (usize, &RuleInput)| rule_form::form(n, input, &choices, &problems, visit);
    let rules = typed.rules.iter().enumerate().map(rule).collect();
    let row = topic.as_ref().map(|topic| &topic.row);
    let own = row.map(|row| visit.path(&format!("/search-setup/topics/{}", row.id)));
    let asked: Vec<String> = choices
        .asked_sources
        .iter()
        .map(|s| crate::widgets::source_name(s, texts))
        .collect();
    let page = TopicPage {
        shell: shell(visit, if row.is_some() { "topic" } else { "topic-new" }).await,
        action: own
            .clone()
            .unwrap_or_else(|| visit.path("/search-setup/topics/new")),
        back: visit.path("/search-setup"),
        analytics: row
            .map(|row| visit.path(&format!("/analytics?focus=topic-{}&time=all", row.id))),
        readonly: row.is_some_and(|row| !row.editable),
        delete: row
            .filter(|row| row.editable)
            .and(own)
            .map(|own| format!("{own}/delete")),
        rematching: topic.as_ref().and_then(|topic| topic.rematching),
        name: typed.name,
        category: typed.category,
        new_category: typed.new_category,
        owner: typed.owner,
        version: typed.version,
        choices,
        rules,
        problems,
        stale,
        saved: visit.person.guest.here.ends_with("?saved"),
        asked: asked.join(", "),
        query: typed.query,
        query_is_x: typed.query_is_x,
        notes: typed.notes,
    };
    Ok((status, Html(page.render()?)).into_response())
}
