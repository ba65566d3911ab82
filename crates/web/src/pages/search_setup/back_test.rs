//! What a rule would have found, by clause and day, before it is saved: a part of the topic form that
//! asks for itself until it is done, and a page of its own for browsers without scripts.

use super::{rule_form, shell};
use crate::{
    error::WebError,
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
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    topics::{
        RuleInput,
        back_test::{self, BackTestView, Count, Examined, Month, Report, SourceShare},
    },
};
use hearken_model::{PublicId, Timestamp, time::DAY};

#[derive(Template)]
#[template(path = "pages/search_setup/back_test.html")]
struct BackTestPart {
    shell: Shell,
    href: String,
    cancel: String,
    runs: bool,
    /// Why there is no result, or only part of one.
    notice: Option<String>,
    progress: String,
    percent: u64,
    blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "pages/search_setup/back_test_page.html")]
struct BackTestPage {
    shell: Shell,
    part: String,
    runs: bool,
}

#[derive(Template)]
#[template(path = "pages/search_setup/back_test_refused.html")]
struct Refused {
    problems: Vec<String>,
}

/// What was found in posts of a kind.
struct Block {
    title: String,
    help: String,
    headline: String,
    month: Option<String>,
    shares: Vec<String>,
    bars: Vec<Bar>,
    clauses: Vec<Clause>,
    cards: Vec<Card>,
}

/// A day, for the chart and its table.
struct Bar {
    day: String,
    hits: String,
    /// Place and height in a chart of 1,000 by 100.
    x: String,
    width: String,
    y: u64,
    height: u64,
}

struct Clause {
    text: String,
    warning: Option<String>,
}

/// `POST /o/{slug}/search-setup/back-test/{rule}`: begins one with what is typed.
pub(super) async fn start(
    visit: Visit,
    Path((_, n)): Path<(String, usize)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(RuleInput::Keywords { rule, .. }) = rule_form::input(&fields, n) else {
        return Err(WebError::new(Code::Invalid));
    };
    match back_test::start(visit.app(), &visit.caller, rule).await {
        Ok(id) if visit.person.guest.wants_part => part(&visit, id).await,
        Ok(id) => Ok(Redirect::to(&address(&visit, id)).into_response()),
        Err(error) if error.code == Code::Invalid && visit.person.guest.wants_part => {
            let texts = visit.texts();
            let problems = error.diagnostics.iter();
            let refused = Refused {
                problems: problems.map(|d| crate::error::problem(d, texts)).collect(),
            };
            Ok(Html(refused.render()?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /o/{slug}/search-setup/back-tests/{id}`
pub(super) async fn show(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::new(Code::NotFound))?;
    if visit.person.guest.wants_part {
        return part(&visit, id).await;
    }
    let view = back_test::get(visit.app(), &visit.caller, id).await?;
    let page = BackTestPage {
        shell: shell(&visit, "back-test").await,
        runs: view.state == "running",
        part: of(&visit, view).render()?,
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /o/{slug}/search-setup/back-tests/{id}/cancel`
pub(super) async fn cancel(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::new(Code::NotFound))?;
    back_test::cancel(visit.app(), &visit.caller, id)?;
    if visit.person.guest.wants_part {
        return part(&visit, id).await;
    }
    Ok(Redirect::to(&address(&visit, id)).into_response())
}

fn address(visit: &Visit, id: PublicId) -> String {
    visit.path(&format!("/search-setup/back-tests/{id}"))
}

async fn part(visit: &Visit, id: PublicId) -> Result<Response, WebError> {
    let view = back_test::get(visit.app(), &visit.caller, id).await?;
    Ok(Html(of(visit, view).render()?).into_response())
}

fn of(visit: &Visit, view: BackTestView) -> BackTestPart {
    let texts = visit.texts();
    let number = |n: u64| format::number(n, texts);
    let href = address(visit, view.id);
    let mut blocks = Vec::new();
    let stored = view.stored.filter(|found| found.report.looked_at > 0);
    blocks.extend(stored.map(|found| block(visit, "stored", &found, &[])));
    let passed = view.passed.filter(|found| found.report.looked_at > 0);
    blocks.extend(passed.map(|found| block(visit, "passed", &found, &view.sources)));
    let notice = match view.state {
        "cancelled" => Some("back-test-cancelled"),
        "failed" => Some("back-test-failed"),
        "done" if blocks.is_empty() => Some("back-test-none"),
        _ => None,
    };
    BackTestPart {
        shell: Shell::plain(texts, visit.person.guest.look.clone(), String::new()),
        cancel: format!("{href}/cancel"),
        href,
        runs: view.state == "running",
        notice: notice.map(|key| texts.get(key)),
        progress: texts.with(
            "back-test-running",
            &[
                ("looked", number(view.looked_at).into()),
                ("total", number(view.total).into()),
            ],
        ),
        percent: view.looked_at * 100 / view.total.max(1),
        blocks,
    }
}

fn block(visit: &Visit, kind: &str, found: &Examined, sources: &[SourceShare]) -> Block {
    let texts = visit.texts();
    let report = &found.report;
    let number = |n: u64| format::number(n, texts);
    let why = texts.get("preview-matched");
    let cards = found.examples.iter().map(|post| {
        let marks: Vec<_> = post
            .matched
            .iter()
            .map(|evidence| (*evidence, why.clone()))
            .collect();
        marked_card(visit, &post.card, &marks)
    });
    // The days of a sample are those of its posts: what it says of a month stands by source.
    let month = report.month.filter(|_| sources.is_empty());
    Block {
        title: texts.get(&format!("back-test-{kind}")),
        help: texts.get(&format!("back-test-{kind}-help")),
        headline: texts.with(
            "back-test-headline",
            &[
                ("hits", number(report.hits).into()),
                ("looked", number(report.looked_at).into()),
            ],
        ),
        month: month.map(|month| month_text(month, texts)),
        shares: sources.iter().map(|one| share(visit, one)).collect(),
        bars: if sources.is_empty() {
            bars(visit, &report.days)
        } else {
            Vec::new()
        },
        clauses: clauses(report, texts),
        cards: cards.collect(),
    }
}

fn month_text(month: Month, texts: Texts) -> String {
    let number = |n: f64| format::number(n.round().max(0.0) as u64, texts);
    texts.with(
        "back-test-month",
        &[
            ("likely", number(month.likely).into()),
            ("low", number(month.low).into()),
            ("high", number(month.high).into()),
        ],
    )
}

fn share(visit: &Visit, one: &SourceShare) -> String {
    let texts = visit.texts();
    let number = |n: u64| format::number(n, texts);
    let day = one.a_day.map(|day| number(day.round().max(0.0) as u64));
    let key = match day {
        Some(_) => "back-test-share-day",
        None => "back-test-share",
    };
    texts.with(
        key,
        &[
            ("source", source_name(&one.source, texts).into()),
            ("hits", number(one.hits).into()),
            ("looked", number(one.looked_at).into()),
            ("passed", number(one.passed).into()),
            ("day", day.unwrap_or_default().into()),
            (
                "since",
                format::ago(one.since, visit.now(), &visit.zone(), texts).into(),
            ),
        ],
    )
}

/// Days as bars, 1,000 wide and 100 high together.
fn bars(visit: &Visit, days: &[(i64, u64)]) -> Vec<Bar> {
    let texts = visit.texts();
    let most = days.iter().map(|day| day.1).max().unwrap_or(0).max(1);
    let step = 1_000.0 / days.len().max(1) as f64;
    let bar = |(n, (day, hits)): (usize, &(i64, u64))| {
        let height = hits * 100 / most;
        Bar {
            // Days of a back-test are those of UTC.
            day: format::day(Timestamp(day * DAY), &hearken_model::Zone::UTC, texts),
            hits: format::number(*hits, texts),
            x: format!("{:.2}", n as f64 * step),
            width: format!("{:.2}", step * 0.8),
            y: 100 - height,
            height,
        }
    };
    days.iter().enumerate().map(bar).collect()
}

fn clauses(report: &Report, texts: Texts) -> Vec<Clause> {
    let lists: [(&str, &[Count]); 3] = [
        ("keywords", &report.keywords),
        ("inclusions", &report.inclusions),
        ("exclusions", &report.exclusions),
    ];
    let mut lines = Vec::new();
    for (list, counts) in lists {
        for count in counts {
            let warned = report
                .warnings
                .iter()
                .find(|warning| warning.entry.as_deref() == Some(count.entry.as_str()));
            let arguments = [
                ("entry", count.entry.as_str().into()),
                ("posts", format::number(count.posts, texts).into()),
                ("met", format::number(report.met, texts).into()),
            ];
            lines.push(Clause {
                text: texts.with(&format!("back-test-clause-{list}"), &arguments),
                warning: warned.map(|warning| {
                    let key = warning.code.replace('_', "-");
                    texts.get(&format!("{key}-{list}"))
                }),
            });
        }
    }
    lines
}
