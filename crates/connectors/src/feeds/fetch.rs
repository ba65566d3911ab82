//! One poll of one feed: ask with conditions, understand the answer, note when to ask again.

use super::{
    check::FeedRefusal,
    item::undated,
    parse::{self, FEED_LIMIT, ParsedFeed},
    schedule::{self, PollTiming},
    state::FeedState,
};
use crate::{Context, HttpRequest, HttpResponse, Reject};
use hearken_model::{Post, Timestamp};
use http::{HeaderValue, StatusCode, header};
use std::time::Duration;
use url::Url;

/// What a poll brought.
#[derive(Debug)]
pub(super) struct Polled {
    pub(super) state: FeedState,
    pub(super) news: Vec<Post>,
    pub(super) known: Vec<Post>,
    pub(super) rejects: Vec<Reject>,
    pub(super) read: u64,
    pub(super) bytes: u64,
    pub(super) error: Option<String>,
}

/// What feeds are asked for.
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

/// Asks for a feed, without conditions.
pub(super) fn request(url: Url) -> HttpRequest {
    let mut request = HttpRequest::get(url);
    request.max_body_bytes = Some(FEED_LIMIT);
    request.header(header::ACCEPT, HeaderValue::from_static(ACCEPT))
}

/// With the conditions of the last answer, exactly as they were received.
fn conditional(mut request: HttpRequest, state: &FeedState) -> HttpRequest {
    let conditions = [
        (header::IF_NONE_MATCH, &state.etag),
        (header::IF_MODIFIED_SINCE, &state.last_modified),
    ];
    for (name, value) in conditions {
        let value = value.as_deref().and_then(|v| HeaderValue::from_str(v).ok());
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request
}

/// Polls once. Never fails: what went wrong stands in the state and its report.
pub(super) async fn poll(
    context: &Context,
    url: &str,
    mut state: FeedState,
    timing: &PollTiming,
) -> Polled {
    state.polls += 1;
    let now = context.now();
    state.report.polled_at = Some(now);
    let address = state.moved_to.as_deref().unwrap_or(url);
    let addresses = FeedRefusal::address(url)
        .and_then(|identity| Ok((identity, FeedRefusal::address(address)?)));
    let answer = match addresses {
        Ok((identity, address)) => ask(context, &identity, address, &state).await,
        Err(refusal) => Err((refusal, None)),
    };
    let mut polled = Polled {
        state,
        news: Vec::new(),
        known: Vec::new(),
        rejects: Vec::new(),
        read: 0,
        bytes: 0,
        error: None,
    };
    let pause = match answer {
        Ok(Answer::NotModified(response)) => {
            polled.state.remember_conditions(&response);
            polled.state.after_success(&response, timing)
        }
        Ok(Answer::Feed(response, feed)) => polled.take(&response, feed, timing),
        Err((refusal, asked)) => {
            polled.failed(&refusal);
            let failures = polled.state.failures.saturating_sub(1);
            timing.after_failure(failures, asked)
        }
    };
    polled.state.next_poll_at = schedule::next_poll(context, pause);
    let gone = polled.state.gone;
    let next = polled.state.next_poll_at;
    polled.state.report.next_poll_at = (!gone).then_some(next);
    polled
}

enum Answer {
    NotModified(HttpResponse),
    Feed(HttpResponse, ParsedFeed),
}

type Refused = (FeedRefusal, Option<Duration>);

async fn ask(
    context: &Context,
    identity: &Url,
    url: Url,
    state: &FeedState,
) -> Result<Answer, Refused> {
    let request = conditional(request(url), state);
    let response = context
        .http
        .send(request)
        .await
        .map_err(|error| (error.into(), None))?;
    if response.status == StatusCode::NOT_MODIFIED {
        return Ok(Answer::NotModified(response));
    }
    let asked = schedule::retry_after(&response, context.now());
    let feed = understand(&response, identity, context.now()).await;
    feed.map(|feed| Answer::Feed(response, feed))
        .map_err(|refusal| (refusal, asked))
}

/// The feed in an answer. Parsing is work, so it is done beside the other tasks.
pub(super) async fn understand(
    response: &HttpResponse,
    identity: &Url,
    now: Timestamp,
) -> Result<ParsedFeed, FeedRefusal> {
    if !response.status.is_success() {
        return Err(FeedRefusal::Status(response.status.as_u16()));
    }
    let (body, url, identity) = (
        response.body.clone(),
        response.url.clone(),
        identity.clone(),
    );
    let parsed = tokio::task::spawn_blocking(move || {
        let parsed = parse::parse(&body, &identity, &url, now);
        parsed.map_err(|reject| FeedRefusal::of_page(&body, &url, reject))
    });
    parsed.await.unwrap_or_else(|_| Err(FeedRefusal::broken()))
}

impl Polled {
    fn take(&mut self, response: &HttpResponse, feed: ParsedFeed, timing: &PollTiming) -> Duration {
        self.bytes = response.body.len() as u64;
        self.read = (feed.items.len() + feed.rejects.len()) as u64;
        self.rejects = feed.rejects;
        let state = &mut self.state;
        state.remember_conditions(response);
        if let Some(moved) = &response.moved_to {
            state.moved_to = Some(moved.to_string());
            state.report.moved_to = Some(moved.to_string());
        }
        state.ttl_minutes = feed.ttl_minutes;
        state.report.title = feed.title;
        state.report.items = self.read;
        let news = state.news(feed.items);
        self.news = news.posts;
        self.known = news.known;
        self.rejects.extend((0..news.undated).map(|_| undated()));
        state.report.skipped(&self.rejects);
        state.after_success(response, timing)
    }

    fn failed(&mut self, refusal: &FeedRefusal) {
        let state = &mut self.state;
        state.failures = state.failures.saturating_add(1);
        state.gone = matches!(refusal, FeedRefusal::Status(410));
        state.report.gone = state.gone;
        state.report.error = Some(refusal.code().to_owned());
        if state.moved_to.is_some() && state.failures >= 3 {
            state.moved_to = None; // it may have moved on, or back
        }
        self.error = Some(refusal.to_string());
    }
}

impl FeedState {
    fn remember_conditions(&mut self, response: &HttpResponse) {
        let get = |name| response.text_header(name).map(str::to_owned);
        let (etag, last_modified) = (get(&header::ETAG), get(&header::LAST_MODIFIED));
        if response.status == StatusCode::NOT_MODIFIED && etag.is_none() && last_modified.is_none()
        {
            return; // unchanged, and so are its conditions
        }
        self.etag = etag.or_else(|| {
            let unchanged = response.status == StatusCode::NOT_MODIFIED;
            self.etag.take().filter(|_| unchanged)
        });
        self.last_modified = last_modified.or_else(|| {
            let unchanged = response.status == StatusCode::NOT_MODIFIED;
            self.last_modified.take().filter(|_| unchanged)
        });
    }

    fn after_success(&mut self, response: &HttpResponse, timing: &PollTiming) -> Duration {
        self.failures = 0;
        self.report.error = None;
        let conditional = self.etag.is_some() || self.last_modified.is_some();
        let ttl = self
            .ttl_minutes
            .map(|m| Duration::from_secs(u64::from(m) * 60));
        timing.after_answer(conditional, schedule::max_age(response), ttl)
    }
}
