//! The one way out: an HTTP client with caps on time and size and a guard against private
//! addresses. Webhooks and sign-in providers get the same one.
//!
//! It is no browser: no cookies, no cache, no proxy; HTTP/1.1, TLS by rustls with Mozilla's roots,
//! a new connection for each request.

mod dial;
mod exchange;
mod guard;
mod message;

pub use dial::{Resolve, SystemResolver, Wire};
pub use guard::{Network, ParseNetworkError, is_public};
pub use message::{HttpError, HttpOptions, HttpRequest, HttpResponse};

use dial::Dialer;
use http::{Method, StatusCode, header};
use std::sync::Arc;
use tokio::{sync::Semaphore, time::timeout};
use url::Url;

/// Sends requests; cheap to clone.
#[derive(Clone, Debug)]
pub struct HttpClient {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    options: HttpOptions,
    dialer: Dialer,
    places: Semaphore,
}

impl HttpClient {
    /// With these limits.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(options: HttpOptions) -> Result<Self, HttpError> {
        let dialer = Dialer::new()?;
        let places = Semaphore::new(options.max_concurrent.max(1));
        Ok(Self {
            inner: Arc::new(Inner {
                options,
                dialer,
                places,
            }),
        })
    }

    /// The limits.
    pub fn options(&self) -> &HttpOptions {
        &self.inner.options
    }

    /// Sends and follows redirects; every hop is checked anew. Any status is an answer, not an
    /// error.
    ///
    /// # Errors
    /// When no answer came within the caps.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let Ok(_place) = self.inner.places.acquire().await else {
            return Err(HttpError::Broken("the client is closed".into()));
        };
        let limit = request.timeout.unwrap_or(self.options().total_timeout);
        timeout(limit, self.follow(request))
            .await
            .map_err(|_| HttpError::Timeout { limit })?
    }

    /// A bare connection to where a `ws`, `wss`, `http` or `https` address points, under the same
    /// guard.
    ///
    /// # Errors
    /// When there is none within the cap.
    pub async fn dial(&self, url: &Url) -> Result<Box<dyn Wire>, HttpError> {
        self.inner.dialer.dial(url, self.options()).await
    }

    async fn follow(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let most = self.options().max_redirects;
        let mut moved = Moves::default();
        for _ in 0..=most {
            if !matches!(request.url.scheme(), "http" | "https") {
                return Err(HttpError::BadUrl(request.url.to_string()));
            }
            let mut response = self.exchange(&request).await?;
            let Some(target) = next_hop(&request, &response) else {
                response.moved_to = moved.for_good();
                return Ok(response);
            };
            moved.note(response.status, &target);
            redirect(&mut request, response.status, target);
        }
        Err(HttpError::TooManyRedirects { limit: most })
    }
}

/// Where a chain of redirects leads for good: as far as every hop was permanent.
#[derive(Default)]
struct Moves {
    target: Option<Url>,
    temporary: bool,
}

impl Moves {
    fn note(&mut self, status: StatusCode, target: &Url) {
        self.temporary |= !matches!(
            status,
            StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT
        );
        if !self.temporary {
            self.target = Some(target.clone());
        }
    }

    fn for_good(self) -> Option<Url> {
        self.target
    }
}

fn next_hop(request: &HttpRequest, response: &HttpResponse) -> Option<Url> {
    let redirects = matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !request.follow_redirects || !redirects {
        return None;
    }
    let location = response.text_header(&header::LOCATION)?;
    request.url.join(location).ok()
}

/// Turns the request into the one for the next hop; credentials stay with their host.
fn redirect(request: &mut HttpRequest, status: StatusCode, target: Url) {
    if request.url.origin() != target.origin() {
        for name in [header::AUTHORIZATION, header::COOKIE] {
            request.headers.remove(name);
        }
    }
    let keeps_method = matches!(status.as_u16(), 307 | 308);
    if !keeps_method && request.method != Method::GET && request.method != Method::HEAD {
        request.method = Method::GET;
        request.body.clear();
        request.headers.remove(header::CONTENT_TYPE);
    }
    request.url = target;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_has_moved_as_far_as_it_is_permanent() {
        let check = |hops: &[(u16, &str)], expect: Option<&str>| {
            let mut moves = Moves::default();
            for (status, target) in hops {
                let status = StatusCode::from_u16(*status).expect("status");
                moves.note(status, &target.parse().expect("url"));
            }
            let found = moves.for_good().map(|url| url.to_string());
            assert_eq!(found.as_deref(), expect, "{hops:?}");
        };
        check(&[], None);
        check(&[(301, "http://a/")], Some("http://a/"));
        check(&[(302, "http://a/")], None);
        check(&[(308, "http://a/"), (301, "http://b/")], Some("http://b/"));
        check(&[(301, "http://a/"), (302, "http://b/")], Some("http://a/"));
        check(&[(302, "http://a/"), (301, "http://b/")], None);
    }

    #[test]
    fn credentials_stay_with_their_host() {
        let check = |target: &str, kept: bool| {
            let url = "https://a.example/x".parse().expect("url");
            let mut request = HttpRequest::get(url);
            let secret = http::HeaderValue::from_static("Bearer x");
            request = request.header(header::AUTHORIZATION, secret);
            redirect(
                &mut request,
                StatusCode::FOUND,
                target.parse().expect("url"),
            );
            let has = request.headers.contains_key(header::AUTHORIZATION);
            assert_eq!(has, kept, "{target}");
        };
        check("https://a.example/y", true);
        check("https://b.example/y", false);
        check("http://a.example/y", false);
        check("https://a.example:444/y", false);
    }
}
