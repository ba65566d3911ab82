//! `/organizations/{slug}/topics/back-tests`: what a keywords rule would have found. One is begun, asked
//! for until it has ended, and forgotten after half an hour.

use super::{posts::Post, rules::KeywordLists};
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Body, Id, Instant, parse},
};
use axum::{
    Json,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use hearken_app::{
    App,
    topics::back_test::{self, BackTestView, Count, Examined, Report, SourceShare},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(start_back_test))
        .routes(routes!(get_back_test, cancel_back_test))
}

/// The rule to be tried.
#[derive(Deserialize, ToSchema)]
struct NewBackTest {
    rule: KeywordLists,
}

/// A back-test.
#[derive(Serialize, ToSchema)]
struct BackTest {
    id: Id,
    /// `running`, `done`, `cancelled` or `failed`.
    state: &'static str,
    /// Posts looked at so far.
    looked_at: u64,
    /// Posts to be looked at.
    total: u64,
    /// In the stored posts, the newest 100,000; null while it runs.
    stored: Option<BackTestFound>,
    /// In the sample of public posts that passed by; null while it runs, and without a sample.
    passed: Option<BackTestFound>,
    /// The sample by source.
    sources: Vec<BackTestShare>,
}

/// What was found in posts.
#[derive(Serialize, ToSchema)]
struct BackTestFound {
    looked_at: u64,
    /// Posts that keywords and inclusions bring in.
    met: u64,
    /// Posts that the rule finds.
    hits: u64,
    days: Vec<BackTestDay>,
    keywords: Vec<EntryCount>,
    inclusions: Vec<EntryCount>,
    exclusions: Vec<EntryCount>,
    /// Null before posts of two days were seen.
    month: Option<BackTestMonth>,
    /// The newest ten.
    examples: Vec<Post>,
    warnings: Vec<BackTestWarning>,
}

/// Hits of a day.
#[derive(Serialize, ToSchema)]
struct BackTestDay {
    /// Midnight UTC.
    day: Instant,
    hits: u64,
}

/// How many posts an entry brings in or, of an exclusion, takes out.
#[derive(Serialize, ToSchema)]
struct EntryCount {
    entry: String,
    posts: u64,
}

/// Posts of thirty days: the mean of the days seen, and two standard errors to each side.
#[derive(Serialize, ToSchema)]
struct BackTestMonth {
    low: f64,
    likely: f64,
    high: f64,
}

/// An entry that does nothing, or everything.
#[derive(Serialize, ToSchema)]
struct BackTestWarning {
    /// `backtest_never` or `backtest_always`.
    code: String,
    entry: Option<String>,
}

/// The sample of a source.
#[derive(Serialize, ToSchema)]
struct BackTestShare {
    source: String,
    looked_at: u64,
    hits: u64,
    /// Posts that passed by since then, kept or not.
    passed: u64,
    since: Instant,
    /// Matches a day, by the share of the sample; null where too little passed by.
    a_day: Option<f64>,
}

impl From<BackTestView> for BackTest {
    fn from(view: BackTestView) -> Self {
        Self {
            id: view.id.into(),
            state: view.state,
            looked_at: view.looked_at,
            total: view.total,
            stored: view.stored.map(BackTestFound::from),
            passed: view.passed.map(BackTestFound::from),
            sources: view.sources.into_iter().map(BackTestShare::from).collect(),
        }
    }
}

impl From<Examined> for BackTestFound {
    fn from(found: Examined) -> Self {
        const DAY: i64 = hearken_model::time::DAY;
        let Report {
            looked_at,
            met,
            hits,
            days,
            keywords,
            inclusions,
            exclusions,
            month,
            warnings,
            ..
        } = found.report;
        let counts = |list: Vec<Count>| {
            list.into_iter()
                .map(|count| EntryCount {
                    entry: count.entry,
                    posts: count.posts,
                })
                .collect()
        };
        let day = |(day, hits)| BackTestDay {
            day: hearken_model::Timestamp(day * DAY).into(),
            hits,
        };
        Self {
            looked_at,
            met,
            hits,
            days: days.into_iter().map(day).collect(),
            keywords: counts(keywords),
            inclusions: counts(inclusions),
            exclusions: counts(exclusions),
            month: month.map(|month| BackTestMonth {
                low: month.low,
                likely: month.likely,
                high: month.high,
            }),
            examples: found.examples.iter().map(|e| Post::of(&e.card)).collect(),
            warnings: warnings
                .into_iter()
                .map(|warning| BackTestWarning {
                    code: warning.code.to_string(),
                    entry: warning.entry,
                })
                .collect(),
        }
    }
}

impl From<SourceShare> for BackTestShare {
    fn from(share: SourceShare) -> Self {
        Self {
            source: share.source.to_string(),
            looked_at: share.looked_at,
            hits: share.hits,
            passed: share.passed,
            since: share.since.into(),
            a_day: share.a_day,
        }
    }
}

/// Begins to try a rule on stored posts and on what passed by; the one that the caller began before is
/// given up.
#[utoipa::path(post, path = "/organizations/{slug}/topics/back-tests",
    request_body = NewBackTest,
    responses((status = 202, description = "it runs; `Location` is where to ask", body = BackTest)))]
async fn start_back_test(
    inside: Inside,
    Path(slug): Path<String>,
    Body(new): Body<NewBackTest>,
) -> Result<Response, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let id = back_test::start(app, caller, new.rule.into_rule()).await?;
    let view = back_test::get(app, caller, id).await?;
    let place = format!("/api/v1/organizations/{slug}/topics/back-tests/{id}");
    let answer = Json(BackTest::from(view));
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, place)], answer).into_response())
}

/// How far a back-test of the caller's own is, and what it found.
#[utoipa::path(get, path = "/organizations/{slug}/topics/back-tests/{id}",
    responses((status = 200, description = "the back-test", body = BackTest)))]
async fn get_back_test(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<BackTest>, Problem> {
    let view = back_test::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(view.into()))
}

/// Stops a back-test of the caller's own; what was counted so far can be asked for still.
#[utoipa::path(delete, path = "/organizations/{slug}/topics/back-tests/{id}",
    responses((status = 204, description = "it stops")))]
async fn cancel_back_test(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    back_test::cancel(&inside.app, &inside.caller, parse(&id)?)?;
    Ok(StatusCode::NO_CONTENT)
}
