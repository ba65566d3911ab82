//! `/organizations/{slug}/analytics/widgets/{name}`: the figures of a widget, as JSON or, with
//! `.csv` after the name, as CSV. The query is the dataset's URL form.

use super::{figures, pairs};
use crate::{caller::Inside, problem::Problem};
use axum::{
    Json, Router,
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use hearken_app::{
    App, Code,
    analytics::{self, FULL_ROWS, Part},
    report::{self, Report, ReportInput},
};
use serde_json::json;
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/organizations/{slug}/analytics/widgets/{name}",
            get(widget),
        )
        .route("/organizations/{slug}/report", get(whole_report))
}

/// The widgets by their names in URLs.
const WIDGETS: &[(&str, Part)] = &[
    ("summary", Part::Summary),
    ("volume", Part::Volume),
    ("sentiment", Part::Sentiment),
    ("sentiment-by-group", Part::SentimentByGroup),
    ("phrases", Part::Phrases),
    ("search-topics", Part::SearchTopics),
    ("sources", Part::Sources),
    ("authors", Part::Authors),
    ("languages", Part::Languages),
    ("location", Part::Location),
];

async fn widget(
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
        let body = json!({
            "widget": plain,
            "from": span.from.to_rfc3339(),
            "to": span.to.to_rfc3339(),
            "time_zone": view.zone.name(),
            "rows": rows,
        });
        return Ok(Json(body).into_response());
    }
    let file = format!("attachment; filename=\"{plain}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, figures::csv(&rows)).into_response())
}

/// The figures that `hearken report` prints; `topic`, `from` and `to` as there.
async fn whole_report(inside: Inside, RawQuery(query): RawQuery) -> Result<Json<Report>, Problem> {
    let pairs = pairs(query.as_deref());
    let find = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    let day = |name: &str| match find(name).map(|text| text.parse()) {
        None => Ok(None),
        Some(Ok(day)) => Ok(Some(day)),
        Some(Err(_)) => {
            let problem = hearken_model::Diagnostic::new("unknown_value", name);
            Err(Problem::from(hearken_app::AppError::invalid(vec![problem])))
        }
    };
    let input = ReportInput {
        topic: find("topic"),
        from: day("from")?,
        to: day("to")?,
    };
    Ok(Json(
        report::make(&inside.app, &inside.caller, input).await?,
    ))
}
