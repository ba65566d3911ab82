//! The summary: what the month brought and will bring, by category and topic (SEA-010, SEA-161).

use super::{Tab, shell, tabs};
use crate::{error::WebError, format, i18n::Texts, shell::Shell, visit::Visit};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hearken_app::quota::{self, CategoryUsage, QuotaState, Summary, TopicUsage, Usage};
use hearken_model::Zone;

#[derive(Template)]
#[template(path = "pages/search_setup/summary.html")]
struct SummaryPage {
    shell: Shell,
    tabs: Vec<Tab>,
    month: String,
    total: Numbers,
    categories: Vec<Category>,
    setup_href: String,
    events: String,
    /// What is to be said of the month's quota, and how urgently.
    quota: Option<(String, &'static str)>,
}

struct Category {
    name: String,
    href: String,
    numbers: Numbers,
    topics: Vec<Topic>,
}

struct Topic {
    name: String,
    href: String,
    numbers: Numbers,
}

/// A row of numbers.
struct Numbers {
    current: String,
    expected: Option<String>,
    /// Part of all posts, percent of the bar.
    share: String,
}

impl Numbers {
    fn of(usage: Usage, all: u64, texts: Texts) -> Self {
        Self {
            current: format::number(usage.current, texts),
            expected: usage.expected.map(|n| format::number(n, texts)),
            share: format!("{:.1}", usage.current as f64 * 100.0 / all.max(1) as f64),
        }
    }
}

/// `GET /o/{slug}/search-setup/summary`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let summary = quota::summary(visit.app(), &visit.caller).await?;
    let all = summary.usage.current;
    let texts = visit.texts();
    let date = Zone::UTC.date(summary.month.from);
    let month = texts.get(&format!("month-{}", date.month()));
    let quota = quota_note(&summary, texts);
    let categories = summary.categories.into_iter();
    let page = SummaryPage {
        shell: shell(&visit, "setup-summary").await,
        tabs: tabs(&visit, "summary"),
        month: format!("{month} {}", date.year()),
        total: Numbers::of(summary.usage, all, texts),
        categories: categories.map(|each| category(&visit, each, all)).collect(),
        setup_href: visit.path("/search-setup"),
        events: visit.path("/events"),
        quota,
    };
    Ok(Html(page.render()?).into_response())
}

fn quota_note(summary: &Summary, texts: Texts) -> Option<(String, &'static str)> {
    let (quota, state) = summary.quota.zip(summary.quota_state())?;
    let key = format!("summary-quota-{}", state.as_str().replace('_', "-"));
    let kind = match state {
        QuotaState::Within => "info",
        QuotaState::ExpectedToExceed => "warning",
        QuotaState::Exceeded => "error",
    };
    let quota = format::number(quota, texts);
    Some((texts.with(&key, &[("quota", quota.into())]), kind))
}

fn category(visit: &Visit, category: CategoryUsage, all: u64) -> Category {
    let topic = |topic: TopicUsage| Topic {
        href: visit.path(&format!("/search-setup/topics/{}", topic.id)),
        name: topic.name,
        numbers: Numbers::of(topic.usage, all, visit.texts()),
    };
    Category {
        href: visit.path(&format!("/analytics?focus=category-{}", category.id)),
        name: category.name,
        numbers: Numbers::of(category.usage, all, visit.texts()),
        topics: category.topics.into_iter().map(topic).collect(),
    }
}
