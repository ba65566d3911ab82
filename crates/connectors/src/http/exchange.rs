//! One request and its answer, under caps.

use super::{HttpClient, HttpError, HttpRequest, HttpResponse};
use bytes::{Bytes, BytesMut};
use flate2::bufread::MultiGzDecoder;
use http::{HeaderMap, HeaderValue, Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::io::Read as _;
use url::Url;

impl HttpClient {
    /// Sends one request over a connection of its own and reads the answer to its end.
    pub(super) async fn exchange(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let wire = self.dial(&request.url).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(wire)).await.map_err(broken)?;
        let limit = request.max_body_bytes;
        let limit = limit.unwrap_or(self.options().max_body_bytes);
        let message = self.message(request)?;
        let talk = async {
            let response = sender.send_request(message).await.map_err(broken)?;
            let (parts, body) = response.into_parts();
            let body = collect(body, limit).await?;
            let body = decompress(&parts.headers, body, limit)?;
            Ok(HttpResponse {
                status: parts.status,
                headers: parts.headers,
                body,
                url: request.url.clone(),
                moved_to: None,
            })
        };
        // The connection is driven here and not in a task, so that it ends with the request.
        let mut talk = std::pin::pin!(talk);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            biased;
            answer = &mut talk => answer,
            end = &mut connection => match end {
                Ok(()) => talk.await,
                Err(error) => Err(broken(error)),
            },
        }
    }

    fn message(&self, request: &HttpRequest) -> Result<Request<Full<Bytes>>, HttpError> {
        let bad = || HttpError::BadUrl(request.url.to_string());
        let mut message = Request::builder()
            .method(request.method.clone())
            .uri(origin_form(&request.url))
            .body(Full::new(request.body.clone()))
            .map_err(|_| bad())?;
        let headers = message.headers_mut();
        *headers = request.headers.clone();
        let host = HeaderValue::from_str(&host_header(&request.url)).map_err(|_| bad())?;
        headers.insert(header::HOST, host);
        let agent = HeaderValue::from_str(&self.options().user_agent).map_err(|_| bad())?;
        headers.insert(header::USER_AGENT, agent);
        let gzip = HeaderValue::from_static("gzip");
        headers.insert(header::ACCEPT_ENCODING, gzip);
        let close = HeaderValue::from_static("close");
        headers.insert(header::CONNECTION, close);
        Ok(message)
    }
}

fn broken(error: hyper::Error) -> HttpError {
    HttpError::Broken(error.into())
}

fn origin_form(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

fn host_header(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

async fn collect(mut body: Incoming, limit: usize) -> Result<Bytes, HttpError> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue; // trailers
        };
        if whole.len().saturating_add(data.len()) > limit {
            return Err(HttpError::TooLarge { limit });
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// Unpacks gzip; the cap counts what comes out, so a small bomb stays small.
fn decompress(headers: &HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, HttpError> {
    let gzip = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"gzip"));
    if !gzip || body.is_empty() {
        return Ok(body);
    }
    let mut whole = Vec::new();
    MultiGzDecoder::new(body.as_ref())
        .take(limit as u64 + 1)
        .read_to_end(&mut whole)
        .map_err(|error| HttpError::Broken(error.into()))?;
    if whole.len() > limit {
        return Err(HttpError::TooLarge { limit });
    }
    Ok(whole.into())
}
