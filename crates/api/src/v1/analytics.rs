//! `/organizations/{slug}/analytics/widgets/{name}`: the figures of a widget, as JSON or, with
//! `.csv` after the name, as CSV. The query is the dataset's URL form.

use super::{
    dataset::Dataset,
    figures::{self, Row},
    pairs,
};
use crate::{caller::Inside, problem::Problem, wire::Instant};
use axum::{
    Json,
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Response},
};
use hearken_app::{
    App, Code,
    analytics::{self, FULL_ROWS, Part},
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_widget))
}

/// The widgets by their names in URLs.
const WIDGETS: &[(&str, Part)] = &[
    ("summary", Part::Summary),
    ("volume", Part::Volume),
    ("sentiment", Part::Sentiment),
    ("sentiment-by-group", Part::SentimentByGroup),
    ("phrases", Part::Phrases),
    ("trending-phrases", Part::TrendingPhrases),
    ("search-topics", Part::SearchTopics),
    ("sources", Part::Sources),
    ("authors", Part::Authors),
    ("languages", Part::Languages),
    ("location", Part::Location),
];

/// The figures of a widget.
#[derive(Serialize, ToSchema)]
struct Widget {
    #[serde(rename = "widget")]
    name: String,
    /// Begin of the time frame.
    from: Instant,
    /// End of the time frame, which is not in it.
    to: Instant,
    /// IANA name of the zone whose days are counted.
    time_zone: String,
    rows: Vec<Row>,
}

/// Figures of a widget over a dataset; with `.csv` after its name as CSV.
///
/// Names: `summary`, `volume`, `sentiment`, `sentiment-by-group`, `phrases`,
/// `trending-phrases` (those that rose against the past frames), `search-topics`,
/// `sources`, `authors`, `languages`, `location`.
#[utoipa::path(get, path = "/organizations/{slug}/analytics/widgets/{name}", params(Dataset),
    responses((status = 200, description = "the figures", content(
        (Widget = "application/json"), (String = "text/csv")))))]
async fn get_widget(
    inside: Inside,
    Path((_, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (plain, as_csv) = name
        .strip_suffix(".csv")
        .map_or((name.as_str(), false), |plain| (plain, true));
    let part = WIDGETS
        .iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, part)| *part);
    let part = part.ok_or_else(|| Problem::new(Code::NotFound))?;
    let view = analytics::open(&inside.app, &inside.caller, &pairs(query.as_deref())).await?;
    let figures = analytics::part(&inside.app, &view, part, FULL_ROWS).await?;
    let rows = figures::rows(&figures);
    if !as_csv {
        let span = view.span();
        let widget = Widget {
            name: plain.to_owned(),
            from: span.from.into(),
            to: span.to.into(),
            time_zone: view.zone.name().to_owned(),
            rows,
        };
        return Ok(Json(widget).into_response());
    }
    let file = format!("attachment; filename=\"{plain}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, figures::csv(&rows)).into_response())
}
