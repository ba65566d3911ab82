//! The HTTP client: caps, redirects, and the guard of the inside.

use crate::{
    context::options,
    server::{Reply, Server},
};
use async_trait::async_trait;
use flate2::{Compression, write::GzEncoder};
use hearken_connectors::{
    HttpClient, HttpError, HttpOptions, HttpRequest, HttpResponse, http::Resolve,
};
use std::{
    io::{self, Write as _},
    net::IpAddr,
    sync::Arc,
    time::Duration,
};
use tokio::time::Instant;

async fn get(options: HttpOptions, url: &str) -> Result<HttpResponse, HttpError> {
    let client = HttpClient::new(options).unwrap();
    client.send(HttpRequest::get(url.parse().unwrap())).await
}

#[tokio::test]
async fn an_answer_comes_with_status_headers_and_body() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/a?b=c" => Reply::new(404, &[("x-y", "z")], "none"),
        _ => Reply::new(500, &[], ""),
    })
    .await;
    let response = get(options(), &server.url("/a?b=c")).await.unwrap();
    assert_eq!(response.status, 404);
    assert_eq!(&response.body[..], b"none");
    assert_eq!(response.headers["x-y"], "z");
    let asked = &server.log()[0];
    assert_eq!(asked.headers["host"], server.address.to_string());
    assert!(asked.headers["user-agent"].starts_with("Hearken/"));
}

#[tokio::test]
async fn a_post_carries_its_body_and_follows_nothing() {
    let server = Server::start(|_| Reply::new(307, &[("location", "/else")], "")).await;
    let client = HttpClient::new(options()).unwrap();
    let url = server.url("/hook").parse().unwrap();
    let response = client
        .send(HttpRequest::post(url, "application/json", "{}"))
        .await
        .unwrap();
    assert_eq!(response.status, 307);
    let log = server.log();
    assert_eq!(log.len(), 1);
    assert_eq!(
        (log[0].method.as_str(), log[0].body.as_str()),
        ("POST", "{}")
    );
    assert_eq!(log[0].headers["content-type"], "application/json");
}

#[tokio::test]
async fn redirects_are_followed_and_told() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/1" => Reply::new(301, &[("location", "/2")], ""),
        "/2" => Reply::new(302, &[("location", "3")], ""),
        "/3" => Reply::new(200, &[], "end"),
        _ => Reply::new(302, &[("location", "/round")], ""),
    })
    .await;
    let response = get(options(), &server.url("/1")).await.unwrap();
    assert_eq!(&response.body[..], b"end");
    assert_eq!(response.url.path(), "/3");
    assert_eq!(response.moved_to.unwrap().path(), "/2");
    let error = get(options(), &server.url("/round")).await.unwrap_err();
    assert!(
        matches!(error, HttpError::TooManyRedirects { limit: 5 }),
        "{error}"
    );
}

#[tokio::test]
async fn a_redirect_to_the_inside_is_refused() {
    // Only 127.0.0.1 is allowed, by name; every way into the rest of the inside is tried.
    let server = Server::start(|asked| {
        let target = asked.target.trim_start_matches("/?to=").to_owned();
        Reply::new(302, &[("location", &target)], "")
    })
    .await;
    let port = server.address.port();
    for target in [
        format!("http://127.0.0.2:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:10.0.0.1]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "http://2130706434/".to_owned(), // 127.0.0.2 as one number
        "http://0x7f000002/".to_owned(),
        "http://127.2/".to_owned(),
    ] {
        let error = get(options(), &server.url(&format!("/?to={target}")))
            .await
            .unwrap_err();
        assert!(
            matches!(error, HttpError::PrivateAddress { .. }),
            "{target}: {error}"
        );
    }
    for target in [
        "file:///etc/passwd",
        "ftp://a.example/",
        "gopher://127.0.0.1:1/",
    ] {
        let error = get(options(), &server.url(&format!("/?to={target}")))
            .await
            .unwrap_err();
        assert!(matches!(error, HttpError::BadUrl(_)), "{target}: {error}");
    }
}

/// Answers every name with the same addresses.
#[derive(Debug)]
struct Fixed(Vec<IpAddr>);

#[async_trait]
impl Resolve for Fixed {
    async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(self.0.clone())
    }
}

#[tokio::test]
async fn a_public_name_of_a_private_address_is_refused() {
    let server = Server::start(|_| Reply::new(200, &[], "inside")).await;
    let url = format!("http://harmless.example:{}/", server.address.port());
    let resolved = |addresses: &[&str]| HttpOptions {
        resolver: Arc::new(Fixed(
            addresses.iter().map(|a| a.parse().unwrap()).collect(),
        )),
        ..options()
    };
    let error = get(resolved(&["10.0.0.1", "::1"]), &url).await.unwrap_err();
    assert!(matches!(error, HttpError::PrivateAddress { .. }), "{error}");
    // Among several addresses only the allowed one is connected to.
    let response = get(resolved(&["10.0.0.1", "127.0.0.1"]), &url)
        .await
        .unwrap();
    assert_eq!(&response.body[..], b"inside");
    let error = get(resolved(&[]), &url).await.unwrap_err();
    assert!(matches!(error, HttpError::Resolve { .. }), "{error}");
}

#[tokio::test]
async fn by_default_loopback_is_refused_and_the_operator_may_allow_it() {
    let server = Server::start(|_| Reply::new(200, &[], "inside")).await;
    let error = get(HttpOptions::default(), &server.url("/"))
        .await
        .unwrap_err();
    assert!(matches!(error, HttpError::PrivateAddress { .. }), "{error}");
    let allowed = HttpOptions {
        allow_private: true,
        ..HttpOptions::default()
    };
    assert_eq!(get(allowed, &server.url("/")).await.unwrap().status, 200);
    assert_eq!(server.log().len(), 1, "nothing was sent the first time");
}

#[tokio::test]
async fn large_bodies_are_cut_off() {
    let server = Server::start(|asked| {
        let body = vec![b'x'; 2000];
        match asked.target.as_str() {
            "/plain" => Reply::new(200, &[], body),
            // Without a length: as much as comes until the end.
            _ => Reply::default()
                .part(
                    Duration::ZERO,
                    "HTTP/1.1 200 x\r\nconnection: close\r\n\r\n",
                )
                .part(Duration::ZERO, body),
        }
    })
    .await;
    for (path, limit, fits) in [
        ("/plain", 2000, true),
        ("/plain", 1999, false),
        ("/open", 2000, true),
        ("/open", 1999, false),
    ] {
        let limited = HttpOptions {
            max_body_bytes: limit,
            ..options()
        };
        match get(limited, &server.url(path)).await {
            Ok(response) => assert!(fits && response.body.len() == 2000, "{path} {limit}"),
            Err(error) => {
                assert!(
                    !fits && matches!(error, HttpError::TooLarge { .. }),
                    "{path}: {error}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_small_bomb_stays_small() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![0; 50_000_000]).unwrap();
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let server = Server::start(move |asked| {
        let gzip = [("content-encoding", "gzip")];
        match asked.target.as_str() {
            "/bomb" => Reply::new(200, &gzip, &bomb),
            "/bad" => Reply::new(200, &gzip, "not gzip"),
            _ => {
                let mut small = GzEncoder::new(Vec::new(), Compression::fast());
                small.write_all(b"hello").unwrap();
                Reply::new(200, &gzip, small.finish().unwrap())
            }
        }
    })
    .await;
    assert_eq!(
        &get(options(), &server.url("/")).await.unwrap().body[..],
        b"hello"
    );
    let error = get(options(), &server.url("/bomb")).await.unwrap_err();
    assert!(matches!(error, HttpError::TooLarge { .. }), "{error}");
    let error = get(options(), &server.url("/bad")).await.unwrap_err();
    assert!(matches!(error, HttpError::Broken(_)), "{error}");
}

#[tokio::test]
async fn slow_servers_are_given_up() {
    let server = Server::start(|asked| {
        let slow = Duration::from_secs(20);
        let head = "HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\n";
        match asked.target.as_str() {
            "/head" => Reply::default().part(slow, head),
            "/body" => Reply::default()
                .part(Duration::ZERO, head)
                .part(slow, "123456789"),
            _ => (0..100).fold(Reply::default().part(Duration::ZERO, head), |reply, _| {
                reply.part(Duration::from_millis(100), "") // a drip without end
            }),
        }
    })
    .await;
    for path in ["/head", "/body", "/drip"] {
        let began = Instant::now();
        let impatient = HttpOptions {
            total_timeout: Duration::from_millis(300),
            ..options()
        };
        let error = get(impatient, &server.url(path)).await.unwrap_err();
        assert!(
            matches!(error, HttpError::Timeout { .. }),
            "{path}: {error}"
        );
        assert!(began.elapsed() < Duration::from_secs(2), "{path}");
    }
}

#[tokio::test]
async fn broken_answers_are_errors() {
    let server = Server::start(|asked| match asked.target.as_str() {
        "/none" => Reply::default(),
        "/short" => Reply::default().part(
            Duration::ZERO,
            "HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\n123",
        ),
        _ => Reply::default().part(Duration::ZERO, "I am no web server\r\n\r\n"),
    })
    .await;
    for path in ["/none", "/short", "/"] {
        let error = get(options(), &server.url(path)).await.unwrap_err();
        assert!(matches!(error, HttpError::Broken(_)), "{path}: {error}");
    }
    let gone = {
        let server = Server::start(|_| Reply::default()).await;
        server.url("/")
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    let error = get(options(), &gone).await.unwrap_err();
    assert!(
        matches!(error, HttpError::Connect { .. } | HttpError::Broken(_)),
        "{error}"
    );
}
