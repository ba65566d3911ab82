//! Asking Bluesky for posts (`app.bsky.feed.searchPosts`), for previews.

use super::{convert, frame::is_did};
use crate::{
    ConnectorError, Context, ErrorKind, HttpError, HttpRequest, HttpResponse, Search, SearchRequest,
};
use async_trait::async_trait;
use hearken_model::{Author, Post, Timestamp};
use http::{HeaderValue, header};
use serde_json::Value;
use std::{collections::HashSet, time::Duration};
use url::Url;

/// Most terms that are asked for in one search; the rest is left to the local matcher.
const TERMS: usize = 10;
/// Most posts the network gives at once.
const PAGE: usize = 100;

/// Asks one host.
#[derive(Debug)]
pub struct BlueskySearch {
    context: Context,
    host: Url,
    token: Option<String>,
}

impl BlueskySearch {
    /// `host` is an AppView or a PDS that passes on to one.
    pub fn new(context: &Context, host: Url, token: Option<String>) -> Self {
        Self {
            context: context.clone(),
            host,
            token,
        }
    }

    fn address(&self, term: &str, request: &SearchRequest) -> Url {
        let mut url = self.host.clone();
        url.set_path("/xrpc/app.bsky.feed.searchPosts");
        let mut query = url.query_pairs_mut();
        query.clear();
        query.append_pair("q", &quoted(term));
        query.append_pair("sort", "latest");
        query.append_pair("limit", &request.limit.clamp(1, PAGE).to_string());
        if let [language] = request.languages.as_slice() {
            query.append_pair("lang", language.as_str());
        }
        if let Some(span) = request.span {
            query.append_pair("since", &span.from.to_rfc3339());
            query.append_pair("until", &span.to.to_rfc3339());
        }
        drop(query);
        url
    }

    async fn ask(&self, url: Url) -> Result<Value, ConnectorError> {
        let mut request = HttpRequest::get(url);
        if let Some(token) = &self.token {
            let value = HeaderValue::from_str(&format!("Bearer {token}"))
                .map_err(|_| ConnectorError::reject("search_token: not a token"))?;
            request = request.header(header::AUTHORIZATION, value);
        }
        let response = self.context.http.send(request).await.map_err(unreachable)?;
        if !response.status.is_success() {
            return Err(refused(&response));
        }
        serde_json::from_slice(&response.body).map_err(|error| {
            ConnectorError::retry("the answer of the search is no JSON").with_source(error)
        })
    }
}

/// A phrase in quotes; hashtags and mentions stay as they are.
fn quoted(term: &str) -> String {
    let plain = term.replace('"', " ");
    let plain = plain.trim();
    if plain.contains(char::is_whitespace) {
        format!("\"{plain}\"")
    } else {
        plain.to_owned()
    }
}

fn unreachable(error: HttpError) -> ConnectorError {
    let kind = match error {
        HttpError::PrivateAddress { .. } | HttpError::BadUrl(_) => ErrorKind::Reject,
        _ => ErrorKind::Retry,
    };
    ConnectorError::new(kind, format!("the search cannot be asked: {error}")).with_source(error)
}

fn refused(response: &HttpResponse) -> ConnectorError {
    let status = response.status.as_u16();
    let kind = match status {
        401 | 403 => ErrorKind::Auth,
        429 => ErrorKind::Quota,
        400..=499 => ErrorKind::Reject,
        _ => ErrorKind::Retry,
    };
    let pause = response.text_header(&header::RETRY_AFTER);
    let pause = pause
        .and_then(|text| text.trim().parse().ok())
        .map(Duration::from_secs);
    ConnectorError::new(kind, format!("the search answered with status {status}"))
        .with_retry_after(pause)
}

/// A found post; the author's names come with it.
fn post(view: &Value, now: Timestamp) -> Option<Post> {
    let get = |pointer: &str| view.pointer(pointer).and_then(Value::as_str);
    let (did, rest) = get("/uri")?.strip_prefix("at://")?.split_once('/')?;
    let (collection, rkey) = rest.split_once('/')?;
    if collection != super::POSTS || !is_did(did) {
        return None;
    }
    let seen_at = get("/indexedAt")
        .and_then(|t| t.parse().ok())
        .unwrap_or(now);
    let mut post = convert::post(did, rkey, view.get("record")?, seen_at).ok()?;
    let some = |pointer| get(pointer).filter(|t| !t.is_empty()).map(str::to_owned);
    post.author = Some(Author {
        handle: some("/author/handle"),
        name: some("/author/displayName"),
        avatar_url: some("/author/avatar").filter(|url| url.starts_with("https://")),
        ..post.author.unwrap_or_default()
    });
    Some(post)
}

#[async_trait]
impl Search for BlueskySearch {
    async fn search(&self, request: &SearchRequest) -> Result<Vec<Post>, ConnectorError> {
        if request.any.is_empty() {
            return Err(ConnectorError::reject(
                "bluesky cannot be asked without a term",
            ));
        }
        let (mut found, mut known) = (Vec::new(), HashSet::new());
        for term in request.any.iter().take(TERMS) {
            let answer = self.ask(self.address(term, request)).await?;
            let views = answer.get("posts").and_then(Value::as_array);
            let now = self.context.now();
            let posts = views
                .into_iter()
                .flatten()
                .filter_map(|view| post(view, now));
            found.extend(posts.filter(|post| known.insert(post.native_id.clone())));
        }
        if let Some(span) = request.span {
            found.retain(|post| span.contains(post.published_at));
        }
        found.sort_by_key(|post| std::cmp::Reverse(post.published_at));
        found.truncate(request.limit);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_asked_as_phrases() {
        let check = |term: &str, expect: &str| assert_eq!(quoted(term), expect);
        check("contoso", "contoso");
        check("#contoso", "#contoso");
        check("city power & light", "\"city power & light\"");
        check("a\"b", "\"a b\"");
        check("\"a\"", "a");
    }
}
