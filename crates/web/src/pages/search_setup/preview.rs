//! What a rule would find, while it is typed (SEA-026, SEA-052, SEA-054).

use super::rule_form;
use crate::{
    error::{WebError, problem},
    format,
    forms::Fields,
    i18n::Texts,
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
use hearken_app::{
    quota::{Fit, QuotaCheck},
    topics::{self, PreviewPost, PreviewTopic},
};

#[derive(Template)]
#[template(path = "pages/search_setup/preview.html")]
struct PreviewPart {
    shell: Shell,
    problems: Vec<String>,
    month: String,
    sampled: bool,
    stored: Vec<Card>,
    sources: Vec<SourcePart>,
    /// What is to be said of the month's quota, and how urgently.
    quota: Option<(String, &'static str)>,
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
        quota: preview.quota.map(|check| quota(check, texts)),
        stored: preview.stored.iter().map(card).collect(),
        sources: sources.collect(),
        empty: preview.stored.is_empty(),
        shell: Shell::plain(texts, visit.person.guest.look.clone(), String::new()),
    };
    Ok(Html(part.render()?).into_response())
}

/// What the estimate is beside the month's quota (SEA-052, SEA-166).
fn quota(check: QuotaCheck, texts: Texts) -> (String, &'static str) {
    let (key, kind) = match check.fit() {
        Fit::Within => ("preview-quota-within", "info"),
        Fit::Above => ("preview-quota-above", "warning"),
        Fit::FarAbove => ("preview-quota-far-above", "error"),
    };
    let quota = format::number(check.quota, texts);
    (texts.with(key, &[("quota", quota.into())]), kind)
}
