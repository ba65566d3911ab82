//! Requests, answers, limits and errors of the HTTP client.

use super::{Network, Resolve, SystemResolver};
use bytes::Bytes;
use std::{io, sync::Arc, time::Duration};

/// Limits of the client.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// Who we are, with a contact address: `Hearken/0.1 (+https://...)`.
    pub user_agent: String,
    /// Longest wait for a connection, TLS included.
    pub connect_timeout: Duration,
    /// Longest wait for a whole answer, redirects included.
    pub total_timeout: Duration,
    /// Largest body, in bytes, after decompression.
    pub max_body_bytes: usize,
    /// Most redirects followed.
    pub max_redirects: usize,
    /// Whether private, loopback and link-local addresses may be reached (operator's choice).
    pub allow_private: bool,
    /// Networks that may be reached although they are private.
    pub allowed_networks: Vec<Network>,
    /// Most requests under way at once.
    pub max_concurrent: usize,
    /// Who finds the addresses of names.
    pub resolver: Arc<dyn Resolve>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!("Hearken/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
            max_redirects: 5,
            allow_private: false,
            allowed_networks: Vec::new(),
            max_concurrent: 64,
            resolver: Arc::new(SystemResolver),
        }
    }
}

/// What to send.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// `GET`, `POST` ...
    pub method: http::Method,
    /// Where to; `http` or `https`.
    pub url: url::Url,
    /// Headers besides `Host`, `User-Agent`, `Accept-Encoding` and `Content-Length`.
    pub headers: http::HeaderMap,
    /// Body.
    pub body: Bytes,
    /// Other cap on the answer's body than the client's, in bytes.
    pub max_body_bytes: Option<usize>,
    /// Other cap on the whole time than the client's.
    pub timeout: Option<Duration>,
    /// Whether redirects are followed.
    pub follow_redirects: bool,
}

impl HttpRequest {
    /// A GET.
    pub fn get(url: url::Url) -> Self {
        Self {
            method: http::Method::GET,
            url,
            headers: http::HeaderMap::new(),
            body: Bytes::new(),
            max_body_bytes: None,
            timeout: None,
            follow_redirects: true,
        }
    }

    /// A POST with a body of this type; redirects are not followed.
    pub fn post(url: url::Url, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut request = Self::get(url);
        request.method = http::Method::POST;
        request.body = body.into();
        request.follow_redirects = false;
        request.header(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static(content_type),
        )
    }

    /// With a header.
    pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct HttpResponse {
    /// Status.
    pub status: http::StatusCode,
    /// Headers of the last hop.
    pub headers: http::HeaderMap,
    /// Body, decompressed.
    pub body: Bytes,
    /// Where it came from in the end.
    pub url: url::Url,
    /// Where it has moved for good, when every hop before said so (301, 308).
    pub moved_to: Option<url::Url>,
}

impl HttpResponse {
    /// A header as text.
    pub fn text_header(&self, name: &http::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// No answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Not an address we can ask.
    #[error("not an http or https address: {0}")]
    BadUrl(String),
    /// The name or address is private, loopback, link-local or reserved.
    #[error("{host} is a private address and the operator does not allow those")]
    PrivateAddress {
        /// The host as it was asked for.
        host: String,
    },
    /// The name is unknown.
    #[error("{host} cannot be resolved")]
    Resolve {
        /// The host as it was asked for.
        host: String,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// No connection.
    #[error("{host} cannot be reached")]
    Connect {
        /// The host as it was asked for.
        host: String,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// It took too long.
    #[error("no full answer within {} seconds", limit.as_secs_f32())]
    Timeout {
        /// The cap.
        limit: Duration,
    },
    /// The answer is too large.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The cap.
        limit: usize,
    },
    /// Redirected too often, or in a circle.
    #[error("redirected more than {limit} times")]
    TooManyRedirects {
        /// The cap.
        limit: usize,
    },
    /// The other side broke the protocol or the connection.
    #[error("the connection broke")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// TLS cannot be set up on this machine.
    #[error("tls cannot be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}
