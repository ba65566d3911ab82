//! Requests without a socket: handed to the router as a server would.

use crate::{Member, TestApp};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use std::net::SocketAddr;
use tower::ServiceExt;

/// Largest answer a test reads, bytes.
const LIMIT: usize = 64 << 20;

/// A request of a test.
#[derive(Clone, Debug)]
pub struct Ask {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
    reads: bool,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub text: String,
}

impl Ask {
    /// A request without body.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: String::new(),
            reads: true,
        }
    }

    /// `GET`
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A form, as a browser posts it.
    pub fn form(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let mut ask = Self::new(Method::POST, path);
        ask.body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        ask.header("content-type", "application/x-www-form-urlencoded")
    }

    /// A request with a JSON body.
    pub fn json(method: Method, path: impl Into<String>, body: &serde_json::Value) -> Self {
        let mut ask = Self::new(method, path);
        ask.body = body.to_string();
        ask.header("content-type", "application/json")
    }

    /// A request with any body.
    pub fn raw(method: Method, path: impl Into<String>, kind: &str, body: &str) -> Self {
        let mut ask = Self::new(method, path);
        body.clone_into(&mut ask.body);
        ask.header("content-type", kind)
    }

    /// Whose answer's body is not read, because it never ends.
    #[must_use]
    pub fn without_body(mut self) -> Self {
        self.reads = false;
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As this person, in their browser.
    #[must_use]
    pub fn by(self, member: &Member) -> Self {
        self.header("cookie", &format!("hk_session={}", member.session))
    }

    /// As this person's program.
    ///
    /// # Panics
    /// When the person has no API token.
    #[must_use]
    pub fn by_token_of(self, member: &Member) -> Self {
        let token = member
            .token
            .as_deref()
            .expect("the member has an API token");
        self.header("authorization", &format!("Bearer {token}"))
    }
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

impl TestApp {
    /// Serves pages and API on a port of this machine, for programs that want one, until the test
    /// ends.
    ///
    /// # Panics
    /// When there is no port to be had.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a port");
        let address = listener.local_addr().expect("an address");
        let service = self.routes.clone();
        let service = service.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }

    /// Hands a request to the router, pages and API alike.
    ///
    /// # Panics
    /// When the request cannot be one, or the answer is longer than 64 MiB or no UTF-8.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(&ask.path);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(ask.body)).expect("a request");
        let from = SocketAddr::from(([127, 0, 0, 1], 1));
        request.extensions_mut().insert(ConnectInfo(from));
        let answered = self.routes.clone().oneshot(request).await;
        let response = answered.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let bytes = if ask.reads {
            to_bytes(body, LIMIT).await.expect("a whole body")
        } else {
            Bytes::new()
        };
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).expect("text"),
        }
    }

    /// `GET` as a person, or as nobody.
    pub async fn get(&self, by: Option<&Member>, path: &str) -> Answer {
        let ask = Ask::get(path);
        self.ask(match by {
            Some(member) => ask.by(member),
            None => ask,
        })
        .await
    }
}
