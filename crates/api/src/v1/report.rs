//! `GET /organizations/{slug}/report`: the figures that `hearken report` prints, in its form. The
//! types here tell the document of that form.

use crate::{caller::Inside, problem::Problem, wire::Query};
use axum::Json;
use hearken_app::{
    App,
    report::{self, ReportInput},
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_report))
}

macro_rules! form {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "tells the document what the use-case answers")]
        struct $name { $($(#[$field_doc])* #[schema(required = true)] $field: $kind,)* }
    )* };
}

form! {
    /// Figures over whole UTC days.
    Report {
        posts: u64,
        sentiment: ReportSentiment,
        /// Every day of the frame, empty ones too.
        volume: Vec<ReportDay>,
        sources: Vec<ReportSource>,
        languages: Vec<ReportLanguage>,
        /// The 100 writers with most posts.
        authors: Vec<ReportAuthor>,
        /// The 100 phrases with most posts.
        phrases: Vec<ReportPhrase>,
        topics: Vec<ReportTopic>,
        countries: Vec<ReportCountry>,
    }
    /// Posts by tone.
    ReportSentiment {
        positive: u64,
        negative: u64,
        neutral: u64,
        unknown: u64,
        /// -10 to 10; null without positive and negative posts.
        index: Option<f64>,
    }
    /// Posts of a day.
    ReportDay {
        /// `2026-11-22`
        day: String,
        posts: u64,
    }
    /// Posts of a network.
    ReportSource { source: String, posts: u64, }
    /// Posts in a language.
    ReportLanguage { language: String, posts: u64, }
    /// Posts of a writer.
    ReportAuthor { author: String, source: String, posts: u64, }
    /// Posts with a phrase.
    ReportPhrase { phrase: String, posts: u64, }
    /// Posts of a topic.
    ReportTopic { topic: String, posts: u64, }
    /// Posts of a country.
    ReportCountry { country: String, posts: u64, }
}

/// Which posts; nothing set: all.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportQuery {
    /// Name of a topic.
    topic: Option<String>,
    /// First UTC day (`2026-11-01`).
    from: Option<String>,
    /// Last UTC day, included.
    to: Option<String>,
}

/// What `hearken report` prints.
#[utoipa::path(get, path = "/organizations/{slug}/report", params(ReportQuery),
    responses((status = 200, description = "the figures", body = Report)))]
async fn get_report(
    inside: Inside,
    Query(query): Query<ReportQuery>,
) -> Result<Json<report::Report>, Problem> {
    let day = |field, text: Option<String>| {
        let parsed = text.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| Problem::unknown_value(field, text.as_deref().unwrap_or_default()))
    };
    let input = ReportInput {
        topic: query.topic,
        from: day("from", query.from)?,
        to: day("to", query.to)?,
    };
    Ok(Json(
        report::make(&inside.app, &inside.caller, input).await?,
    ))
}
