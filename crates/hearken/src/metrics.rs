//! `/metrics` in Prometheus' text form: what monitoring watches. There is such a page only where the
//! operator has set `metrics.token`, and only for who sends it; numbers only, nothing of a post or a
//! person.

use crate::wiring::House;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use hearken_pipeline::Intake;
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Instant};

/// The form that [`text::encode`] writes.
const FORM: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A route of the router and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Read {
    connector: &'static str,
    what: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Became {
    what: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    kind: String,
    state: String,
}

/// What is counted while requests are answered; everything else is looked up when asked for.
#[derive(Clone)]
struct Requests {
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
}

impl Requests {
    fn new() -> Self {
        Self {
            answered: Family::default(),
            // 1 ms to 8 s.
            seconds: Family::new_with_constructor(|| {
                Histogram::new(exponential_buckets(0.001, 2.0, 14))
            }),
        }
    }
}

/// Measures every route of `routes` and adds `/metrics` where there is a token.
pub(crate) fn measured(house: &House, routes: Router) -> Router {
    let Some(token) = house.config.metrics.token.clone() else {
        return routes;
    };
    let requests = Requests::new();
    let page = Page {
        house: house.clone(),
        requests: requests.clone(),
        token: Arc::from(token),
    };
    routes
        .route_layer(middleware::from_fn_with_state(requests, measure))
        .merge(Router::new().route("/metrics", get(show)).with_state(page))
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long an answer takes is no time of the product"
)]
async fn measure(
    State(requests): State<Requests>,
    path: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let route = path.map_or_else(String::new, |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    let seconds = start.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    let labels = Route {
        route: route.clone(),
    };
    requests.seconds.get_or_create(&labels).observe(seconds);
    let answered = Answered { route, status };
    requests.answered.get_or_create(&answered).inc();
    response
}

#[derive(Clone)]
struct Page {
    house: House,
    requests: Requests,
    token: Arc<str>,
}

async fn show(State(page): State<Page>, headers: HeaderMap) -> Response {
    let sent = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    // Digests are compared, so that the time of comparing tells nothing of the token.
    let is_known =
        sent.is_some_and(|sent| Sha256::digest(sent) == Sha256::digest(page.token.as_bytes()));
    if !is_known {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match page.text().await {
        Ok(text) => ([(header::CONTENT_TYPE, FORM)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics cannot be told");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

impl Page {
    async fn text(&self) -> anyhow::Result<String> {
        let mut registry = Registry::with_prefix("hearken");
        let Requests { answered, seconds } = &self.requests;
        registry.register(
            "http_requests",
            "Requests by route and status",
            answered.clone(),
        );
        registry.register(
            "http_request_seconds",
            "Time to an answer's head",
            seconds.clone(),
        );
        self.connectors(&mut registry);
        self.intake(&mut registry);
        self.lag(&mut registry).await?;
        self.jobs(&mut registry).await?;
        let mut text = String::new();
        text::encode(&mut text, &registry)?;
        Ok(text)
    }

    /// What the streams read since the process began.
    fn connectors(&self, registry: &mut Registry) {
        let read = Family::<Read, Counter>::default();
        for (connector, status) in self.house.pipeline.streams() {
            for (what, count) in status.counters.snapshot() {
                let labels = Read { connector, what };
                read.get_or_create(&labels).inc_by(count);
            }
        }
        registry.register("connector", "What streams read, by kind", read);
    }

    /// What became of posts since the process began.
    fn intake(&self, registry: &mut Registry) {
        let posts = Family::<Became, Counter>::default();
        let Intake {
            matched,
            recorded,
            deleted,
        } = self.house.pipeline.intake();
        for (what, count) in [
            ("matched", matched),
            ("recorded", recorded),
            ("deleted", deleted),
        ] {
            posts.get_or_create(&Became { what }).inc_by(count);
        }
        registry.register("posts", "Posts that came in, by what became of them", posts);
    }

    /// Recorded changes that the archive does not show yet, of all organizations.
    async fn lag(&self, registry: &mut Registry) -> anyhow::Result<()> {
        let mut behind = 0;
        let heads = self.house.store.outbox_heads(&self.house.install).await?;
        for (org, head) in heads {
            let scope = self.house.job_scope("metrics", org)?;
            behind += (head.0 - self.house.archive.applied(&scope)?.0).max(0);
        }
        let lag: Gauge = Gauge::default();
        lag.set(behind);
        registry.register("archive_lag_changes", "Changes not yet in the archive", lag);
        Ok(())
    }

    async fn jobs(&self, registry: &mut Registry) -> anyhow::Result<()> {
        let jobs = Family::<JobLabels, Gauge>::default();
        for (kind, state, count) in self.house.store.count_jobs(&self.house.install).await? {
            let labels = JobLabels { kind, state };
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            jobs.get_or_create(&labels).set(count);
        }
        registry.register("jobs", "Background jobs by kind and state", jobs);
        Ok(())
    }
}
