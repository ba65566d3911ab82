//! When a feed may be asked again.

use crate::{Context, HttpResponse};
use hearken_model::Timestamp;
use http::header;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// How often feeds are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollTiming {
    /// Least time between two polls of a feed that says when it changed.
    pub interval: Duration,
    /// Least time between two polls of a feed that says nothing: each poll costs it the whole feed.
    pub interval_unconditional: Duration,
    /// Longest time between two polls, whatever the feed says.
    pub longest: Duration,
}

impl Default for PollTiming {
    fn default() -> Self {
        Self {
            interval: Duration::from_hours(1),
            interval_unconditional: Duration::from_hours(24),
            longest: Duration::from_hours(24),
        }
    }
}

impl PollTiming {
    /// The pause after an answer: our interval, or longer where the feed wants it.
    pub(super) fn after_answer(
        &self,
        conditional: bool,
        max_age: Option<Duration>,
        ttl: Option<Duration>,
    ) -> Duration {
        let told = max_age.into_iter().chain(ttl).max();
        let least = if conditional || told.is_some() {
            self.interval
        } else {
            self.interval_unconditional
        };
        least
            .max(told.unwrap_or_default())
            .min(self.longest.max(least))
    }

    /// The pause after a failure: doubles with each, and is at least what was asked for.
    pub(super) fn after_failure(&self, failures: u32, asked: Option<Duration>) -> Duration {
        let doubled = self.interval.saturating_mul(1 << failures.min(10));
        let pause = doubled.min(self.longest.max(self.interval));
        // A day too many is better than asking a server that said no, but not a year.
        let asked = asked.unwrap_or_default().min(Duration::from_hours(7 * 24));
        pause.max(asked)
    }
}

/// A little later than the pause, so that feeds spread out.
pub(super) fn next_poll(context: &Context, pause: Duration) -> Timestamp {
    let spread = context.jitter(pause / 10);
    let micros = i64::try_from((pause + spread).as_micros()).unwrap_or(i64::MAX);
    context.now().plus(micros)
}

/// `max-age` of `Cache-Control`.
pub(super) fn max_age(response: &HttpResponse) -> Option<Duration> {
    let directives = response.text_header(&header::CACHE_CONTROL)?;
    directives.split(',').find_map(|directive| {
        let (name, value) = directive.trim().split_once('=')?;
        let seconds: u64 = value.trim().trim_matches('"').parse().ok()?;
        let is_max_age = name.trim().eq_ignore_ascii_case("max-age");
        (is_max_age && seconds > 0).then(|| Duration::from_secs(seconds))
    })
}

/// `Retry-After`: seconds, or a date.
pub(super) fn retry_after(response: &HttpResponse, now: Timestamp) -> Option<Duration> {
    let text = response.text_header(&header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = rfc2822::parse(&text.replace("GMT", "+0000")).ok()?;
    let micros = at.timestamp().as_microsecond().saturating_sub(now.0);
    Some(Duration::from_micros(u64::try_from(micros).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(name: header::HeaderName, value: &str) -> HttpResponse {
        let mut headers = http::HeaderMap::new();
        headers.insert(name, value.parse().expect("header"));
        HttpResponse {
            status: http::StatusCode::OK,
            headers,
            body: bytes::Bytes::new(),
            url: "http://a.example/".parse().expect("url"),
            moved_to: None,
        }
    }

    #[test]
    fn headers_are_read() {
        let check = |value: &str, expect: Option<u64>| {
            let found = max_age(&answer(header::CACHE_CONTROL, value));
            assert_eq!(found.map(|d| d.as_secs()), expect, "{value}");
        };
        check("max-age=60", Some(60));
        check("public, Max-Age=\"3600\", must-revalidate", Some(3600));
        check("s-maxage=60", None);
        check("no-cache", None);
        check("max-age=0", None);
        check("max-age=soon", None);

        let now = "2026-11-22T12:00:00Z".parse().expect("time");
        let check = |value: &str, expect: Option<u64>| {
            let found = retry_after(&answer(header::RETRY_AFTER, value), now);
            assert_eq!(found.map(|d| d.as_secs()), expect, "{value}");
        };
        check("120", Some(120));
        check("Sun, 22 Nov 2026 12:01:00 GMT", Some(60));
        check("Sun, 22 Nov 2026 11:00:00 GMT", Some(0));
        check("later", None);
    }

    #[test]
    fn feeds_are_asked_no_more_often_than_they_say() {
        let timing = PollTiming::default();
        let hours = |n: u64| Duration::from_hours(n);
        let check = |conditional, max_age, ttl, expect| {
            assert_eq!(timing.after_answer(conditional, max_age, ttl), expect);
        };
        check(true, None, None, hours(1));
        check(false, None, None, hours(24));
        check(true, Some(Duration::from_mins(1)), None, hours(1));
        check(false, Some(Duration::from_mins(1)), None, hours(1));
        check(true, Some(hours(3)), Some(hours(2)), hours(3));
        check(true, Some(hours(3000)), None, hours(24));
        assert_eq!(timing.after_failure(0, None), hours(1));
        assert_eq!(timing.after_failure(3, None), hours(8));
        assert_eq!(timing.after_failure(9, None), hours(24));
        assert_eq!(timing.after_failure(0, Some(hours(5))), hours(5));
        assert_eq!(timing.after_failure(0, Some(hours(9999))), hours(7 * 24));
    }
}
