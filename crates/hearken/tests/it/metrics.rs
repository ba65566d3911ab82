//! What monitoring reads, and who may.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use hearken::{House, HouseParts, WebSettings, config::Config};
use tower::ServiceExt;

async fn ask(routes: &Router, path: &str, token: Option<&str>) -> (StatusCode, String) {
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = request.body(Body::empty()).unwrap();
    let response = routes.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn metrics_open_to_their_token_alone() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |token: Option<&str>| {
        let mut config = Config::default();
        config.metrics.token = token.map(str::to_owned);
        let house = House::open(folder.path(), config, HouseParts::default())
            .await
            .unwrap();
        let routes = house.router(WebSettings::default());
        (house, routes)
    };
    let (house, routes) = open(None).await;
    assert_eq!(
        ask(&routes, "/metrics", Some("x")).await.0,
        StatusCode::NOT_FOUND
    );
    house.stop().await;
    drop((house, routes));

    let (house, routes) = open(Some("secret")).await;
    for wrong in [None, Some("secre"), Some("")] {
        assert_eq!(
            ask(&routes, "/metrics", wrong).await.0,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(ask(&routes, "/healthz", None).await.0, StatusCode::OK);
    let (status, text) = ask(&routes, "/metrics", Some("secret")).await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "hearken_http_requests_total{route=\"/healthz\",status=\"200\"} 1",
        "hearken_http_request_seconds_count{route=\"/healthz\"} 1",
        "hearken_archive_lag_changes 0",
        "hearken_posts_total{what=\"matched\"} 0",
        "hearken_posts_total{what=\"recorded\"} 0",
        "# EOF",
    ] {
        assert!(text.lines().any(|each| each == line), "{line} in {text}");
    }
    house.stop().await;
}
