//! The calendar month of an instant, and what the intake of past days says of its end (SEA-162).
//! Pure: knows no store and no clock.

use hearken_model::{Span, Timestamp, Zone, time::DAY};

/// Full days whose mean is carried on.
const DAYS: i64 = 7;

/// The month of `now`, and the past days that its forecast rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// First to last day.
    pub(super) span: Span,
    /// Full days before now whose daily mean is carried on; none before the first full day.
    pub(super) basis: Option<Span>,
    now: Timestamp,
}

impl Month {
    /// `since` is when the organization took in its first post.
    pub(super) fn of(now: Timestamp, since: Option<Timestamp>) -> Self {
        let utc = Zone::UTC;
        let date = utc.date(now);
        let first = utc.start_of(date.first_of_month());
        let after = date.last_of_month().tomorrow().unwrap_or(date);
        let today = utc.start_of(date);
        let from = if date.day() == 1 {
            let before = date.yesterday().unwrap_or(date);
            utc.start_of(before.first_of_month())
        } else {
            today.plus(-DAYS * DAY)
        };
        let oldest = since.map(|at| first_full_day(at, &utc));
        let from = oldest.map_or(today, |oldest| from.max(oldest));
        Self {
            span: Span {
                from: first,
                to: utc.start_of(after),
            },
            basis: (from < today).then_some(Span { from, to: today }),
            now,
        }
    }

    /// Posts at the month's end: those of now, and the mean of the basis for the time that is left.
    /// Not known without a basis.
    pub(super) fn expected(&self, current: u64, in_basis: u64) -> Option<u64> {
        let basis = self.basis?;
        let left = self.span.to.0.saturating_sub(self.now.0).max(0);
        let more = in_basis as f64 * left as f64 / basis.micros() as f64;
        Some(current.saturating_add(more.round() as u64))
    }
}

/// The first day that begins at or after an instant.
fn first_full_day(at: Timestamp, utc: &Zone) -> Timestamp {
    let date = utc.date(at);
    let start = utc.start_of(date);
    if start == at {
        start
    } else {
        date.tomorrow().map_or(at, |next| utc.start_of(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn basis(now: &str, since: Option<&str>) -> Option<(String, String)> {
        let month = Month::of(at(now), since.map(at));
        let day = |at: Timestamp| Zone::UTC.date(at).to_string();
        month.basis.map(|span| (day(span.from), day(span.to)))
    }

    #[test]
    fn the_basis_is_the_last_seven_full_days() {
        let days = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        let long_ago = Some("2026-01-05T03:00:00Z");
        for (now, since, expect) in [
            (
                "2026-11-22T12:00:00Z",
                long_ago,
                days("2026-11-15", "2026-11-22"),
            ),
            (
                "2026-11-03T12:00:00Z",
                long_ago,
                days("2026-10-27", "2026-11-03"),
            ),
            // On day 1, last month's mean.
            (
                "2026-11-01T12:00:00Z",
                long_ago,
                days("2026-10-01", "2026-11-01"),
            ),
            // Fewer days early on; a day that began before the first post is not a full one.
            (
                "2026-11-22T12:00:00Z",
                Some("2026-11-19T08:00:00Z"),
                days("2026-11-20", "2026-11-22"),
            ),
            ("2026-11-22T12:00:00Z", Some("2026-11-21T08:00:00Z"), None),
            ("2026-11-22T12:00:00Z", None, None),
        ] {
            assert_eq!(basis(now, since), expect, "{now}, since {since:?}");
        }
    }

    #[test]
    fn the_mean_is_carried_to_the_month_s_end() {
        let month = Month::of(at("2026-11-22T12:00:00Z"), Some(at("2026-01-01T00:00:00Z")));
        // 10 a day, 8.5 days left.
        assert_eq!(month.expected(200, 70), Some(285));
        assert_eq!(month.expected(0, 0), Some(0));
        let young = Month::of(at("2026-11-22T12:00:00Z"), Some(at("2026-11-22T08:00:00Z")));
        assert_eq!(young.expected(200, 0), None);
        let december = Month::of(at("2026-12-31T23:59:59Z"), None);
        assert_eq!(december.span.to, at("2027-01-01T00:00:00Z"));
    }
}
