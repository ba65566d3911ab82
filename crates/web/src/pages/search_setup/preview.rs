//! What a rule would find, while it is typed (SEA-026, SEA-052, SEA-054).

use super::rule_form;
use crate::{
    error::{WebError, problem},
    format,
    forms::Fields,
    pages::analytics::{Card, marked_card},
    shell::Shell,
    visit::Visit,
    widgets::source_name,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use hearken_app::topics::{self, PreviewPost, PreviewTopic};

#[derive(Template)]
#[template(path = "pages/search_setup/preview.html")]
struct PreviewPart {
    shell: Shell,
    problems: Vec<String>,
    month: String,
    sampled: bool,
    stored: Vec<Card>,
    sources: Vec<SourcePart>,
    empty: bool,
}

struct SourcePart {
    name: String,
    cards: Vec<Card>,
    failed: bool,
}

/// Posts shown of each place.
const POSTS: usize = 10;

/// `POST /o/{slug}/search-setup/preview/{rule}`
pub(super) async fn show(
    visit: Visit,
    Path((_, n)): Path<(String, usize)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let texts = visit.texts();
    let rules = rule_form::input(&fields, n).into_iter().collect();
    let ask_sources = fields.has("ask_sources");
    let input = PreviewTopic {
        rules,
        ask_sources,
        limit: POSTS,
    };
    let preview = topics::preview(visit.app(), &visit.caller, input).await?;
    let why = texts.get("preview-matched");
    let card = |post: &PreviewPost| {
        let marks: Vec<_> = post
            .matched
            .iter()
            .map(|evidence| (*evidence, why.clone()))
            .collect();
        marked_card(&visit, &post.card, &marks)
    };
    let sources = preview.sources.iter().map(|found| SourcePart {
        name: source_name(&found.source, texts),
        cards: found.posts.iter().map(card).collect(),
        failed: found.failed,
    });
    let part = PreviewPart {
        problems: preview.problems.iter().map(|p| problem(p, texts)).collect(),
        month: format::number(preview.stored_30_days, texts),
        sampled: preview.sampled,
        stored: preview.stored.iter().map(card).collect(),
        sources: sources.collect(),
        empty: preview.stored.is_empty(),
        shell: Shell::plain(texts, visit.person.guest.look.clone(), String::new()),
    };
    Ok(Html(part.render()?).into_response())
}
